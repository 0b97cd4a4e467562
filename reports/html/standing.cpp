// Order, and what the order is made of.
#include "reports/html/standing.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace stampede::reports::html {
namespace {

// The runs that a row's figures are taken from.
template <typename Visit>
void for_each_counted(const std::vector<RunResult>& runs, const StrategyRow& row, Visit visit) {
  const bool valid_only = row.not_valid < row.repetitions;
  for (const std::size_t index : row.runs) {
    if (runs[index].valid || !valid_only) {
      visit(runs[index]);
    }
  }
}

// How far beyond its bound; a value that is missing is further than any.
double excess(const ObjectiveOutcome& outcome) {
  constexpr double kMissing = 1e300;
  if (!outcome.value) {
    return kMissing;
  }
  const double above = outcome.max ? *outcome.value - *outcome.max : 0;
  const double below = outcome.min ? *outcome.min - *outcome.value : 0;
  return std::max(above, below);
}

void judge(const std::vector<RunResult>& runs, Standing& standing) {
  for_each_counted(runs, standing.row, [&standing](const RunResult& run) {
    standing.objectives = std::max(standing.objectives, run.objectives.size());
    for (const ObjectiveOutcome& outcome : run.objectives) {
      if (outcome.met) {
        continue;
      }
      const auto known =
          std::find_if(standing.missed.begin(), standing.missed.end(), [&outcome](const ObjectiveOutcome& other) {
            return other.metric == outcome.metric && other.min == outcome.min && other.max == outcome.max;
          });
      if (known == standing.missed.end()) {
        standing.missed.push_back(outcome);
      } else if (excess(outcome) > excess(*known)) {
        *known = outcome;
      }
    }
  });
}

auto rank_of(const Standing& standing) {
  constexpr double kNoLatency = 1e300;
  const int group = standing.row.is_bound ? 0 : standing.trusted ? 1 : 2;
  return std::tuple(group, standing.missed.size(), standing.requests_unserved,
                    standing.row.metric("latency_ms.p99").value_or(kNoLatency),
                    standing.row.metric_or_zero("recomputations.total"));
}

enum class Bar { objectives, service, none };

bool passes(const Standing& standing, Bar bar) {
  const bool stands = bar == Bar::objectives ? standing.meets_all() : bar == Bar::none || standing.served_all;
  return stands && standing.trusted && !standing.row.is_bound;
}

Bar bar_of(const std::vector<Standing>& standings) {
  for (const Bar bar : {Bar::objectives, Bar::service}) {
    if (std::any_of(standings.begin(), standings.end(), [bar](const Standing& one) { return passes(one, bar); })) {
      return bar;
    }
  }
  return Bar::none;
}

}  // namespace

std::vector<Standing> standings_of(const std::vector<RunResult>& runs) {
  std::vector<Standing> standings;
  for (StrategyRow& row : rows_of(runs)) {
    Standing standing;
    standing.trusted = row.not_valid < row.repetitions;
    const auto worst = [&](std::string_view metric) { return extent_of(runs, row, metric).value_or(Extent{}).max; };
    const double unserved = failures_of(row) + worst("answers.empty") + worst("answers.foreign");
    standing.requests_unserved = static_cast<std::size_t>(std::max(unserved, 0.0));
    standing.served_all = unserved <= 0 && row.metric_or_zero("requests") > 0;
    standing.row = std::move(row);
    judge(runs, standing);
    standings.push_back(std::move(standing));
  }
  std::stable_sort(standings.begin(), standings.end(),
                   [](const Standing& left, const Standing& right) { return rank_of(left) < rank_of(right); });
  return standings;
}

std::optional<Extent> extent_of(const std::vector<RunResult>& runs, const StrategyRow& row, std::string_view metric) {
  std::optional<Extent> extent;
  for_each_counted(runs, row, [&](const RunResult& run) {
    const auto found = run.metrics.find(std::string(metric));
    if (found == run.metrics.end()) {
      return;
    }
    if (!extent) {
      extent = Extent{found->second, found->second};
    }
    extent->min = std::min(extent->min, found->second);
    extent->max = std::max(extent->max, found->second);
  });
  return extent;
}

bool is_lower_bound(const StrategyRow& row, std::string_view metric) {
  const bool counts_work =
      metric.starts_with("recomputations.") || metric.starts_with("redis.") || metric.starts_with("rows.");
  // A mean can fall, and the comparison with the twin ends with the load.
  const bool can_fall = metric == "recomputations.stampede_mean" || metric == "recomputations.amplification";
  return counts_work && !can_fall && row.cut_off();
}

double failures_of(const StrategyRow& row) {
  double sum = 0;
  for (const ErrorCount& error : errors_of(row)) {
    sum += error.count;
  }
  return sum;
}

std::vector<bool> eligible(const std::vector<Standing>& standings) {
  const Bar bar = bar_of(standings);
  std::vector<bool> result;
  std::transform(standings.begin(), standings.end(), std::back_inserter(result),
                 [bar](const Standing& standing) { return passes(standing, bar); });
  return result;
}

std::string eligible_words(const std::vector<Standing>& standings) {
  switch (bar_of(standings)) {
    case Bar::objectives:
      return "the strategies that meet every objective";
    case Bar::service:
      return "the strategies that gave every request a value";
    case Bar::none:
      break;
  }
  return "all strategies, none of which gave every request a value";
}

}  // namespace stampede::reports::html
