#include "simulator/estimate/rate_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace stampede::estimate {

namespace {

constexpr std::size_t kMostIntervals = 4096;
constexpr std::size_t kFewestIntervals = 20;
constexpr std::size_t kWideIntervals = 64;
constexpr double kFewestRequests = 5;  // in a narrow interval, on average
constexpr Duration kDay = std::chrono::hours(24);

void count(RateSeries::Counts& counts, Duration since_begin) {
  while (static_cast<std::size_t>(since_begin / counts.width) >= kMostIntervals) {
    for (std::size_t i = 0; i < counts.requests.size(); ++i) {
      const double requests = std::exchange(counts.requests[i], 0);
      counts.requests[i / 2] += requests;
    }
    counts.requests.resize((counts.requests.size() + 1) / 2);
    counts.width *= 2;
  }
  const auto place = static_cast<std::size_t>(since_begin / counts.width);
  if (place >= counts.requests.size()) counts.requests.resize(place + 1);
  ++counts.requests[place];
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Complete intervals, each made of several.
RateSeries::Counts wider(const RateSeries::Counts& counts, std::size_t times) {
  RateSeries::Counts wide{counts.width * static_cast<std::int64_t>(times), {}};
  for (std::size_t i = 0; i + times <= counts.requests.size(); i += times) {
    const auto begin = counts.requests.begin() + static_cast<std::ptrdiff_t>(i);
    wide.requests.push_back(std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(times), 0.0));
  }
  return wide;
}

// What the counts follow besides chance: a mean, and perhaps a line, or a wave of one day.
struct Course {
  std::vector<double> expected;
  std::optional<double> trend_share;
  std::optional<DayAndNight> day_and_night;
};

Course straight_line(const std::vector<double>& counts) {
  const double mean = mean_of(counts);
  const auto n = static_cast<double>(counts.size());
  double slope = 0;
  double spread = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double x = static_cast<double>(i) - (n - 1) / 2;
    slope += x * (counts[i] - mean);
    spread += x * x;
  }
  slope /= spread;
  Course course;
  double residual = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    course.expected.push_back(mean + slope * (static_cast<double>(i) - (n - 1) / 2));
    residual += (counts[i] - course.expected[i]) * (counts[i] - course.expected[i]);
  }
  const double deviation = std::sqrt(residual / (n - 2) / spread);
  const double rise = slope * n / mean;
  constexpr double kClear = 4;  // standard deviations
  constexpr double kWorthTelling = 0.1;
  if (std::abs(slope) > kClear * deviation && std::abs(rise) > kWorthTelling) {
    course.trend_share = rise;
  } else {
    course.expected.assign(counts.size(), mean);
  }
  return course;
}

using Row = std::array<double, 3>;

// Least squares: by elimination in the normal equations, whose matrix is positive definite.
Row regression(const std::vector<double>& counts, const std::vector<Row>& on) {
  std::array<std::array<double, 4>, 3> equations{};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::size_t row = 0; row < 3; ++row) {
      for (std::size_t column = 0; column < 3; ++column) equations[row][column] += on[i][row] * on[i][column];
      equations[row][3] += on[i][row] * counts[i];
    }
  }
  for (std::size_t pivot = 0; pivot < 3; ++pivot) {
    for (std::size_t row = 0; row < 3; ++row) {
      if (row == pivot) continue;
      const double factor = equations[row][pivot] / equations[pivot][pivot];
      for (std::size_t column = pivot; column < 4; ++column)
        equations[row][column] -= factor * equations[pivot][column];
    }
  }
  return {equations[0][3] / equations[0][0], equations[1][3] / equations[1][1], equations[2][3] / equations[2][2]};
}

// Regression on a mean, a sine and a cosine whose period is a day.
std::optional<Course> wave(const RateSeries::Counts& counts) {
  const double days = static_cast<double>(counts.requests.size()) * to_seconds(counts.width) / to_seconds(kDay);
  if (days < 0.9 || counts.width > kDay / 8) return std::nullopt;  // the last, incomplete interval may be missing
  std::vector<Row> waves;
  for (std::size_t i = 0; i < counts.requests.size(); ++i) {
    const double turns = (static_cast<double>(i) + 0.5) * to_seconds(counts.width) / to_seconds(kDay);
    waves.push_back({1, std::sin(2 * std::numbers::pi * turns), std::cos(2 * std::numbers::pi * turns)});
  }
  const Row fitted = regression(counts.requests, waves);
  const double mean = mean_of(counts.requests);
  Course course;
  double total = 0;
  double residual = 0;
  for (std::size_t i = 0; i < counts.requests.size(); ++i) {
    course.expected.push_back(fitted[0] + fitted[1] * waves[i][1] + fitted[2] * waves[i][2]);
    total += std::pow(counts.requests[i] - mean, 2);
    residual += std::pow(counts.requests[i] - course.expected[i], 2);
  }
  const double turns = std::atan2(fitted[2], fitted[1]) / (2 * std::numbers::pi);
  const DayAndNight day{.mean_per_s = fitted[0] / to_seconds(counts.width),
                        .amplitude = std::min(std::hypot(fitted[1], fitted[2]) / fitted[0], 1.0),
                        .phase = turns < 0 ? turns + 1 : turns,
                        .explained_share = 1 - residual / total};
  constexpr double kClear = 0.5;
  constexpr double kWorthTelling = 0.1;
  if (!(day.explained_share > kClear) || !(day.amplitude > kWorthTelling)) return std::nullopt;
  course.day_and_night = day;
  return course;
}

