// The sentences of all warnings.
#include "simulator/measure/warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "simulator/measure/human_units.h"

namespace stampede::measure {
namespace {

struct Entry {
  WarningKind kind;
  std::string_view id;
  bool invalidates;
};

constexpr Entry kEntries[] = {
    {WarningKind::generator_late, "generator_late", true},
    {WarningKind::rate_not_achieved, "rate_not_achieved", true},
    {WarningKind::interrupted, "interrupted", true},
    {WarningKind::prefill_incomplete, "prefill_incomplete", true},
    {WarningKind::redis_lost, "redis_lost", true},
    {WarningKind::redis_errors, "redis_errors", false},
    {WarningKind::not_at_rest, "not_at_rest", false},
    {WarningKind::unanswered_requests, "unanswered_requests", false},
    {WarningKind::foreign_values, "foreign_values", false},
    {WarningKind::undecodable_values, "undecodable_values", true},
    {WarningKind::few_samples, "few_samples", false},
    {WarningKind::no_requests, "no_requests", true},
    {WarningKind::virtual_deadlock, "virtual_deadlock", false},
    {WarningKind::fault_failed, "fault_failed", true},
    {WarningKind::strategy_failed, "strategy_failed", false},
    {WarningKind::trace_ended_early, "trace_ended_early", true},
    {WarningKind::trace_lines_skipped, "trace_lines_skipped", false},
    {WarningKind::trace_values_enlarged, "trace_values_enlarged", false},
    {WarningKind::recovery_unknown, "recovery_unknown", false},
};

constexpr WarningKind kKinds[] = {
    WarningKind::prefill_incomplete,
    WarningKind::generator_late,
    WarningKind::rate_not_achieved,
    WarningKind::interrupted,
    WarningKind::redis_lost,
    WarningKind::redis_errors,
    WarningKind::not_at_rest,
    WarningKind::unanswered_requests,
    WarningKind::foreign_values,
    WarningKind::undecodable_values,
    WarningKind::few_samples,
    WarningKind::no_requests,
    WarningKind::virtual_deadlock,
    WarningKind::fault_failed,
    WarningKind::trace_ended_early,
    WarningKind::trace_lines_skipped,
    WarningKind::trace_values_enlarged,
    WarningKind::strategy_failed,
    WarningKind::recovery_unknown,
};

const Entry& entry_of(WarningKind kind) {
  const auto* found =
      std::find_if(std::begin(kEntries), std::end(kEntries), [kind](const Entry& entry) { return entry.kind == kind; });
  if (found == std::end(kEntries)) {
    throw std::invalid_argument("a warning that is not on the list");
  }
  return *found;
}

// "1 request", "3 requests"
std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", human_count(static_cast<double>(count)), noun, count == 1 ? "" : "s");
}

}  // namespace

std::span<const WarningKind> all_warnings() { return kKinds; }
std::string_view id_of(WarningKind kind) { return entry_of(kind).id; }
std::optional<WarningKind> find_warning(std::string_view id) {
  const auto* found =
      std::find_if(std::begin(kEntries), std::end(kEntries), [id](const Entry& entry) { return entry.id == id; });
  return found == std::end(kEntries) ? std::nullopt : std::optional(found->kind);
}

bool invalidates(WarningKind kind) { return entry_of(kind).invalidates; }

Warning generator_late(Duration lag_p99, Duration budget) {
  return {WarningKind::generator_late,
          fmt::format("The load generator was late: 1 % of the requests were sent {} or more after they were due, "
                      "where {} is allowed. Lower the rate, free the machine of other work, or raise "
                      "generator.lag_p99_max.",
                      human_duration(lag_p99), human_duration(budget))};
}

Warning rate_not_achieved(double asked_per_s, double achieved_per_s) {
  return {WarningKind::rate_not_achieved,
          fmt::format("The load generator sent {} requests/s where the scenario asks for {} requests/s. Lower the "
                      "rate, or use a faster machine.",
                      human_number(achieved_per_s), human_number(asked_per_s))};
}

Warning interrupted(TimePoint at, Duration planned) {
  return {WarningKind::interrupted, fmt::format("The run was cut short after {} of {}. Run it again to the end.",
                                                human_duration(at.time_since_epoch()), human_duration(planned))};
}

Warning prefill_incomplete(std::uint64_t keys_missing, Duration took, Duration fresh_for) {
  return {WarningKind::prefill_incomplete,
          fmt::format("The cache was not filled as the scenario says when the load began: {} without a value, and "
                      "filling took {} where values stay fresh for {}. Use fewer keys, a faster origin, or a longer "
                      "fresh_for.",
                      counted(keys_missing, "key"), human_duration(took), human_duration(fresh_for))};
}

Warning redis_errors(std::uint64_t commands) {
  return {
      WarningKind::redis_errors,
      fmt::format("{} to Redis got an error, or no reply within the deadline. See whether the server was stalled or "
                  "overloaded, or raise redis.deadline if it is only slow.",
                  counted(commands, "command"))};
}

Warning redis_lost(std::string_view reason) {
  return {WarningKind::redis_lost, fmt::format("Redis was lost during the run, though the scenario does not ask for "
                                               "that ({}). Look into the server's log, and run it again.",
                                               reason)};
}

Warning not_at_rest(Duration settle_limit, std::uint64_t computations_under_way) {
  const std::string under_way =
      computations_under_way == 0 ? "" : fmt::format(" ({} under way)", counted(computations_under_way, "computation"));
  return {WarningKind::not_at_rest,
          fmt::format("{} after the last answer work was still going on{}: recomputations and Redis commands are as "
                      "of then, lost invalidations unknown. Raise settle to count to the end.",
                      human_duration(settle_limit), under_way)};
}

