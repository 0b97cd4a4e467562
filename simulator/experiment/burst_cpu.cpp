#include "simulator/experiment/burst_cpu.h"

#include <exception>
#include <memory>
#include <stdexcept>
#include <vector>

#include "simulator/experiment/load_generator.h"
#include "simulator/experiment/node.h"

namespace stampede::experiment {

namespace {

constexpr std::uint32_t kNodes = 4;
constexpr Duration kBetweenLooks = std::chrono::milliseconds(1);
// So long that no request finds a value, as in a stampede.
constexpr Duration kComputeTime = std::chrono::milliseconds(30);

class Idle final : public Strategy {
 public:
  Answer get(const Key& /*key*/) override { return Answer::empty(); }
};

scenario::Scenario scenario_of(std::uint64_t requests) {
  scenario::Scenario scenario;
  scenario.name = "cpu-burst";
  scenario.topology = {.nodes = kNodes, .workers = kLargestCpuBurst / kNodes, .queue_limit = {}};
  scenario.load = {scenario::Burst{.requests = requests, .at = Duration::zero()}};
  scenario.origin.compute_time = scenario::ConstantTime{kComputeTime};
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
    writes_ = std::make_unique<WriteGenerator>(context_, nodes_);
    load_ = std::make_unique<LoadGenerator>(context_, *requests_, nodes_, *writes_);
    for (const auto& node : nodes_) node->serve(*requests_);
    context_.observe(recorder_.get());
    context_.scheduler.yield();  // the workers take their places
  }

  void send_and_wait() {
    runtime::Scheduler& scheduler = context_.scheduler;
    load_->start(scheduler.now() + context_.session.lead());  // as in a run
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
  std::unique_ptr<WriteGenerator> writes_;
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

BurstCpu cpu_in_session(WorldSession& session, const scenario::Scenario& scenario, const StrategyInfo& strategy,
                        const Parameters& parameters, const std::function<Duration()>& thread_time) {
  BurstRun run(session, scenario, strategy, parameters);
  BurstCpu used;
  std::exception_ptr failure;
  try {
    run.prepare();
    const std::uint64_t commands_before = session.usage().commands;
    const WorkTime work(session, thread_time);
    run.send_and_wait();
    used = {.time = work.passed(), .commands = session.usage().commands - commands_before};
  } catch (...) {
    failure = std::current_exception();
  }
  session.scheduler().cancel_others();  // before the parts of the run go, which all fibers use
  if (failure) std::rethrow_exception(failure);
  if (session.usage().errors > 0) {
    throw EnvironmentError(
        "cannot measure: Redis refused commands, or did not answer. Check that the server is not overloaded, and "
        "allows what strategies use.");
  }
  return used;
}

}  // namespace

StrategyInfo idle_strategy() {
  StrategyInfo info;
  info.name = "idle";
  info.create = [](Environment& /*environment*/) -> std::unique_ptr<Strategy> { return std::make_unique<Idle>(); };
  return info;
}

BurstCpu cpu_of_burst(World& world, const StrategyInfo& strategy, const std::map<std::string, std::string>& given,
                      std::uint64_t requests, const std::function<Duration()>& thread_time) {
  const scenario::Scenario scenario = scenario_of(requests);
  std::vector<ParameterError> errors;
  const Parameters parameters = complete_parameters(
      strategy.parameters, given, {scenario.freshness.fresh_for, scenario.freshness.keep_for}, errors);
  if (!errors.empty()) throw std::invalid_argument(strategy.name + ": these are not its parameters");
  BurstCpu used;
  world.run(scenario, [&](WorldSession& session) {
    used = cpu_in_session(session, scenario, strategy, parameters, thread_time);
  });
  return used;
}

}  // namespace stampede::experiment
