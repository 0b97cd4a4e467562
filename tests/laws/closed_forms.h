// What queueing theory and cache theory say that a run must measure. Times are in units of the mean service time.
#pragma once

#include <cstdint>

namespace stampede::laws {

// M/M/c: Poisson arrivals, exponential service, c servers, each busy for the share `utilization` of the time.
// Erlang's C formula: the probability that an arrival finds all servers busy.
double erlang_c(std::uint64_t servers, double utilization);
double mmc_mean_wait(std::uint64_t servers, double utilization);

// M/D/1: the same with one server and constant service (Pollaczek and Khinchine).
double md1_mean_wait(double utilization);

// P(N >= at_least) where N is Poisson with this mean.
double poisson_tail(double mean, std::uint64_t at_least);

// Variance by mean of the number of arrivals in a window, of a stationary Poisson process whose rate jumps between two
// states with exponential times of these means (Fischer and Meier-Hellstern 1993, section 3).
double dispersion_of_two_states(double rate_1, double dwell_1, double rate_2, double dwell_2, double window);

// The share of requests that find their item in an LRU memory, by Che's approximation: items stay for a
// characteristic time t, the one for which the expected number of items in memory is its size. Popularity by Zipf.
double che_hit_ratio(std::uint64_t keys, double zipf_exponent, std::uint64_t items);

}  // namespace stampede::laws
