// How often requests come, and how evenly.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strategies/time.h"

namespace stampede::estimate {

// Requests per interval, in constant memory however long it lasts: when there are too many intervals, each two become
// one. They begin at one second and at one millisecond, since the clock of a trace may tell seconds only.
class RateSeries {
 public:
  void add(Duration since_begin);

  struct Counts {
    Duration width{};
    std::vector<double> requests;  // per interval, up to the last one with any
  };
  // Of a clock that ticks so often.
  const Counts& counts(Duration resolution) const;

 private:
  Counts coarse_{std::chrono::seconds(1), {}};
  Counts fine_{std::chrono::milliseconds(1), {}};
};

enum class Arrivals { unknown, steadier, poisson, burstier };

struct Dispersion {
  Duration width{};
  double index = 1;   // variance by mean of the counts of intervals so wide: 1 for Poisson arrivals
  double within = 0;  // as far from 1 as chance would take it: three standard deviations, 3 sqrt(2 / (intervals - 1))
};

struct DayAndNight {
  double mean_per_s = 0;
  double amplitude = 0;        // of the mean
  double phase = 0;            // share of a day, as a scenario's "diurnal" counts it from the trace's begin
  double explained_share = 0;  // of the variance
};

struct RateFit {
  double per_s = 0;
  double deviation_per_s = 0;  // standard deviation of the estimate, by the dispersion of the widest intervals
  double peak_per_s = 0;       // in the busiest interval
  Duration peak_width{};
  Arrivals arrivals = Arrivals::unknown;     // unknown: too few intervals
  std::vector<Dispersion> dispersion;        // of narrow intervals, and of wide ones; after what follows is taken off
  std::optional<double> trend_share;         // by what share of the mean it rises from begin to end, if that is clear
  std::optional<DayAndNight> day_and_night;  // if that is clear
};

// `resolution`: of the trace's clock; zero: exact. Nothing if all came at one moment.
std::optional<RateFit> fit_rate(const RateSeries& series, std::uint64_t requests, Duration span, Duration resolution);

}  // namespace stampede::estimate
