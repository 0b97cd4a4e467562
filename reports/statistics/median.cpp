// Order statistics of samples drawn with replacement.
#include "reports/statistics/median.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stampede::reports {
namespace {

constexpr double kTail = 0.025;

std::vector<double> sorted(std::span<const double> sample) {
  std::vector<double> values(sample.begin(), sample.end());
  std::sort(values.begin(), values.end());
  return values;
}

// Binomial probabilities of `trials` trials.
class Binomial {
 public:
  explicit Binomial(std::size_t trials) : trials_(trials), log_factorial_(trials + 1, 0.0) {
    for (std::size_t i = 1; i <= trials; ++i) {
      log_factorial_[i] = log_factorial_[i - 1] + std::log(static_cast<double>(i));
    }
  }

  double log_ways(std::size_t successes) const {
    return log_factorial_[trials_] - log_factorial_[successes] - log_factorial_[trials_ - successes];
  }

  double at_least(std::size_t successes, double probability) const {
    if (probability <= 0) return successes == 0 ? 1 : 0;
    if (probability >= 1) return 1;
    double sum = 0;
    for (std::size_t i = successes; i <= trials_; ++i) {
      sum += std::exp(log_ways(i) + static_cast<double>(i) * std::log(probability) +
                      static_cast<double>(trials_ - i) * std::log1p(-probability));
    }
    return std::min(1.0, sum);
  }

 private:
  std::size_t trials_;
  std::vector<double> log_factorial_;
};

struct Atom {
  double value = 0;
  double probability = 0;
};

// For each value of the sample, the probability that it is the k-th smallest of a resample.
std::vector<double> order_statistic(const Binomial& binomial, std::size_t size, std::size_t k) {
  std::vector<double> probabilities;
  double below = 0;
  for (std::size_t i = 1; i <= size; ++i) {
    const double up_to = binomial.at_least(k, static_cast<double>(i) / static_cast<double>(size));
    probabilities.push_back(up_to - below);
    below = up_to;
  }
  return probabilities;
}

// The two in the middle of a resample are the i-th and j-th value of the sample, i < j: half of the draws are at most
// the i-th with the i-th among them, the other half at least the j-th with the j-th among them.
std::vector<Atom> medians_of_even(const std::vector<double>& values, const Binomial& binomial) {
  const std::size_t size = values.size();
  const std::size_t half = size / 2;
  const double log_ways = binomial.log_ways(half) / static_cast<double>(half);
  std::vector<double> reaches;  // [i]: the half's draws have the i-th as their greatest, or, mirrored, as their least
  for (std::size_t i = 1; i <= size; ++i) {
    const auto power = [&](std::size_t rank) {
      const double share = static_cast<double>(rank) / static_cast<double>(size);
      // The square root of the number of ways goes to each half, so that nothing under- or overflows.
      return rank == 0 ? 0 : std::exp(static_cast<double>(half) * (std::log(share) + log_ways / 2));
    };
    reaches.push_back(power(i) - power(i - 1));
  }
  std::vector<double> both = order_statistic(binomial, size, half);  // less those with different ones in the middle
  std::vector<Atom> atoms;
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = i + 1; j < size; ++j) {
      const double probability = reaches[i] * reaches[size - 1 - j];
      atoms.push_back({(values[i] + values[j]) / 2, probability});
      both[i] -= probability;
    }
    atoms.push_back({values[i], std::max(0.0, both[i])});
  }
  return atoms;
}

std::vector<Atom> medians_of_odd(const std::vector<double>& values, const Binomial& binomial) {
  const std::vector<double> probabilities = order_statistic(binomial, values.size(), values.size() / 2 + 1);
  std::vector<Atom> atoms;
  for (std::size_t i = 0; i < values.size(); ++i) atoms.push_back({values[i], probabilities[i]});
  return atoms;
}

// The first value with which the tail is reached.
template <typename Iterator>
double quantile(Iterator atom, Iterator end) {
  double sum = 0;
  double value = atom->value;
  for (; atom != end && sum < kTail; ++atom) {
    sum += atom->probability;
    value = atom->value;
  }
  return value;
}

}  // namespace

double median(std::span<const double> sample) {
  const std::vector<double> values = sorted(sample);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::optional<Interval> median_interval(std::span<const double> sample) {
  if (sample.size() < kIntervalValuesMin) return std::nullopt;
  const std::vector<double> values = sorted(sample);
  const Binomial binomial(values.size());
  std::vector<Atom> atoms =
      values.size() % 2 == 1 ? medians_of_odd(values, binomial) : medians_of_even(values, binomial);
  std::stable_sort(atoms.begin(), atoms.end(),
                   [](const Atom& left, const Atom& right) { return left.value < right.value; });
  return Interval{quantile(atoms.begin(), atoms.end()), quantile(atoms.rbegin(), atoms.rend())};
}

}  // namespace stampede::reports
