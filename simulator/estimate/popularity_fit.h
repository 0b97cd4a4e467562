// Which law of popularity a trace follows, and how many keys there are, those included that it never asked for.
//
// Maximum likelihood over the counts of counts, with the class of unseen keys (Sanathanan, "Estimating the size of a
// multinomial population", Annals of Mathematical Statistics 43(1), 1972): each of N keys has a rank that nobody knows,
// so that it is asked for j times with the probability P(j), the mean over all ranks of what its rank's share makes of
// n requests. D of them are seen, f(j) of these j times:
//
//   ln L = ln(N! / (N - D)!) + sum over j of f(j) ln P(j) + (N - D) ln P(0)
//
// To sort keys by their counts and to take this for their ranks instead would make a law out of chance: of keys that
// are all alike, some come out ahead. A rank's count is Poisson, spread by a further 3 % (negative binomial): no
// service follows a law to the last request, and its few hottest keys must not outvote all others.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/scenario/scenario.h"

namespace stampede::estimate {

// So many keys were requested so many times.
struct CountOfKeys {
  double requests = 0;
  double keys = 0;
};

// Of each key that was requested, in any order.
std::vector<CountOfKeys> counts_of_counts(std::vector<std::uint32_t> requests);

// Where twice the logarithm of the likelihood ratio stays below 3.84: 95 %.
struct Interval {
  double low = 0;
  double high = 0;
};

struct PopularityFit {
  scenario::Popularity popularity = scenario::UniformPopularity{};
  double keys = 1;  // estimated
  Interval keys_interval;
  bool keys_bounded = true;  // false: the trace is too short to tell how many keys there are; more would fit as well
  std::optional<Interval> exponent_interval;  // of Zipf's law
  // How much better this law is than the others: the difference of ln L, less half the logarithm of the number of keys
  // for each parameter (BIC / 2). Empty: that law was not tried.
  std::optional<double> ahead_of_uniform;
  std::optional<double> ahead_of_hot_key;
  std::optional<double> ahead_of_zipf;
};

// Of at least one key.
PopularityFit fit_popularity(const std::vector<CountOfKeys>& counts);

}  // namespace stampede::estimate
