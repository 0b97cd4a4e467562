// Thresholds and words of all rules.
#include "reports/table/deeds.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "reports/result/display_text.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports {
namespace {

using measure::human_count;
using measure::human_milliseconds;
using measure::human_share;

// Thresholds below which a figure is not worth a sentence.
constexpr double kHerdShareMin = 0.9;      // of the requests that computed although another computation was under way
constexpr double kHerdMin = 10;            // computations
constexpr double kStampedeMin = 3;         // computations of one key before its result was visible
constexpr double kStaleShareMin = 0.01;    // of the answers with a value; for old versions likewise
constexpr double kWaitingShareMin = 0.25;  // of the workers' busy time
constexpr double kBusyShareMin = 0.01;     // of all workers' time; below it, shares of the busy time mean nothing
constexpr double kQueueShareMin = 0.25;    // of the latency: who waits for another request to end waits longer
constexpr double kUnusedShareMin = 0.1;    // of the computations
constexpr double kUnusedMin = 2;
constexpr std::size_t kObjectivesMax = 3;

constexpr double kMillisecondsPerSecond = 1000;

std::string plural(double count, std::string_view noun) {
  return fmt::format("{} {}{}", human_count(count), noun, count == 1 ? "" : "s");
}

// "9 of 10 requests", and "9 of 10" where requests were just spoken of.
std::string part(double count, double whole, std::string_view noun) {
  return fmt::format("{} of {}", human_count(count), plural(whole, noun));
}
std::string part(double count, double whole) { return human_count(count) + " of " + human_count(whole); }

double values_served(const StrategyRow& row) {
  return row.metric_or_zero("answers.fresh") + row.metric_or_zero("answers.stale");
}

double failures(const StrategyRow& row) {
  double sum = 0;
  for (const ErrorCount& error : errors_of(row)) {
    sum += error.count;
  }
  return sum;
}

// The baseline computes for every request by its nature, which is no news.
bool is_without_cache(const StrategyRow& row) { return row.strategy == "no_cache"; }

std::string bound_text(const ObjectiveOutcome& objective) {
  std::vector<std::string> bounds;
  if (objective.min) {
    bounds.push_back("at least " + measure::human_number(*objective.min));
  }
  if (objective.max) {
    bounds.push_back("at most " + measure::human_number(*objective.max));
  }
  return fmt::format("{} {} ({})", printable(objective.metric), fmt::join(bounds, " and "),
                     objective.value ? "it is " + measure::human_number(*objective.value) : "it has no value");
}

std::optional<Deed> objectives_missed(const StrategyRow& row) {
  if (row.missed.empty()) {
    return std::nullopt;
  }
  std::vector<std::string> bounds;
  std::transform(row.missed.begin(), row.missed.end(), std::back_inserter(bounds), bound_text);
  const auto weight = static_cast<double>(bounds.size());
  const std::string text = names_text(bounds, kObjectivesMax);
  return Deed{text, text, weight};
}

std::optional<Deed> wrong_values(const StrategyRow& row) {
  const double foreign = row.metric_or_zero("answers.foreign");
  const double undecodable = row.metric_or_zero("answers.undecodable");
  std::vector<std::string> parts;
  if (foreign > 0) {
    parts.push_back(plural(foreign, "request") + " with the value of another key");
  }
  if (undecodable > 0) {
    parts.push_back(plural(undecodable, "request") + " with bytes that no computation produced");
  }
  if (parts.empty()) {
    return std::nullopt;
  }
  const std::string text = names_text(parts);
  return Deed{text, text, foreign + undecodable};
}

bool let_herd_through(const StrategyRow& row) {
  const double herd =
      std::max(row.metric_or_zero("recomputations.stampede_max"), row.metric_or_zero("recomputations.redundant") + 1);
  return herd >= kHerdMin && herd >= kHerdShareMin * row.metric_or_zero("requests");
}

std::optional<Deed> whole_herd(const StrategyRow& row) {
  if (!let_herd_through(row) || is_without_cache(row)) {
    return std::nullopt;
  }
  const double total = row.metric_or_zero("recomputations.total");
  const double requests = row.metric_or_zero("requests");
  return Deed{fmt::format("{} for {}", plural(total, "recomputation"), plural(requests, "request")),
              fmt::format("{} for {}", human_count(total), human_count(requests)), total};
}

std::optional<Deed> stampedes(const StrategyRow& row) {
  const double size = row.metric_or_zero("recomputations.stampede_max");
  if (size < kStampedeMin || let_herd_through(row) || is_without_cache(row)) {
    return std::nullopt;
  }
  return Deed{fmt::format("{} of one key before the first result was visible", plural(size, "recomputation")),
              "up to " + human_count(size), size};
}

std::optional<Deed> failed_requests(const StrategyRow& row) {
  const std::vector<ErrorCount> errors = errors_of(row);
  if (errors.empty()) {
    return std::nullopt;
  }
  std::vector<std::string> kinds;
  for (const ErrorCount& error : errors) {
    kinds.push_back(errors.size() == 1 ? printable(error.kind)
                                       : human_count(error.count) + " " + printable(error.kind));
  }
  const double count = failures(row);
  const double requests = row.metric_or_zero("requests");
  const std::string by_kind = fmt::format(" ({})", fmt::join(kinds, ", "));
  return Deed{part(count, requests, "request") + by_kind, part(count, requests) + by_kind, count};
}

// If all failed, the sentence about failures says so.
std::optional<Deed> served_nobody(const StrategyRow& row) {
  const double empty = row.metric_or_zero("answers.empty");
  if (empty == 0 || values_served(row) > 0) {
    return std::nullopt;
  }
  const double requests = row.metric_or_zero("requests");
  const std::string text = empty == requests ? fmt::format("all {} were answered empty", plural(requests, "request"))
                                             : fmt::format("{} were answered empty, and the others failed",
                                                           part(empty, requests, "request"));
  return Deed{text, text, requests};
}

std::optional<Deed> empty_answers(const StrategyRow& row) {
  const double empty = row.metric_or_zero("answers.empty");
  if (empty == 0 || values_served(row) == 0) {
    return std::nullopt;
  }
  const double requests = row.metric_or_zero("requests");
  return Deed{part(empty, requests, "request") + " without a value", part(empty, requests), empty};
}

// Both kinds of old answers: how many, and how old at worst.
std::optional<Deed> old_answers(const StrategyRow& row, std::string_view count_metric, std::string_view age_metric,
                                std::string_view since) {
  const double count = row.metric_or_zero(count_metric);
  const double values = values_served(row);
  if (count == 0 || count < kStaleShareMin * values) {
    return std::nullopt;
  }
  const std::optional<double> worst_s = row.metric(age_metric);
  const std::string age =
      worst_s ? ", at worst " + human_milliseconds(*worst_s * kMillisecondsPerSecond) : std::string();
  return Deed{fmt::format("{}{}{}", part(count, values, "answer"), age, worst_s ? since : ""),
              part(count, values) + age, count};
}

std::optional<Deed> stale_answers(const StrategyRow& row) {
  return old_answers(row, "answers.stale", "stale_by_s.max", " past their freshness lifetime");
}

std::optional<Deed> outdated_answers(const StrategyRow& row) {
  return old_answers(row, "answers.outdated", "outdated_by_s.max", " after a newer one was written");
}

std::optional<Deed> lost_invalidations(const StrategyRow& row) {
  const double lost = row.metric_or_zero("invalidations.lost");
  if (lost == 0) {
    return std::nullopt;
  }
  const double total = row.metric_or_zero("invalidations.total");
  return Deed{part(lost, total, "invalidation") + " (the old version was still answered when all was at rest)",
              part(lost, total), lost};
}

std::optional<Deed> version_regressions(const StrategyRow& row) {
  const double regressions = row.metric_or_zero("versions.regressions");
  if (regressions == 0) {
    return std::nullopt;
  }
  return Deed{plural(regressions, "answer"), human_count(regressions), regressions};
}

std::optional<Deed> blocked_workers(const StrategyRow& row) {
  const double waiting = row.metric_or_zero("workers.waiting_share");
  const std::optional<double> busy = row.metric("workers.busy_share");
  if (waiting < kWaitingShareMin || (busy && *busy < kBusyShareMin)) {
    return std::nullopt;
  }
  return Deed{human_share(waiting) + " of their busy time", human_share(waiting), waiting};
}

std::optional<Deed> queued_requests(const StrategyRow& row) {
  const double queue_ms = row.metric_or_zero("workers.queue_ms.p99");
  const double latency_ms = row.metric_or_zero("latency_ms.p99");
  const double full = row.metric_or_zero("workers.busy_share");
  // With workers to spare it is the machine that was slow to hand requests over.
  constexpr double kFullShareMin = 0.5;
  if (queue_ms == 0 || queue_ms < kQueueShareMin * latency_ms || full < kFullShareMin) {
    return std::nullopt;
  }
  return Deed{fmt::format("1 % of its requests waited {} or longer for one", human_milliseconds(queue_ms)),
              human_milliseconds(queue_ms) + " or longer", queue_ms};
}

std::optional<Deed> background_backlog(const StrategyRow& row) {
  const double left = row.metric_or_zero("background.left");
  if (left == 0) {
    return std::nullopt;
  }
  const double enqueued = row.metric_or_zero("background.enqueued");
  // Tasks from before the measured time may be among those left.
  const std::string of_them = left <= enqueued ? " of them" : "";
  return Deed{fmt::format("{} on the background queue, {}{} still waiting when counting stopped",
                          plural(enqueued, "task"), human_count(left), of_them),
              fmt::format("{}, {}{} still waiting", human_count(enqueued), human_count(left), of_them), left};
}

std::optional<Deed> unused_computations(const StrategyRow& row) {
  const double unused = row.metric_or_zero("recomputations.unused");
  const double total = row.metric_or_zero("recomputations.total");
  if (unused < kUnusedMin || unused < kUnusedShareMin * total) {
    return std::nullopt;
  }
  const std::string bound = row.cut_off() ? "at least " : "";
  return Deed{bound + part(unused, total, "recomputation"), bound + part(unused, total), unused};
}

constexpr Rule kRules[] = {
    {ObservationKind::objectives_missed, "missed", objectives_missed},
    {ObservationKind::wrong_values, "answered", wrong_values},
    {ObservationKind::whole_herd, "let the whole herd through:", whole_herd},
    {ObservationKind::failed_requests, "failed", failed_requests},
    {ObservationKind::served_nobody, "gave nobody a value:", served_nobody},
    {ObservationKind::empty_answers, "answered", empty_answers},
    {ObservationKind::lost_invalidations, "lost", lost_invalidations},
    {ObservationKind::stampedes, "started up to", stampedes},
    {ObservationKind::outdated_answers, "served an old version in", outdated_answers},
    {ObservationKind::stale_answers, "served stale values in", stale_answers},
    {ObservationKind::version_regressions, "went back to an older version in", version_regressions},
    {ObservationKind::blocked_workers, "kept workers waiting for another request's computation during",
     blocked_workers},
    {ObservationKind::queued_requests, "ran short of workers:", queued_requests},
    {ObservationKind::background_backlog, "put", background_backlog},
    {ObservationKind::unused_computations, "computed values that no client got in", unused_computations},
};

}  // namespace

std::span<const Rule> all_rules() { return kRules; }

}  // namespace stampede::reports
