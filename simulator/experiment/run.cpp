#include "simulator/experiment/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "reports/result/from_measurements.h"
#include "simulator/experiment/background_workers.h"
#include "simulator/experiment/load_generator.h"
#include "simulator/experiment/node.h"
#include "simulator/experiment/objectives.h"
#include "simulator/experiment/prefill.h"
#include "simulator/experiment/probes.h"
#include "simulator/experiment/recovery.h"
#include "simulator/experiment/run_faults.h"
#include "simulator/experiment/write_generator.h"
#include "simulator/runtime/deadlock.h"

namespace stampede::experiment {

namespace {

// Over all nodes, in real time. Enough for most scenarios; the rest start when they are needed, and cost the first
// request that they take some microseconds. In virtual time starting one takes no time.
constexpr std::uint64_t kWorkersStarted = 16384;

// A computation may fail, and a strategy may leave the first one to the background.
constexpr int kPrefillPasses = 20;

constexpr Duration kBetweenLooks = std::chrono::milliseconds(2);

measure::RecorderSettings recorder_settings(const RunContext& context, TimePoint load_start) {
  const scenario::Scenario& scenario = context.scenario;
  std::vector<std::string> endpoint_names;
  for (const scenario::Endpoint& endpoint : scenario.endpoints) endpoint_names.push_back(endpoint.name);
  return {.fresh_for = scenario.freshness.fresh_for,
          .tolerance = scenario.freshness.tolerance,
          .measure_from = load_start + scenario.warm_up,
          .series_step = scenario.series_step,
          .good_within = scenario.goodput_within ? scenario.goodput_within : scenario.client.timeout,
          .load_length = scenario.duration - scenario.warm_up,
          .length_max = scenario.duration - scenario.warm_up + scenario.drain + scenario.settle,
          .keep_hit_history = scenario.recovery.has_value(),
          .key_names = context.keys.names(),
          .nodes = scenario.topology.nodes,
          .workers_total = std::uint64_t{scenario.topology.nodes} * scenario.topology.workers,
          .origin_capacity = scenario.origin.capacity,
          .endpoint_names = std::move(endpoint_names),
          .clients_retry = scenario.client.retries.has_value(),
          .writers_read_back = std::any_of(scenario.writes.begin(), scenario.writes.end(),
                                           [](const scenario::Writes& writes) { return writes.read_back.has_value(); }),
          .reads_pages = scenario.keys.page.has_value()};
}

// Inside a strategy: in a request, a background task, or an invalidation (which has a worker slot).
bool is_working(const runtime::Fiber& fiber) {
  return !fiber.is_idle() && (fiber.role() != runtime::Role::harness || fiber.local() != nullptr);
}

class Run {
 public:
  Run(WorldSession& session, const scenario::Scenario& scenario, const StrategyInfo& strategy,
      const Parameters& parameters, const RunOptions& options)
      : context_(session, scenario, strategy, parameters), background_(context_), options_(options) {
    context_.observer = options.observer;
  }

  // Fills metrics, series, histograms and warnings.
  void execute(reports::RunResult& result);
  const measure::HitHistory& hits() const { return hits_; }
  // No more requests, whatever has been reached; and what is cut off now counts no more.
  void stop_load() {
    if (load_) load_->stop();
    context_.observe(nullptr);
  }

 private:
  void start_nodes();
  void fill_caches(reports::RunResult& result);
  void measure(reports::RunResult& result);
  void sample_usage_until_end(TimePoint load_start);
  // Waits until the condition holds; false if the deadline came first. Throws Interrupted.
  template <typename Condition>
  bool wait_until(Condition condition, TimePoint deadline);
  bool is_at_rest() const;
  void add_warnings(reports::RunResult& result, const LoadGenerator& load, bool came_to_rest,
                    const std::string& trouble);
  std::string redis_trouble() const;
  std::string who_is_stuck();

