#include "simulator/experiment/load_generator.h"

#include <algorithm>
#include <utility>

#include "simulator/experiment/routing.h"
#include "simulator/origin/compute_time.h"

namespace stampede::experiment {

namespace {

// A generator that is behind lets the others run this often; on time it does so anyway.
constexpr Duration kLongestTurn = std::chrono::microseconds(500);

// Between the numbers of loads of one endpoint and the next.
constexpr unsigned kEndpointShift = 16;

// Waits for the times at which requests are due.
class Pace {
 public:
  explicit Pace(runtime::Scheduler& scheduler) : scheduler_(scheduler), turn_began_(scheduler.now()) {}

  // Returns the time.
  TimePoint wait_for(TimePoint intended) {
    const TimePoint now = scheduler_.now();
    if (intended <= now && now - turn_began_ <= kLongestTurn) return now;
    scheduler_.sleep_until(std::max(intended, now), "the next arrival");
    return turn_began_ = scheduler_.now();
  }

 private:
  runtime::Scheduler& scheduler_;
  TimePoint turn_began_;
};

scenario::Writes writes_of(const scenario::TraceLoad& trace, scenario::InvalidateBy invalidate) {
  scenario::Writes writes;
  writes.commit_delay = trace.commit_delay;
  writes.invalidate = invalidate;
  return writes;
}

}  // namespace

LoadGenerator::LoadGenerator(RunContext& context, OpenRequests& requests, std::span<const std::unique_ptr<Node>> nodes,
                             WriteGenerator& writes)
    : context_(context),
      requests_(requests),
      nodes_(nodes),
      works_(context.scenario.endpoints.size()),
      writes_(writes) {
  if (!context.scenario.client.retries) return;
  calls_.emplace(context, [this](const measure::RequestFacts& facts, Client* client) { send_attempt(facts, client); });
}

LoadGenerator::Traces LoadGenerator::open_traces(RunContext& context) {
  Traces traces;
  const std::vector<scenario::Load>& loads = context.scenario.load;
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const auto* trace = std::get_if<scenario::TraceLoad>(&loads[i]);
    if (trace == nullptr) continue;
    const measure::RandomStream spread(context.scenario.seed, "spread of a trace", i);
    traces.push_back(std::make_unique<workload::TraceArrivals>(*trace, context.keys, spread));
  }
  return traces;
}

void LoadGenerator::start(TimePoint load_start, Traces traces) {
  load_start_ = load_start;
  traces_ = std::move(traces);
  const std::vector<scenario::Load>& loads = context_.scenario.load;
  std::size_t next_trace = 0;
  for (std::size_t i = 0; i < loads.size(); ++i) {
    if (const auto* trace = std::get_if<scenario::TraceLoad>(&loads[i])) {
      start_trace(*trace, *traces_.at(next_trace++), i);
    } else {
      start(loads[i], cached(i));
    }
  }
  const std::vector<scenario::Endpoint>& endpoints = context_.scenario.endpoints;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    for (std::size_t j = 0; j < endpoints[i].load.size(); ++j) start(endpoints[i].load[j], further(i, j));
  }
}

LoadGenerator::Target LoadGenerator::cached(std::size_t load_index) const {
  const measure::RandomStream stream(context_.scenario.seed, "keys", load_index);
  const auto picker = std::make_shared<workload::KeyPicker>(context_.scenario.keys, stream);
  return {.index = load_index, .endpoint = 0, .pick = [picker](Duration at) { return picker->pick(at); }};
}

LoadGenerator::Target LoadGenerator::further(std::size_t endpoint, std::size_t load_index) const {
  return {.index = (std::uint64_t{endpoint + 1} << kEndpointShift) + load_index,
          .endpoint = static_cast<std::uint32_t>(endpoint + 1),
          .pick = [](Duration) { return std::uint64_t{0}; }};
}

