// The runs of a sweep as rows: each point and strategy, taken together over the seeds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/result/result.h"
#include "reports/result/strategy_row.h"

namespace stampede::reports {

// Over the runs that the row's medians are taken from.
struct Spread {
  double min = 0;
  double max = 0;
};

struct SweepRow {
  std::size_t point = 0;              // counted in the order of the runs
  std::vector<std::string> settings;  // as a person reads them: "4", "250ms"; one for each varied path
  StrategyRow row;
  std::optional<Spread> latency_p99_ms;
  std::optional<Spread> recomputations;
};

// In the order of the runs, those of one point next to each other.
std::vector<SweepRow> sweep_rows(const std::vector<RunResult>& runs);

// Printable, without the quotes of a text.
std::string setting_text(const std::string& json);

// Per path, the shortest end of it that no other path has: "origin.capacity" is "capacity".
std::vector<std::string> short_names(const std::vector<Variation>& vary);

// At most so many rows: per path, values are left out evenly, the first and the last are kept as long as possible.
std::vector<bool> points_to_show(const std::vector<Variation>& vary, std::size_t points_max);

}  // namespace stampede::reports