  RunContext context_;
  BackgroundWorkers background_;
  const RunOptions& options_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::unique_ptr<measure::Recorder> recorder_;
  std::unique_ptr<OpenRequests> requests_;
  std::unique_ptr<WriteGenerator> writes_;
  std::unique_ptr<LoadGenerator> load_;
  std::unique_ptr<RunFaults> faults_;
  measure::HitHistory hits_;
};

void Run::execute(reports::RunResult& result) {
  start_nodes();
  faults_ = std::make_unique<RunFaults>(context_, background_, nodes_);
  if (context_.scenario.prefill != scenario::Prefill::none) fill_caches(result);
  measure(result);
}

void Run::fill_caches(reports::RunResult& result) {
  const scenario::Scenario& scenario = context_.scenario;
  const TimePoint began = context_.scheduler.now();
  std::vector<std::uint64_t> missing(context_.keys.count());
  std::iota(missing.begin(), missing.end(), std::uint64_t{0});
  bool at_rest = true;
  for (int pass = 0; pass < kPrefillPasses && !missing.empty() && at_rest; ++pass) {
    missing = prefill(context_, nodes_, missing);
    at_rest = wait_until([this] { return is_at_rest(); }, context_.scheduler.now() + scenario.drain);
  }
  const Duration took = context_.scheduler.now() - began;
  const bool aged = scenario.prefill == scenario::Prefill::fresh && took > scenario.freshness.fresh_for;
  if (!missing.empty() || !at_rest || aged) {
    reports::add_warning(result, measure::prefill_incomplete(missing.size(), took, scenario.freshness.fresh_for));
  }
  if (scenario.prefill == scenario::Prefill::stale) {
    wait_until([] { return false; }, context_.scheduler.now() + time_to_become_stale(scenario));
  }
}

void Run::start_nodes() {
  for (std::uint32_t i = 0; i < context_.scenario.topology.nodes; ++i) {
    nodes_.push_back(std::make_unique<Node>(context_, i, background_));
    if (context_.scheduler.driver().has_outside()) {
      nodes_.back()->start_workers(kWorkersStarted / context_.scenario.topology.nodes);
    }
  }
}

template <typename Condition>
bool Run::wait_until(Condition condition, TimePoint deadline) {
  constexpr int kOfWaited = 16;
  const TimePoint began = context_.scheduler.now();
  for (;;) {
    if (context_.session.interrupted()) throw Interrupted();
    if (condition()) return true;
    const TimePoint now = context_.scheduler.now();
    if (now >= deadline) return false;
    const Duration pause =
        options_.looks_rarely ? std::max<Duration>(kBetweenLooks, (now - began) / kOfWaited) : Duration(kBetweenLooks);
    context_.scheduler.suspend("the run's progress", std::min(deadline, now + pause));
  }
}

bool Run::is_at_rest() const {
  return background_.is_idle() && context_.fibers_running == 0 && context_.origin.under_way() == 0 &&
         (!writes_ || writes_->is_done()) &&
         std::all_of(nodes_.begin(), nodes_.end(), [](const auto& node) { return node->is_idle(); });
}

void Run::sample_usage_until_end(TimePoint load_start) {
  const Duration step = context_.scenario.series_step;
  const Duration warm_up = context_.scenario.warm_up;
  // The first sample of all is what the measured part is compared with: it must not contain less than the warm-up.
  for (TimePoint due = load_start + (warm_up > Duration::zero() ? warm_up : step);; due += step) {
    context_.scheduler.sleep_until(due, "the next sample");
    if (context_.recorder != nullptr) context_.recorder->redis_usage(context_.session.usage(), due);
  }
}

void Run::measure(reports::RunResult& result) {
  runtime::Scheduler& scheduler = context_.scheduler;
  const scenario::Scenario& scenario = context_.scenario;
  LoadGenerator::Traces traces = LoadGenerator::open_traces(context_);
  const TimePoint start = scheduler.now() + context_.session.lead();
  recorder_ = std::make_unique<measure::Recorder>(recorder_settings(context_, start), context_.truth);
  requests_ = std::make_unique<OpenRequests>(scheduler, *recorder_, scenario.client.timeout, scenario.client.abandoned);
  writes_ = std::make_unique<WriteGenerator>(context_, nodes_);
  load_ = std::make_unique<LoadGenerator>(context_, *requests_, nodes_, *writes_);
  writes_->read_back_by([this](std::uint64_t key, std::uint64_t version, std::uint64_t turn, TimePoint intended) {
    load_->read_back(key, version, turn, intended);
  });
  for (const auto& node : nodes_) node->serve(*requests_);
  recorder_->tell(options_.observer);
  if (options_.observer != nullptr) options_.observer->load_begins(start);
  context_.observe(recorder_.get());
  recorder_->redis_usage(context_.session.usage(), start);
  scheduler.spawn({.name = "usage sampler", .urgent = true}, [this, start] { sample_usage_until_end(start); });
  const std::uint64_t tasks_before = background_.tasks_enqueued();
  load_->start(start, std::move(traces));
  writes_->start(start);
  faults_->start(start);

  const TimePoint drain_limit = start + scenario.duration + scenario.drain;
  wait_until([&] { return load_->is_done() && writes_->is_done() && faults_->are_over() && requests_->none_open(); },
             drain_limit);
  load_->stop();
  writes_->stop();
  requests_->abandon_all();
  const bool at_rest = wait_until([this] { return is_at_rest(); }, scheduler.now() + scenario.settle);
  const TimePoint end = scheduler.now();
  recorder_->redis_usage(context_.session.usage(), end);
  recorder_->background_tasks(background_.tasks_enqueued() - tasks_before, background_.tasks_waiting());
  const std::string trouble = redis_trouble();
  if (const std::string stuck = at_rest ? std::string() : who_is_stuck(); !stuck.empty()) {
    reports::add_warning(result, measure::virtual_deadlock(stuck));
  }
  if (at_rest) {
    context_.observe(nullptr);
    probe(context_, nodes_, writes_->invalidated_keys(), *recorder_);
    if (context_.session.interrupted()) throw Interrupted();
  }

  if (const auto hash = context_.session.event_hash()) {
    measure::EventHash all = recorder_->log();
    all.add(*hash);
    result.fingerprint = fmt::format("{:016x}", all.value());
  }
  measure::Measurements measurements = recorder_->finish(end);
  reports::fill_from(result, measurements);
  hits_ = std::move(measurements.hits);
  add_warnings(result, *load_, at_rest, trouble);
  faults_->fill(result);
}

// Only virtual time can tell: empty, unless all who still work wait for each other, with no deadline. A reply of Redis
// has one, and a computation ends.
std::string Run::who_is_stuck() {
  if (context_.scheduler.driver().has_outside()) return {};
  context_.scheduler.yield();  // whoever can run at this very moment, does
  const bool tasks_wait = background_.tasks_waiting() > 0;
  bool somebody_goes_on = false;
  context_.scheduler.for_each_suspended([&](const runtime::Fiber& fiber) {
    const std::string_view waiting_for = fiber.waiting_for();
    const bool goes_on = fiber.is_armed() || fiber.is_held() || waiting_for == redis::kWaitingForReply ||
                         waiting_for == origin::kSharingCapacity;
    const bool takes_task = tasks_wait && fiber.is_idle() && fiber.role() == runtime::Role::background;
    if ((is_working(fiber) && goes_on) || takes_task) somebody_goes_on = true;
  });
  return somebody_goes_on ? std::string() : runtime::who_waits_for_what(context_.scheduler, is_working);
}

std::string Run::redis_trouble() const {
  for (const auto& node : nodes_) {
    if (std::string trouble = node->trouble(); !trouble.empty()) return trouble;
  }
  return {};
}

void Run::add_warnings(reports::RunResult& result, const LoadGenerator& load, bool came_to_rest,
                       const std::string& trouble) {
  const scenario::Scenario& scenario = context_.scenario;
  for (const measure::Warning& warning : measure::warnings_in(result.metrics, scenario.lag_budget, scenario.drain)) {
    reports::add_warning(result, warning);
  }
  if (const auto rates = load.rates();
      rates && rates->achieved_per_s < measure::kAchievedShareMin * rates->asked_per_s) {
    reports::add_warning(result, measure::rate_not_achieved(rates->asked_per_s, rates->achieved_per_s));
  }
  for (const measure::Warning& warning : load.trace_warnings()) reports::add_warning(result, warning);
  if (!came_to_rest) reports::add_warning(result, measure::not_at_rest(scenario.settle, context_.origin.under_way()));
  const auto failures = result.metrics.find("errors.strategy");
  if (failures != result.metrics.end() && failures->second > 0 && !context_.strategy_failure.empty()) {
    reports::add_warning(
        result, measure::strategy_failed(static_cast<std::uint64_t>(failures->second), context_.strategy_failure));
  }
  if (!trouble.empty()) reports::add_warning(result, measure::redis_lost(trouble));
}

// Whatever happens in it, all fibers of the run have ended before its parts go.
void execute_and_unwind(WorldSession& session, Run& run, reports::RunResult& result) {
  std::exception_ptr failure;
  try {
    run.execute(result);
  } catch (...) {
    failure = std::current_exception();
  }
  run.stop_load();
  session.scheduler().cancel_others();
  if (failure) std::rethrow_exception(failure);
}

// The result gets its metrics, series, histograms, faults and warnings.
measure::HitHistory run_in(World& world, const scenario::Scenario& scenario, const StrategyInfo& strategy,
                           const Parameters& parameters, reports::RunResult& result, const RunOptions& options = {}) {
  measure::HitHistory hits;
  world.run(scenario, [&](WorldSession& session) {
    Run run(session, scenario, strategy, parameters, options);
    execute_and_unwind(session, run, result);
    hits = run.hits();
  });
  return hits;
}

}  // namespace

reports::RunResult run_once(World& world, const scenario::Scenario& scenario, const StrategyInfo& strategy,
                            const scenario::StrategyChoice& choice, std::uint32_t repetition,
                            const RunOptions& options) {
  scenario::Scenario seeded = scenario;
  seeded.seed += repetition;
  reports::RunResult result;
  result.strategy = strategy.name;
  result.label = choice.label();
  for (const auto& [name, value] : choice.parameters.all()) result.parameters[name] = to_text(value);
  result.bound = strategy.is_bound;
  result.world = world.name();
  result.repetition = repetition;
  result.seed = seeded.seed;
  const measure::HitHistory hits = run_in(world, seeded, strategy, choice.parameters, result, options);
  if (seeded.recovery) {
    reports::RunResult twin;
    const measure::HitHistory twins_hits = run_in(world, without_faults(seeded), strategy, choice.parameters, twin);
    add_recovery(result, hits, {twin, twins_hits}, seeded);
  }
  // Objectives are for strategies.
  if (!result.bound) result.objectives = judge(scenario.objectives, result.metrics);
  return result;
}

}  // namespace stampede::experiment
