#include "simulator/experiment/load_generator.h"

#include <algorithm>

namespace stampede::experiment {

namespace {

// A generator that is behind lets the others run this often; on time it does so anyway.
constexpr Duration kLongestTurn = std::chrono::microseconds(500);

}  // namespace

LoadGenerator::LoadGenerator(RunContext& context, OpenRequests& requests, std::span<const std::unique_ptr<Node>> nodes)
    : context_(context), requests_(requests), nodes_(nodes) {}

void LoadGenerator::start(TimePoint load_start) {
  load_start_ = load_start;
  const std::vector<scenario::Load>& loads = context_.scenario.load;
  for (std::size_t i = 0; i < loads.size(); ++i) {
    if (const auto* loop = std::get_if<scenario::ClosedLoop>(&loads[i])) {
      start_users(*loop, i);
    } else {
      start_open(workload::arrivals_of(loads[i], context_.scenario.seed, i).value(), i);
    }
  }
}

void LoadGenerator::start_open(workload::Arrivals arrivals, std::size_t load_index) {
  ++running_;
  OpenLoad& load = open_loads_.emplace_back();
  workload::KeyPicker picker(context_.scenario.keys, measure::RandomStream(context_.scenario.seed, "keys", load_index));
  context_.scheduler.spawn({.name = "load generator", .urgent = true},
                           [this, arrivals, picker = std::move(picker), load_index, &load]() mutable {
                             send_all(arrivals, picker, load_index, load);
                             --running_;
                           });
}

void LoadGenerator::send_all(workload::Arrivals& arrivals, workload::KeyPicker& picker, std::uint64_t next_node,
                             OpenLoad& load) {
  runtime::Scheduler& scheduler = context_.scheduler;
  TimePoint turn_began = scheduler.now();
  while (const std::optional<Duration> due = arrivals.next()) {
    const TimePoint intended = load_start_ + *due;
    TimePoint now = scheduler.now();
    if (intended > now || now - turn_began > kLongestTurn) {
      scheduler.sleep_until(std::max(intended, now), "the next arrival");
      now = turn_began = scheduler.now();
    }
    if (stopped_) return;
    if (load.sent++ == 0) load.first_intended = intended;
    load.last_intended = intended;
    load.last_sent = now;
    send({.key = picker.pick(), .node = node(next_node++), .intended = intended, .sent = now, .started = std::nullopt},
         nullptr);
  }
}

void LoadGenerator::start_users(const scenario::ClosedLoop& loop, std::size_t load_index) {
  const measure::RandomStream stream(context_.scenario.seed, "keys", load_index);
  const auto send_for_user = [this, turn = std::uint64_t{load_index}](std::uint64_t key, TimePoint intended,
                                                                      TimePoint now, Client& user) mutable {
    send({.key = key, .node = node(turn++), .intended = intended, .sent = now, .started = std::nullopt}, &user);
  };
  users_.emplace_back(context_.scheduler, loop, context_.scenario.seed, load_index,
                      workload::KeyPicker(context_.scenario.keys, stream), send_for_user);
  users_.back().start(load_start_);
}

void LoadGenerator::send(const measure::RequestFacts& facts, Client* client) {
  Request& request = requests_.open(facts, client);
  nodes_[facts.node]->take(request);
}

void LoadGenerator::stop() {
  stopped_ = true;
  for (ClosedLoopUsers& users : users_) users.stop();
}

bool LoadGenerator::is_done() const {
  return running_ == 0 &&
         std::all_of(users_.begin(), users_.end(), [](const ClosedLoopUsers& users) { return users.are_done(); });
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

}  // namespace stampede::experiment
