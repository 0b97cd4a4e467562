#include "tests/laws/closed_forms.h"

#include <cmath>
#include <vector>

namespace stampede::laws {

namespace {

std::vector<double> zipf_shares(std::uint64_t keys, double exponent) {
  std::vector<double> shares;
  double sum = 0;
  for (std::uint64_t rank = 1; rank <= keys; ++rank) {
    shares.push_back(std::pow(static_cast<double>(rank), -exponent));
    sum += shares.back();
  }
  for (double& share : shares) share /= sum;
  return shares;
}

// Of an item with this share of the requests, after `time` requests since it was last asked for.
double still_in_memory(double share, double time) { return -std::expm1(-share * time); }

double expected_items(const std::vector<double>& shares, double time) {
  double items = 0;
  for (const double share : shares) items += still_in_memory(share, time);
  return items;
}

// By bisection: the expected number of items grows with the time.
double characteristic_time(const std::vector<double>& shares, double items) {
  double low = 0;
  double high = 1;
  while (expected_items(shares, high) < items) high *= 2;
  for (int step = 0; step < 200; ++step) {
    const double middle = low + (high - low) / 2;
    (expected_items(shares, middle) < items ? low : high) = middle;
  }
  return low;
}

}  // namespace

double erlang_c(std::uint64_t servers, double utilization) {
  const double load = static_cast<double>(servers) * utilization;
  // Erlang's B by its recursion, which neither overflows nor cancels; C follows from it.
  double blocked = 1;
  for (std::uint64_t n = 1; n <= servers; ++n) blocked = load * blocked / (static_cast<double>(n) + load * blocked);
  return blocked / (1 - utilization * (1 - blocked));
}

double mmc_mean_wait(std::uint64_t servers, double utilization) {
  return erlang_c(servers, utilization) / (static_cast<double>(servers) * (1 - utilization));
}

double md1_mean_wait(double utilization) { return utilization / (2 * (1 - utilization)); }

double poisson_tail(double mean, std::uint64_t at_least) {
  double below = 0;
  double probability = std::exp(-mean);
  for (std::uint64_t n = 0; n < at_least; ++n) {
    below += probability;
    probability *= mean / static_cast<double>(n + 1);
  }
  return 1 - below;
}

double che_hit_ratio(std::uint64_t keys, double zipf_exponent, std::uint64_t items) {
  const std::vector<double> shares = zipf_shares(keys, zipf_exponent);
  const double time = characteristic_time(shares, static_cast<double>(items));
  double ratio = 0;
  for (const double share : shares) ratio += share * still_in_memory(share, time);
  return ratio;
}

double dispersion_of_two_states(double rate_1, double dwell_1, double rate_2, double dwell_2, double window) {
  const double share_1 = dwell_1 / (dwell_1 + dwell_2);
  const double mean = share_1 * rate_1 + (1 - share_1) * rate_2;
  const double decay = 1 / dwell_1 + 1 / dwell_2;
  // The variance of the integrated rate: its covariance at distance u is share_1 share_2 (difference)^2 e^(-decay u).
  const double variance = 2 * share_1 * (1 - share_1) * (rate_1 - rate_2) * (rate_1 - rate_2) / decay *
                          (window - (1 - std::exp(-decay * window)) / decay);
  return 1 + variance / (mean * window);
}

}  // namespace stampede::laws
