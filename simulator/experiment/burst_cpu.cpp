#include "simulator/experiment/burst_cpu.h"

#include <exception>
#include <memory>
#include <vector>

#include "simulator/experiment/load_generator.h"
#include "simulator/experiment/node.h"

namespace stampede::experiment {

namespace {

constexpr std::uint32_t kNodes = 4;
constexpr const char* kCommands = "commands";
constexpr Duration kBetweenLooks = std::chrono::milliseconds(1);

// What most requests of a stampede do: look for a value that is missing, ask for a lock that is taken.
class Asking final : public Strategy {
 public:
  explicit Asking(Environment& environment)
      : redis_(environment.redis), commands_(environment.parameters.integer(kCommands)) {}

  Answer get(const Key& key) override {
    for (std::int64_t i = 0; i < commands_; ++i) {
      if (i % 2 == 0) {
        redis_.get({key.name});
      } else {
        redis_.set_nx_px({key.name + ":lock"}, "1234567890123456789-1234567890123456789", std::chrono::minutes(10));
      }
    }
    return Answer::empty();
  }

 private:
  Redis& redis_;
  std::int64_t commands_;
};

StrategyInfo asking_info() {
  StrategyInfo info;
  info.name = "asking";
  info.create = [](Environment& environment) -> std::unique_ptr<Strategy> {
    return std::make_unique<Asking>(environment);
  };
  return info;
}

scenario::Scenario scenario_of(const CpuBurst& burst) {
  scenario::Scenario scenario;
  scenario.name = "cpu-burst";
  scenario.topology = {.nodes = kNodes, .workers = kLargestCpuBurst / kNodes, .queue_limit = {}};
  scenario.load = {scenario::Burst{.requests = burst.requests, .at = Duration::zero()}};
  scenario.duration = scenario.series_step = std::chrono::milliseconds(10);
  return scenario;
}

// The measured part of a run, without what surrounds it.
class BurstRun {
 public:
  BurstRun(WorldSession& session, const scenario::Scenario& scenario, const StrategyInfo& strategy,
           const Parameters& parameters)
      : context_(session, scenario, strategy, parameters), background_(context_) {}

  void prepare() {
    for (std::uint32_t i = 0; i < kNodes; ++i) {
      nodes_.push_back(std::make_unique<Node>(context_, i, background_));
      nodes_.back()->start_workers(kLargestCpuBurst / kNodes);
    }
    recorder_ = std::make_unique<measure::Recorder>(recorder_settings(), context_.truth);
    requests_ = std::make_unique<OpenRequests>(context_.scheduler, *recorder_, std::nullopt);
    load_ = std::make_unique<LoadGenerator>(context_, *requests_, nodes_);
    for (const auto& node : nodes_) node->serve(*requests_);
    context_.observe(recorder_.get());
    context_.scheduler.yield();  // the workers take their places
  }

  void send_and_wait() {
    runtime::Scheduler& scheduler = context_.scheduler;
    load_->start(scheduler.now());
    while (!load_->is_done() || !requests_->none_open()) {
      if (context_.session.interrupted()) throw Interrupted();
      scheduler.sleep_until(scheduler.now() + kBetweenLooks, "the end of the burst");
    }
  }

 private:
  measure::RecorderSettings recorder_settings() const {
    return {.fresh_for = context_.scenario.freshness.fresh_for,
            .tolerance = context_.scenario.freshness.tolerance,
            .measure_from = context_.scheduler.now(),
            .series_step = context_.scenario.series_step,
            .load_length = context_.scenario.duration,
            .length_max = context_.scenario.duration + context_.scenario.drain,
            .key_names = context_.keys.names(),
            .nodes = kNodes,
            .workers_total = kLargestCpuBurst,
            .origin_capacity = {}};
  }

  RunContext context_;
  BackgroundWorkers background_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::unique_ptr<measure::Recorder> recorder_;
  std::unique_ptr<OpenRequests> requests_;
  std::unique_ptr<LoadGenerator> load_;
};

// Of the calling thread.
class WorkTime {
 public:
  WorkTime(WorldSession& session, const std::function<Duration()>& thread_time)
      : session_(session), thread_time_(thread_time), begin_(now()) {}
  Duration passed() const { return now() - begin_; }

 private:
  Duration now() const { return thread_time_() - session_.scheduler().driver().busy_waiting(); }

  WorldSession& session_;
  const std::function<Duration()>& thread_time_;
  Duration begin_;
};

Duration cpu_time_in(WorldSession& session, const scenario::Scenario& scenario, const Parameters& parameters,
                     const std::function<Duration()>& thread_time) {
  const StrategyInfo strategy = asking_info();
  BurstRun run(session, scenario, strategy, parameters);
  std::exception_ptr failure;
  Duration used{};
  try {
    run.prepare();
    const WorkTime work(session, thread_time);
    run.send_and_wait();
    used = work.passed();
  } catch (...) {
    failure = std::current_exception();
  }
  session.scheduler().cancel_others();  // before the parts of the run go, which all fibers use
  if (failure) std::rethrow_exception(failure);
  if (session.usage().errors > 0) {
    throw EnvironmentError(
        "cannot measure: Redis refused commands, or did not answer. Check that the server is not "
        "overloaded, and allows GET and SET.");
  }
  return used;
}

}  // namespace

Duration cpu_time_of_burst(World& world, const CpuBurst& burst, const std::function<Duration()>& thread_time) {
  Parameters parameters;
  parameters.set(kCommands, static_cast<std::int64_t>(burst.commands));
  const scenario::Scenario scenario = scenario_of(burst);
  Duration used{};
  world.run(scenario, [&](WorldSession& session) { used = cpu_time_in(session, scenario, parameters, thread_time); });
  return used;
}

}  // namespace stampede::experiment