// Of the counts around what is expected of them, which is known for wider intervals only.
Dispersion dispersion_of(const RateSeries::Counts& counts, const Course& course, std::size_t times) {
  const auto n = static_cast<double>(counts.requests.size());
  double squares = 0;
  double sum = 0;
  for (std::size_t i = 0; i < counts.requests.size(); ++i) {
    const std::size_t place = std::min(i / times, course.expected.size() - 1);
    const double expected = course.expected[place] / static_cast<double>(times);
    squares += (counts.requests[i] - expected) * (counts.requests[i] - expected);
    sum += counts.requests[i];
  }
  return {.width = counts.width, .index = squares / (n - 1) / (sum / n), .within = 3 * std::sqrt(2 / (n - 1))};
}

Arrivals judge(const std::vector<Dispersion>& dispersion) {
  const auto all = [&](auto holds) { return std::all_of(dispersion.begin(), dispersion.end(), holds); };
  if (all([](const Dispersion& each) { return std::abs(each.index - 1) <= each.within; })) return Arrivals::poisson;
  if (all([](const Dispersion& each) { return each.index <= 1 + each.within; })) return Arrivals::steadier;
  return Arrivals::burstier;
}

void judge_evenness(RateFit& fit, const RateSeries::Counts& all) {
  RateSeries::Counts counts = all;
  counts.requests.pop_back();  // which the end of the trace may have cut
  const double mean = counts.requests.empty() ? 0 : mean_of(counts.requests);
  const auto times = static_cast<std::size_t>(mean > 0 ? std::ceil(kFewestRequests / mean) : 1);
  const RateSeries::Counts narrow = wider(counts, std::min(times, std::max<std::size_t>(counts.requests.size(), 1)));
  if (narrow.requests.size() < kFewestIntervals) return;

  const auto in_an_hour = static_cast<std::size_t>(kDay / 24 / narrow.width);  // so that a day can be seen
  const std::size_t factor = std::max<std::size_t>(std::min(narrow.requests.size() / kWideIntervals, in_an_hour), 1);
  const RateSeries::Counts wide = wider(narrow, factor);
  std::optional<Course> day = wave(wide);
  const Course course = day ? *std::move(day) : straight_line(wide.requests);
  fit.trend_share = course.trend_share;
  fit.day_and_night = course.day_and_night;
  fit.dispersion.push_back(dispersion_of(narrow, course, factor));
  if (factor > 1) fit.dispersion.push_back(dispersion_of(wide, course, 1));
  fit.arrivals = judge(fit.dispersion);
  const auto peak = std::max_element(wide.requests.begin(), wide.requests.end());
  fit.peak_per_s = *peak / to_seconds(wide.width);
  fit.peak_width = wide.width;
  fit.deviation_per_s *= std::sqrt(std::max(fit.dispersion.back().index, 0.0));
}

}  // namespace

void RateSeries::add(Duration since_begin) {
  count(coarse_, since_begin);
  count(fine_, since_begin);
}

const RateSeries::Counts& RateSeries::counts(Duration resolution) const {
  return resolution > std::chrono::milliseconds(1) ? coarse_ : fine_;
}

std::optional<RateFit> fit_rate(const RateSeries& series, std::uint64_t requests, Duration span, Duration resolution) {
  const Duration length = span + resolution;
  if (requests < 2 || length <= Duration::zero()) return std::nullopt;
  RateFit fit;
  fit.per_s = static_cast<double>(requests) / to_seconds(length);
  fit.deviation_per_s = std::sqrt(static_cast<double>(requests)) / to_seconds(length);
  judge_evenness(fit, series.counts(resolution));
  return fit;
}

}  // namespace stampede::estimate
