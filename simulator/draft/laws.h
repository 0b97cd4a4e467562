// What known laws say of a service before anything is run. Each figure stands with its formula.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/draft/service.h"

namespace stampede::draft {

struct Facts {
  double hottest_share = 0;
  double hottest_rate_per_s = 0;
  double compute_time_s = 0;  // mean
  double stampede_size = 0;   // of the hottest key at each of its expiries, with plain_ttl
  double demand_per_s = 0;    // recomputations per second with plain_ttl, once the cache is warm
  double hit_ratio = 0;
  std::optional<double> capacity_per_s;  // computations per second that the origin can do
  double busy_warm = 0;                  // workers that compute, by Little's law
  double busy_empty = 0;                 // with an empty cache, if the origin can do all that is asked of it
};

Facts facts_of(const Service& service);

// Mean recomputations per second of one key with plain_ttl: Poisson reads, fixed lifetime and compute time. Each of the
// 1 + r D computations of a stampede stores its value anew, the last one w = D - (1 - e^(-r D)) / r after the first:
// (1 + r D) / (1/r + D + w + T).
double plain_ttl_demand_per_s(double rate_per_s, double compute_time_s, double lifetime_s);

// Lines for people.
std::string facts_text(const Service& service, const Facts& facts);

}  // namespace stampede::draft
