// The table behind all charts that have one mark per strategy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/chart/scale.h"
#include "reports/chart/subject.h"
#include "reports/chart/table.h"

namespace stampede::reports {

struct Measure {
  std::string_view field;    // in the table; also with _low, _high and _text
  std::string_view metric;   // in the registry; empty: worked out here
  std::string_view words;    // "p99 latency"
  bool counts_work = false;  // a lower bound, where work was still going on when counting stopped
};

namespace measures {
inline constexpr Measure kRecomputations{"recomputations", "recomputations.total", "recomputations", true};
inline constexpr Measure kInline{"inline", "recomputations.inline", "inline", true};
inline constexpr Measure kBackground{"background", "recomputations.background", "in the background", true};
inline constexpr Measure kRedundant{"redundant", "recomputations.redundant", "redundant", true};
inline constexpr Measure kLatencyP99{"latency_p99", "latency_ms.p99", "p99 latency", false};
inline constexpr Measure kStale{"stale", "answers.stale", "stale answers", false};
inline constexpr Measure kOutdated{"outdated", "answers.outdated", "outdated answers", false};
inline constexpr Measure kWithoutValue{"without_value", "", "requests without a value", false};
inline constexpr Measure kPeak{"peak", "recomputations.peak", "recomputations at once", false};
inline constexpr Measure kBusyShare{"busy", "workers.busy_share", "workers' time in use", false};
inline constexpr Measure kCommands{"commands", "redis.commands_per_request", "commands per request", true};
inline constexpr Measure kBytes{"bytes", "redis.bytes_per_request", "bytes per request", true};
inline constexpr Measure kStatements{"statements", "rows.statements_per_request", "database statements per request",
                                     true};
}  // namespace measures

// Requests that failed or were answered empty: the worst of the repetitions.
std::optional<Figure> figure_of(const Subject& subject, const Measure& measure);
// "1,000", "20+": as tables print it, with a mark where it is a lower bound.
std::string figure_text(const Subject& subject, const Measure& measure);
// "p99 latency (ms)"
std::string title_of(const Measure& measure);

Extent extent_of(const std::vector<Subject>& subjects, const Measure& measure);
bool any_positive(const std::vector<Subject>& subjects, const Measure& measure);

// "Least p99 latency: plain_ttl (0.04 ms); most: no_cache (200 ms)." Of the valid strategies, without bounds; empty if
// there are none.
std::string extremes_sentence(const std::vector<Subject>& subjects, const Measure& measure);

inline constexpr const char* kStrategiesTable = "strategies";
// Columns: strategy, status ("valid", "not valid", "bound"), runs, front ("yes", "no"), and those of each measure.
Table strategies_table(const std::vector<Subject>& subjects);

}  // namespace stampede::reports