void LoadGenerator::start(const scenario::Load& load, Target target) {
  if (const auto* loop = std::get_if<scenario::ClosedLoop>(&load)) {
    start_users(*loop, std::move(target));
  } else {
    const std::uint64_t index = target.index;
    start_open(workload::arrivals_of(load, context_.scenario.seed, index).value(), std::move(target));
  }
}

void LoadGenerator::start_open(workload::Arrivals arrivals, Target target) {
  ++running_;
  OpenLoad& load = open_loads_.emplace_back();
  context_.scheduler.spawn({.name = "load generator", .urgent = true},
                           [this, arrivals, target = std::move(target), &load]() mutable {
                             send_all(arrivals, target, load);
                             --running_;
                           });
}

void LoadGenerator::send_all(workload::Arrivals& arrivals, const Target& target, OpenLoad& load) {
  std::uint64_t next_node = target.index;
  Pace pace(context_.scheduler);
  while (const std::optional<Duration> due = arrivals.next()) {
    const TimePoint intended = load_start_ + *due;
    const TimePoint now = pace.wait_for(intended);
    if (stopped_) return;
    load.note(intended, now);
    send({.key = target.pick(*due),
          .node = node(next_node++),
          .intended = intended,
          .sent = now,
          .started = std::nullopt,
          .endpoint = target.endpoint,
          .page = next_page(target.endpoint)},
         nullptr);
  }
}

void LoadGenerator::start_trace(const scenario::TraceLoad& trace, workload::TraceArrivals& arrivals,
                                std::size_t load_index) {
  ++running_;
  OpenLoad& load = open_loads_.emplace_back();
  context_.scheduler.spawn({.name = "load generator", .urgent = true}, [this, &trace, &arrivals, load_index, &load] {
    replay(trace, arrivals, load_index, load);
    --running_;
  });
}

void LoadGenerator::replay(const scenario::TraceLoad& trace, workload::TraceArrivals& arrivals, std::uint64_t turn,
                           OpenLoad& load) {
  using scenario::InvalidateBy;
  using workload::TraceOperation;
  const scenario::Writes& setting = trace_writes_.emplace_back(writes_of(trace, trace.invalidate));
  // Who deletes means to invalidate, whatever the others do.
  const bool others_invalidate = trace.invalidate != InvalidateBy::nothing;
  const scenario::Writes& removing =
      trace_writes_.emplace_back(writes_of(trace, others_invalidate ? trace.invalidate : InvalidateBy::key));
  Pace pace(context_.scheduler);
  while (const std::optional<workload::TraceEvent> event = arrivals.next()) {
    const TimePoint intended = load_start_ + event->due;
    const TimePoint now = pace.wait_for(intended);
    if (stopped_) return;
    if (event->value_size_bytes > 0) context_.keys.set_value_size(event->key, event->value_size_bytes);
    if (event->operation == TraceOperation::get) {
      load.note(intended, now);
      send({.key = event->key, .node = node(turn++), .intended = intended, .sent = now, .started = std::nullopt},
           nullptr);
    } else {
      writes_.begin(event->operation == TraceOperation::remove ? removing : setting, event->key, turn++);
    }
  }
}

void LoadGenerator::start_users(const scenario::ClosedLoop& loop, Target target) {
  const auto send_for_user = [this, turn = target.index, endpoint = target.endpoint](
                                 std::uint64_t key, TimePoint intended, TimePoint now, Client& user) mutable {
    send({.key = key,
          .node = node(turn++),
          .intended = intended,
          .sent = now,
          .started = std::nullopt,
          .endpoint = endpoint,
          .page = next_page(endpoint)},
         &user);
  };
  users_.emplace_back(context_.scheduler, loop, context_.scenario.seed, target.index, std::move(target.pick),
                      send_for_user);
  users_.back().start(load_start_);
}

void LoadGenerator::read_back(std::uint64_t key, std::uint64_t version, std::uint64_t turn, TimePoint intended) {
  if (stopped_) return;
  send({.key = key,
        .node = node(turn + 1),
        .intended = intended,
        .sent = context_.scheduler.now(),
        .started = std::nullopt,
        .own_version = version},
       nullptr);
}

