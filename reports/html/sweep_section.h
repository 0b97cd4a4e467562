// A sweep's table: one row per point and strategy, and up to where the strategies come back.
#pragma once

#include <string>
#include <vector>

#include "reports/html/markup.h"
#include "reports/result/result.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports::html {

std::string sweep_summary(const Result& result);  // "2 strategies at 6 points, 3 seeds each."
std::vector<const measure::MetricInfo*> sweep_metrics(const Result& result);  // the columns of its table
Html sweep_decision(const std::string& id, const Result& result);

}  // namespace stampede::reports::html
