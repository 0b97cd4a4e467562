// What a run with faults shows when it is held against its twin: the same run without them.
#pragma once

#include "reports/result/result.h"
#include "simulator/measure/hit_history.h"
#include "simulator/scenario/scenario.h"

namespace stampede::experiment {

struct Twin {
  const reports::RunResult& result;
  const measure::HitHistory& hits;
};

scenario::Scenario without_faults(scenario::Scenario scenario);

// Adds the metrics of recovery to the run, or a warning why there are none. The scenario is that of the run.
void add_recovery(reports::RunResult& run, const measure::HitHistory& hits, const Twin& twin,
                  const scenario::Scenario& scenario);

}  // namespace stampede::experiment
