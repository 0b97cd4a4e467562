// A compared metric in words and figures, the same in every output.
#pragma once

#include <string>
#include <vector>

#include "reports/comparison/comparison.h"

namespace stampede::reports {

struct ChangeText {
  std::string metric;
  std::string baseline;  // "5.03 ms (4.90-5.20)", "15+", "-"
  std::string head;
  std::string change;   // "+15 %", "from 0", "appeared"
  std::string p_value;  // corrected; empty where nothing was tested
  std::string effect;
  std::string note;
};

enum class Intervals { shown, left_out };

ChangeText change_text(const MetricComparison& metric, Intervals intervals);

// On one line: "latency_ms.p99: 5.03 ms -> 5.80 ms (+15 %)"
std::string change_line(const MetricComparison& metric);

// What the figures mean, in sentences; only what occurs.
std::vector<std::string> legend_of(const std::vector<const MetricComparison*>& shown, Intervals intervals);

}  // namespace stampede::reports
