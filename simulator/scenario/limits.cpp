// Products of entries that are fine one by one.
#include "simulator/scenario/limits.h"

#include <fmt/format.h>

#include <type_traits>

namespace stampede::scenario {
namespace {

constexpr std::uint64_t kMostWorkers = 10'000'000;
constexpr double kMostRequests = 1e10;
constexpr double kMostSamples = 1e6;

// A closed loop makes as many as its users get answers, and a trace as many as its file has lines: they count as
// nothing here.
double expected_requests_of(const Load& load) {
  return std::visit(
      [](const auto& entry) -> double {
        using Entry = std::decay_t<decltype(entry)>;
        if constexpr (std::is_same_v<Entry, Burst>) {
          return static_cast<double>(entry.requests);
        } else if constexpr (std::is_same_v<Entry, ClosedLoop> || std::is_same_v<Entry, TraceLoad>) {
          return 0;
        } else if constexpr (std::is_same_v<Entry, PoissonLoad> || std::is_same_v<Entry, ConstantLoad>) {
          return entry.rate_per_s * to_seconds(entry.length);
        } else {
          return scenario::expected_requests(entry);
        }
      },
      load);
}

double expected_changes_of(const Load& load) {
  if (const auto* steps = std::get_if<StepsLoad>(&load)) return expected_changes(*steps);
  if (const auto* bursty = std::get_if<BurstyLoad>(&load)) return expected_changes(*bursty);
  return 0;
}

void check_requests(const Scenario& scenario, Problems& problems) {
  double requests = 0;
  double changes = 0;
  for (const Load& load : scenario.load) {
    requests += expected_requests_of(load);
    changes += expected_changes_of(load);
  }
  for (const Endpoint& endpoint : scenario.endpoints) {
    for (const Load& load : endpoint.load) {
      requests += expected_requests_of(load);
      changes += expected_changes_of(load);
    }
  }
  if (requests > kMostRequests) {
    problems.add("load", fmt::format("makes about {:.3g} requests; expected at most {:.3g}", requests, kMostRequests));
  }
  if (changes > kMostRequests) {
    problems.add("load",
                 fmt::format("changes its rate about {:.3g} times; expected at most {:.3g}", changes, kMostRequests));
  }
  double writes = 0;
  for (const Writes& entry : scenario.writes) writes += entry.rate_per_s * to_seconds(entry.length);
  if (writes > kMostRequests) {
    problems.add("writes", fmt::format("makes about {:.3g} writes; expected at most {:.3g}", writes, kMostRequests));
  }
}

void check_workers(const Topology& topology, Problems& problems) {
  const std::uint64_t workers = std::uint64_t{topology.nodes} * topology.workers;
  if (workers <= kMostWorkers) return;
  problems.add("topology", fmt::format("has {} nodes with {} workers each, {} in all; expected at most {}",
                                       topology.nodes, topology.workers, workers, kMostWorkers));
}

void check_series(const Scenario& scenario, Problems& problems) {
  const double samples = to_seconds(scenario.duration) / to_seconds(scenario.series_step);
  if (samples <= kMostSamples) return;
  problems.add("series_step",
               fmt::format("makes {:.3g} samples of the duration; expected at most {:.3g}", samples, kMostSamples));
}

}  // namespace

void check_limits(const Scenario& scenario, Problems& problems) {
  const auto is_sound = [&](std::string_view path) { return !problems.touch(path); };
  if (is_sound("topology")) check_workers(scenario.topology, problems);
  const bool schedule_is_sound =
      is_sound("duration") && is_sound("load") && is_sound("endpoints") && is_sound("writes");
  if (schedule_is_sound && is_sound("series_step")) check_series(scenario, problems);
  if (schedule_is_sound) check_requests(scenario, problems);
}

}  // namespace stampede::scenario
