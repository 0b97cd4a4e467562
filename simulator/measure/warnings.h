// The closed list of what can make a run questionable: each a full sentence that ends with what to do next.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/measure/metrics.h"
#include "strategies/time.h"

namespace stampede::measure {

enum class WarningKind {
  generator_late,
  rate_not_achieved,
  interrupted,
  prefill_incomplete,
  redis_lost,
  redis_errors,
  not_at_rest,
  unanswered_requests,
  foreign_values,
  undecodable_values,
  few_samples,
  no_requests,
  virtual_deadlock,
  fault_failed,
  strategy_failed,
  trace_ended_early,
  trace_lines_skipped,
  trace_values_enlarged,
  recovery_unknown,
};

struct Warning {
  WarningKind kind{};
  std::string text;
};

std::span<const WarningKind> all_warnings();
std::string_view id_of(WarningKind kind);                      // "generator_late"
std::optional<WarningKind> find_warning(std::string_view id);  // empty: not on the list
// Whether a run with this warning cannot be trusted.
bool invalidates(WarningKind kind);

Warning generator_late(Duration lag_p99, Duration budget);
Warning rate_not_achieved(double asked_per_s, double achieved_per_s);
Warning interrupted(TimePoint at, Duration planned);
Warning prefill_incomplete(std::uint64_t keys_missing, Duration took, Duration fresh_for);
Warning redis_lost(std::string_view reason);
Warning redis_errors(std::uint64_t commands);
Warning not_at_rest(Duration settle_limit, std::uint64_t computations_under_way);
Warning unanswered_requests(std::uint64_t requests, Duration drain_limit);
Warning foreign_values(std::uint64_t answers);
Warning undecodable_values(std::uint64_t answers);
Warning few_samples(std::uint64_t samples, std::string_view metric, std::uint64_t needed);
Warning no_requests();
Warning virtual_deadlock(std::string_view who_waits_for_what);
Warning trace_ended_early(std::string_view trace, std::string_view why);
// `first`: where it is, and what was expected.
Warning trace_lines_skipped(std::string_view trace, std::uint64_t lines, std::string_view first);
Warning trace_values_enlarged(std::string_view trace, std::uint64_t lines);
Warning recovery_unknown(std::string_view why_and_what_to_do);

// `first`: what the first failure said.
Warning strategy_failed(std::uint64_t requests, std::string_view first);
Warning fault_failed(std::string_view fault, std::string_view reason);

// The least share of the asked rate that counts as achieved.
inline constexpr double kAchievedShareMin = 0.99;

// Those that the metrics alone show: late generator, errors of Redis, unanswered, foreign and undecodable values, few
// samples, no requests.
std::vector<Warning> warnings_in(const Metrics& metrics, Duration lag_budget, Duration drain_limit);

}  // namespace stampede::measure
