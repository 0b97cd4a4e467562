// What a first scenario of a service is made from. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "simulator/scenario/scenario.h"

namespace stampede::draft {

struct Service {
  std::string name;
  double rate_per_s = 0;
  scenario::Keys keys;
  scenario::FreshnessPromise freshness;
  scenario::TimeDistribution compute_time;
  std::optional<std::uint64_t> capacity;
  double write_rate_per_s = 0;
  scenario::InvalidateBy invalidate = scenario::InvalidateBy::key;
  std::uint32_t nodes = 1;
  std::uint32_t workers = 1;  // per node
  std::optional<Duration> timeout;
  Duration duration{};
};

// How often the most popular key is asked for.
double hottest_rate_per_s(const Service& service);

// From one expiry of the most popular key to the next, with plain_ttl: its lifetime, until somebody asks, and the
// computation.
Duration cycle_of_hottest(const Service& service);

// How a run begins, so that what is measured is a warm cache: with values that were filled in before, if that takes a
// small part of their lifetime only (64 readers on one node after the other), or else with a warm-up.
struct WarmStart {
  bool is_filled_before = false;
  Duration warm_up{};
};
WarmStart warm_start_of(const Service& service);

double mean_compute_time_s(const scenario::TimeDistribution& compute_time);

}  // namespace stampede::draft
