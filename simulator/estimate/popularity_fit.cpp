#include "simulator/estimate/popularity_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "simulator/estimate/rank_mixture.h"

namespace stampede::estimate {

namespace {

constexpr double kMostKeys = 1e8;
constexpr double kSteepest = 5;
constexpr double kFlattest = 0.01;  // of what a scenario calls Zipf's law
// Half of the quantile 0.95 of chi-squared with one degree of freedom.
constexpr double kWithin = 1.920729;

struct Best {
  double at = 0;
  double value = 0;
};

using Curve = std::function<double(double)>;

// Golden-section search for the maximum.
Best maximum(const Curve& curve, double low, double high, double tolerance) {
  constexpr double kGolden = 0.6180339887498949;
  double left = high - kGolden * (high - low);
  double right = low + kGolden * (high - low);
  double at_left = curve(left);
  double at_right = curve(right);
  while (high - low > tolerance) {
    if (at_left >= at_right) {
      high = right;
      right = left;
      at_right = at_left;
      left = high - kGolden * (high - low);
      at_left = curve(left);
    } else {
      low = left;
      left = right;
      at_left = at_right;
      right = low + kGolden * (high - low);
      at_right = curve(right);
    }
  }
  return at_left >= at_right ? Best{left, at_left} : Best{right, at_right};
}

// Where the curve, which falls from `inside` to `outside`, crosses the level; empty: it does not fall so far.
std::optional<double> crossing(const Curve& curve, double inside, double outside, double level) {
  if (curve(outside) >= level) return std::nullopt;
  for (int step = 0; step < 12; ++step) {
    const double middle = inside + (outside - inside) / 2;
    (curve(middle) >= level ? inside : outside) = middle;
  }
  return inside;
}

// The number of keys as the logarithm of those that were not seen, plus one: from none to far too many.
class UnseenKeys {
 public:
  explicit UnseenKeys(double seen) : seen_(seen) {}
  double highest() const { return std::log(std::max(kMostKeys - seen_, 0.0) + 1); }
  double keys(double place) const { return seen_ + std::max(std::expm1(std::max(place, 0.0)), 0.0); }

 private:
  double seen_;
};

// A maximum, and the interval of the number of keys around it, where `profile` is the likelihood at a place of theirs.
void set_keys(PopularityFit& fit, const UnseenKeys& unseen, const Curve& profile, const Best& best) {
  const double level = best.value - kWithin;
  fit.keys = unseen.keys(best.at);
  fit.keys_interval.low = unseen.keys(crossing(profile, best.at, 0, level).value_or(0));
  const auto high = crossing(profile, best.at, unseen.highest(), level);
  fit.keys_bounded = high.has_value();
  fit.keys_interval.high = unseen.keys(high.value_or(unseen.highest()));
}

// Coarsely everywhere, then finely around the best: a likelihood may be flat where hardly any key is unseen.
Best best_place(const UnseenKeys& unseen, const Curve& curve) {
  constexpr int kPlaces = 24;
  const double step = unseen.highest() / kPlaces;
  Best best{0, curve(0)};
  for (int i = 1; i <= kPlaces && step > 0; ++i) {
    if (const double value = curve(i * step); value > best.value) best = {i * step, value};
  }
  if (step <= 0) return best;
  const Best fine = maximum(curve, std::max(best.at - step, 0.0), std::min(best.at + step, unseen.highest()), 1e-4);
  return fine.value > best.value ? fine : best;
}

struct Fitted {
  PopularityFit fit;
  double value = 0;  // ln L
  int parameters = 1;
};

Fitted fit_uniform(const RankMixture& mixture, const UnseenKeys& unseen) {
  const Curve curve = [&](double place) {
    const double keys = unseen.keys(place);
    return mixture.log_likelihood({{.requests = mixture.requests() / keys, .keys = keys}});
  };
  const Best best = best_place(unseen, curve);
  Fitted fitted{.fit = {}, .value = best.value, .parameters = 1};
  set_keys(fitted.fit, unseen, curve, best);
  return fitted;
}

Fitted fit_hot_key(const RankMixture& mixture, const UnseenKeys& unseen) {
  const double share = mixture.most_requests() / mixture.requests();
  const Curve curve = [&](double place) {
    return mixture.log_likelihood(hot_key_blocks(mixture.requests(), unseen.keys(place), share));
  };
  const Best best = best_place(unseen, curve);
  Fitted fitted{.fit = {}, .value = best.value, .parameters = 2};
  fitted.fit.popularity = scenario::HotKeyPopularity{share};
  set_keys(fitted.fit, unseen, curve, best);
  return fitted;
}

class ZipfSurface {
 public:
  ZipfSurface(const RankMixture& mixture, const UnseenKeys& unseen) : mixture_(mixture), unseen_(unseen) {}

