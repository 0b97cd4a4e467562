// How the strategies of a scenario stand against each other: who comes first, who may be called the best of all.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/result/result.h"
#include "reports/result/strategy_row.h"

namespace stampede::reports::html {

// Least and most over the runs that a row's figures are taken from.
struct Extent {
  double min = 0;
  double max = 0;
};

struct Standing {
  StrategyRow row;
  bool trusted = true;      // not one of its runs is valid otherwise: no figure of it is held against another
  bool served_all = false;  // every request was answered with a value of its own key
  std::size_t requests_unserved = 0;
  std::size_t objectives = 0;  // of the scenario
  // Missed in a valid run, the worst value of each.
  std::vector<ObjectiveOutcome> missed;

  bool judged() const { return objectives > 0 && trusted && !row.is_bound; }
  bool meets_all() const { return judged() && missed.empty(); }
};

// The most promising first: those that can be trusted, meet most objectives, serve most requests, and answer soonest.
// Bounds come before all of them, what is not valid after.
std::vector<Standing> standings_of(const std::vector<RunResult>& runs);

std::optional<Extent> extent_of(const std::vector<RunResult>& runs, const StrategyRow& row, std::string_view metric);

// Whether counts of work go on beyond the metric's value.
bool is_lower_bound(const StrategyRow& row, std::string_view metric);

// Requests that failed, of every kind.
double failures_of(const StrategyRow& row);

// Who may be called the best in something: trusted, no bound, and meeting all objectives if any strategy does, or else
// serving all requests if any does.
std::vector<bool> eligible(const std::vector<Standing>& standings);
std::string eligible_words(const std::vector<Standing>& standings);  // "the strategies that meet every objective"

}  // namespace stampede::reports::html