void LoadGenerator::send(const measure::RequestFacts& facts, Client* client) {
  if (calls_ && facts.endpoint == 0) {
    calls_->begin(facts, client);
  } else {
    send_attempt(facts, client);
  }
}

void LoadGenerator::send_attempt(measure::RequestFacts facts, Client* client) {
  Node* const node = node_for_request(nodes_, facts.node);
  if (node != nullptr) facts.node = node->index();
  Request& request = requests_.open(facts, client);
  if (facts.endpoint != 0) request.work = next_work(facts.endpoint);
  if (node != nullptr) return node->take(request);
  requests_.lose(request);
  requests_.let_go(request);
}

// What it is read in is the same whatever the strategy.
std::uint64_t LoadGenerator::next_page(std::uint32_t endpoint) {
  return context_.scenario.keys.page && endpoint == 0 ? ++pages_ : 0;
}

// The n-th request to an endpoint has the same work whatever the strategy, and whatever other endpoints there are.
Duration LoadGenerator::next_work(std::uint32_t endpoint) {
  const std::size_t index = endpoint - 1;
  measure::RandomStream stream(context_.scenario.seed, "work", index, works_[index]++);
  return origin::draw(context_.scenario.endpoints[index].work, stream);
}

void LoadGenerator::stop() {
  stopped_ = true;
  for (ClosedLoopUsers& users : users_) users.stop();
  if (calls_) calls_->stop();
}

bool LoadGenerator::is_done() const {
  return running_ == 0 && (!calls_ || calls_->none_open()) &&
         std::all_of(users_.begin(), users_.end(), [](const ClosedLoopUsers& users) { return users.are_done(); });
}

void LoadGenerator::OpenLoad::note(TimePoint intended, TimePoint now) {
  if (sent++ == 0) first_intended = intended;
  last_intended = intended;
  last_sent = now;
}

std::optional<LoadGenerator::Rates> LoadGenerator::OpenLoad::rates() const {
  if (sent == 0 || last_intended <= first_intended) return std::nullopt;
  const auto gaps = static_cast<double>(sent - 1);
  const TimePoint end = std::max(last_intended, last_sent);
  return Rates{.asked_per_s = gaps / to_seconds(last_intended - first_intended),
               .achieved_per_s = gaps / to_seconds(end - first_intended)};
}

std::optional<LoadGenerator::Rates> LoadGenerator::rates() const {
  std::optional<Rates> worst;
  for (const OpenLoad& load : open_loads_) {
    const std::optional<Rates> rates = load.rates();
    if (!rates) continue;
    const bool is_worse =
        !worst || rates->achieved_per_s * worst->asked_per_s < worst->achieved_per_s * rates->asked_per_s;
    if (is_worse) worst = rates;
  }
  return worst;
}

std::vector<measure::Warning> LoadGenerator::trace_warnings() const {
  std::vector<measure::Warning> warnings;
  std::size_t next_trace = 0;
  for (const scenario::Load& load : context_.scenario.load) {
    const auto* trace = std::get_if<scenario::TraceLoad>(&load);
    if (trace == nullptr || next_trace >= traces_.size()) continue;
    const workload::TraceArrivals& arrivals = *traces_[next_trace++];
    const workload::TraceReader& reader = arrivals.reader();
    if (const auto failure = arrivals.failure()) {
      warnings.push_back(measure::trace_ended_early(trace->path, *failure));
    }
    if (reader.bad_lines() > 0) {
      warnings.push_back(measure::trace_lines_skipped(trace->path, reader.bad_lines(), reader.first_bad_line()));
    }
    if (arrivals.values_enlarged() > 0) {
      warnings.push_back(measure::trace_values_enlarged(trace->path, arrivals.values_enlarged()));
    }
  }
  return warnings;
}

}  // namespace stampede::experiment