  double at(double exponent, double place) const {
    return mixture_.log_likelihood(zipf_blocks(mixture_.requests(), unseen_.keys(place), exponent));
  }
  // The best exponent at this place, near a known one.
  Best best_exponent(double place, double near, double reach) const {
    return maximum([&](double exponent) { return at(exponent, place); }, std::max(near - reach, 0.0),
                   std::min(near + reach, kSteepest), 1e-4);
  }
  Best best_place_near(double exponent, double near, double reach) const {
    return maximum([&](double place) { return at(exponent, place); }, std::max(near - reach, 0.0),
                   std::min(near + reach, unseen_.highest()), 1e-3);
  }

 private:
  const RankMixture& mixture_;
  const UnseenKeys& unseen_;
};

struct Point {
  double exponent = 0;
  double place = 0;
  double value = -std::numeric_limits<double>::infinity();
};

Point coarse_maximum(const ZipfSurface& surface, double highest_place) {
  constexpr double kExponentStep = 0.15;
  constexpr int kPlaces = 14;
  Point best;
  for (double exponent = 0; exponent <= kSteepest; exponent += kExponentStep) {
    for (int i = 0; i <= kPlaces; ++i) {
      const double place = highest_place * i / kPlaces;
      if (const double value = surface.at(exponent, place); value > best.value) best = {exponent, place, value};
    }
  }
  return best;
}

Fitted fit_zipf(const RankMixture& mixture, const UnseenKeys& unseen) {
  const ZipfSurface surface(mixture, unseen);
  Point point = coarse_maximum(surface, unseen.highest());
  constexpr double kReach = 0.3;
  // The two go together, along a ridge: from more keys follows another exponent.
  const Curve profile = [&](double place) { return surface.best_exponent(place, point.exponent, kReach).value; };
  for (const double reach : {unseen.highest() / 10, unseen.highest() / 30}) {
    const Best place = maximum(profile, std::max(point.place - reach, 0.0),
                               std::min(point.place + reach, unseen.highest()), reach / 1000);
    const Best exponent = surface.best_exponent(place.at, point.exponent, kReach);
    if (exponent.value > point.value) point = {exponent.at, place.at, exponent.value};
  }
  if (const double none = profile(0); none > point.value) {
    point = {surface.best_exponent(0, point.exponent, kReach).at, 0, none};
  }
  Fitted fitted{.fit = {}, .value = point.value, .parameters = 2};
  fitted.fit.popularity = scenario::ZipfPopularity{point.exponent};
  set_keys(fitted.fit, unseen, profile, {point.place, point.value});

  const Curve of_exponent = [&](double exponent) {
    return surface.best_place_near(exponent, point.place, unseen.highest() / 3).value;
  };
  const double level = point.value - kWithin;
  const double low = std::max(point.exponent - kReach, 0.0);
  const double high = point.exponent + kReach;
  fitted.fit.exponent_interval = Interval{crossing(of_exponent, point.exponent, low, level).value_or(low),
                                          crossing(of_exponent, point.exponent, high, level).value_or(high)};
  return fitted;
}

}  // namespace

std::vector<CountOfKeys> counts_of_counts(std::vector<std::uint32_t> requests) {
  std::sort(requests.begin(), requests.end());
  std::vector<CountOfKeys> counts;
  for (const std::uint32_t each : requests) {
    if (each == 0) continue;
    const auto count = static_cast<double>(each);
    if (counts.empty() || counts.back().requests != count) counts.push_back({.requests = count, .keys = 0});
    ++counts.back().keys;
  }
  return counts;
}

PopularityFit fit_popularity(const std::vector<CountOfKeys>& counts) {
  const RankMixture mixture(counts);
  const UnseenKeys unseen(mixture.seen());
  Fitted uniform = fit_uniform(mixture, unseen);
  if (mixture.seen() < 2) return uniform.fit;
  Fitted hot = fit_hot_key(mixture, unseen);
  Fitted zipf = fit_zipf(mixture, unseen);
  const auto score = [&](const Fitted& fitted) {
    return fitted.value - fitted.parameters * std::log(mixture.seen()) / 2;
  };
  const bool zipf_is_law = std::get<scenario::ZipfPopularity>(zipf.fit.popularity).exponent >= kFlattest;
  const std::array<const Fitted*, 3> laws = {&uniform, &hot, &zipf};
  const auto* best = *std::max_element(laws.begin(), zipf_is_law ? laws.end() : laws.end() - 1,
                                       [&](const Fitted* a, const Fitted* b) { return score(*a) < score(*b); });
  PopularityFit fit = best->fit;
  if (best != &uniform) fit.ahead_of_uniform = score(*best) - score(uniform);
  if (best != &hot) fit.ahead_of_hot_key = score(*best) - score(hot);
  if (best != &zipf) fit.ahead_of_zipf = score(*best) - score(zipf);
  return fit;
}

}  // namespace stampede::estimate
