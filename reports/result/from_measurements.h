// From what a recorder measured to what a result file holds.
#pragma once

#include "reports/result/result.h"
#include "simulator/measure/recorder.h"
#include "simulator/measure/warnings.h"

namespace stampede::reports {

// Fills metrics, series and histograms (empty ones are left out).
void fill_from(RunResult& run, const measure::Measurements& measurements);

// Appends the warning; the run is no longer valid if the warning says so.
void add_warning(RunResult& run, const measure::Warning& warning);

}  // namespace stampede::reports
