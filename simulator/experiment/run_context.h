// What all parts of one run share.
#pragma once

#include "simulator/experiment/ideal.h"
#include "simulator/experiment/world.h"
#include "simulator/measure/recorder.h"
#include "simulator/measure/run_observer.h"
#include "simulator/measure/truth.h"
#include "simulator/origin/simulated_origin.h"
#include "simulator/origin/simulated_rows.h"
#include "simulator/scenario/scenario.h"
#include "simulator/workload/keyspace.h"
#include "strategies/registry.h"

namespace stampede::experiment {

// Strategies report events before, during and after the measured part; only the middle counts.
class EventForwarder final : public EventCounter {
 public:
  void observe(measure::Recorder* recorder) { recorder_ = recorder; }
  void count(Event event) override {
    if (recorder_ != nullptr) recorder_->count(event);
  }

 private:
  measure::Recorder* recorder_ = nullptr;
};

struct RunContext {
  WorldSession& session;
  runtime::Scheduler& scheduler;
  const scenario::Scenario& scenario;  // its seed is that of this run
  const StrategyInfo& strategy;
  const Parameters& parameters;
  workload::Keyspace keys;
  measure::Truth truth;
  origin::SimulatedOrigin origin;
  origin::SimulatedRows rows;
  std::optional<Oracle> oracle;  // of the bound
  EventForwarder events;
  std::string strategy_failure;              // what the first request said that the strategy itself failed
  std::uint64_t fibers_running = 0;          // that strategies have spawned
  measure::Recorder* recorder = nullptr;     // nullptr: nothing is measured at present
  measure::RunObserver* observer = nullptr;  // nullptr: nobody watches

  RunContext(WorldSession& world_session, const scenario::Scenario& of_scenario, const StrategyInfo& of_strategy,
             const Parameters& with_parameters)
      : session(world_session),
        scheduler(world_session.scheduler()),
        scenario(of_scenario),
        strategy(of_strategy),
        parameters(with_parameters),
        keys(of_scenario.keys, of_scenario.seed),
        origin(scheduler, of_scenario, keys, truth),
        rows(scheduler, {.read = of_scenario.origin.row_read_time, .write = of_scenario.origin.row_write_time}) {
    if (strategy.is_bound) oracle.emplace(scheduler, scenario, keys, truth, origin);
  }

  void observe(measure::Recorder* by) {
    recorder = by;
    origin.observe(by);
    rows.observe(by);
    events.observe(by);
  }
};

}  // namespace stampede::experiment