Warning unanswered_requests(std::uint64_t requests, Duration drain_limit) {
  return {
      WarningKind::unanswered_requests,
      fmt::format("{} {} still open {} after the end of the load; latency counts them as if they had ended then. Raise "
                  "drain, or give the client a timeout.",
                  counted(requests, "request"), requests == 1 ? "was" : "were", human_duration(drain_limit))};
}

Warning foreign_values(std::uint64_t answers) {
  return {WarningKind::foreign_values,
          fmt::format("{} carried the value of another key. Look for keys that collide in the strategy's cache keys.",
                      counted(answers, "answer"))};
}

Warning undecodable_values(std::uint64_t answers) {
  return {WarningKind::undecodable_values,
          fmt::format("{} carried bytes that no computation produced. Look for the place where the strategy alters or "
                      "invents values.",
                      counted(answers, "answer"))};
}

Warning few_samples(std::uint64_t samples, std::string_view metric, std::uint64_t needed) {
  return {WarningKind::few_samples,
          fmt::format("{} rests on {}, and is little more than the maximum with fewer than {}. Run longer, or look at "
                      "a lower percentile.",
                      metric, counted(samples, "request"), human_count(static_cast<double>(needed)))};
}

Warning no_requests() {
  return {WarningKind::no_requests,
          fmt::format("No request was measured. Check that the load lies within duration, and not wholly within "
                      "warm_up.")};
}

Warning virtual_deadlock(std::string_view who_waits_for_what) {
  std::string text = "Deadlock: nothing could happen any more while workers were busy: ";
  text.append(who_waits_for_what).append(". Look for a wait without a deadline in the strategy.");
  return {WarningKind::virtual_deadlock, std::move(text)};
}

Warning strategy_failed(std::uint64_t requests, std::string_view first) {
  return {WarningKind::strategy_failed,
          fmt::format(
              "{} failed in the strategy itself (errors.strategy); the first: {}. If it does not mean to fail there, "
              "mend the strategy.",
              counted(requests, "request"), first)};
}

Warning fault_failed(std::string_view fault, std::string_view reason) {
  std::string text(fault);
  text.append(" did not happen as the scenario says (").append(reason);
  text.append(
      "): the figures are not those of this fault. Mend that and run it again, or take the fault out of faults.");
  return {WarningKind::fault_failed, std::move(text)};
}

Warning trace_ended_early(std::string_view trace, std::string_view why) {
  return {WarningKind::trace_ended_early,
          fmt::format("The replay of {} ended before the trace did: {}. Mend the file, or raise tolerate_bad_lines or "
                      "tolerate_disorder if it may be replayed without these lines.",
                      trace, why)};
}

Warning trace_lines_skipped(std::string_view trace, std::uint64_t lines, std::string_view first) {
  return {WarningKind::trace_lines_skipped,
          fmt::format("{} of {} {} left out; the first: {}. Mend the file if they belong to your load.",
                      counted(lines, "bad line"), trace, lines == 1 ? "was" : "were", first)};
}

Warning trace_values_enlarged(std::string_view trace, std::uint64_t lines) {
  return {WarningKind::trace_values_enlarged,
          fmt::format("{} of {} {} of values that are smaller than the origin's mark, which were made as large as it: "
                      "bytes at Redis come out too large. Look at commands rather than bytes.",
                      counted(lines, "line"), trace, lines == 1 ? "tells" : "tell")};
}

Warning recovery_unknown(std::string_view why_and_what_to_do) {
  return {WarningKind::recovery_unknown, fmt::format("Nothing can be said about recovery: {}.", why_and_what_to_do)};
}

std::vector<Warning> warnings_in(const Metrics& metrics, Duration lag_budget, Duration drain_limit) {
  std::vector<Warning> warnings;
  const auto count = [&metrics](const char* name) {
    const auto found = metrics.find(name);
    return found == metrics.end() ? std::uint64_t{0} : static_cast<std::uint64_t>(found->second);
  };
  const std::uint64_t requests = count("requests");
  if (requests == 0) {
    warnings.push_back(no_requests());
    return warnings;
  }
  if (const auto lag = metrics.find("generator_lag_ms.p99"); lag != metrics.end()) {
    const auto p99 = std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(lag->second));
    if (p99 > lag_budget) {
      warnings.push_back(generator_late(p99, lag_budget));
    }
  }
  if (const std::uint64_t commands = count("redis.errors"); commands > 0) {
    warnings.push_back(redis_errors(commands));
  }
  if (const std::uint64_t answers = count("answers.undecodable"); answers > 0) {
    warnings.push_back(undecodable_values(answers));
  }
  if (const std::uint64_t answers = count("answers.foreign"); answers > 0) {
    warnings.push_back(foreign_values(answers));
  }
  if (const std::uint64_t open = count("errors.unanswered"); open > 0) {
    warnings.push_back(unanswered_requests(open, drain_limit));
  }
  // Of the quantiles that the summary prints, this one needs the most. Requests without an end have no latency.
  constexpr std::uint64_t kSamplesForP99 = 100;
  const std::uint64_t samples = requests - count("errors.unanswered");
  if (samples > 0 && samples < kSamplesForP99) {
    warnings.push_back(few_samples(samples, "latency_ms.p99", kSamplesForP99));
  }
  return warnings;
}

}  // namespace stampede::measure
