#include "simulator/draft/service.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "simulator/draft/key_shares.h"

namespace stampede::draft {

double hottest_rate_per_s(const Service& service) { return service.rate_per_s * share_of_hottest(service.keys); }

double mean_compute_time_s(const scenario::TimeDistribution& compute_time) {
  return std::visit(
      [](const auto& time) -> double {
        using Time = std::decay_t<decltype(time)>;
        if constexpr (std::is_same_v<Time, scenario::ConstantTime>) {
          return to_seconds(time.value);
        } else if constexpr (std::is_same_v<Time, scenario::UniformTime>) {
          return (to_seconds(time.min) + to_seconds(time.max)) / 2;
        } else if constexpr (std::is_same_v<Time, scenario::ExponentialTime>) {
          return to_seconds(time.mean);
        } else if constexpr (std::is_same_v<Time, scenario::LognormalTime>) {
          constexpr double normal_quantile_99 = 2.3263478740408408;
          const double deviation = std::log(to_seconds(time.p99) / to_seconds(time.median)) / normal_quantile_99;
          return to_seconds(time.median) * std::exp(deviation * deviation / 2);
        } else {
          static_assert(std::is_same_v<Time, scenario::ParetoTime>);
          const double min = to_seconds(time.min);
          if (!time.max) return time.alpha * min / (time.alpha - 1);
          // The integral of P(longer than t), up to where longer draws are cut.
          const double max = to_seconds(*time.max);
          if (time.alpha == 1) return min * (1 + std::log(max / min));
          return min + min / (time.alpha - 1) * (1 - std::pow(min / max, time.alpha - 1));
        }
      },
      compute_time);
}

Duration cycle_of_hottest(const Service& service) {
  constexpr double kNanosecondsPerSecond = 1e9;
  const double waiting_s = 1 / hottest_rate_per_s(service) + mean_compute_time_s(service.compute_time);
  const double most_s = to_seconds(scenario::FreshnessPromise{}.keep_for) * 24 * 365;
  return service.freshness.fresh_for + Duration(std::llround(std::min(waiting_s, most_s) * kNanosecondsPerSecond));
}

WarmStart warm_start_of(const Service& service) {
  constexpr std::uint64_t kReaders = 64;
  constexpr double kSmallPart = 0.25;
  const auto at_once = static_cast<double>(std::min(service.capacity.value_or(kReaders), kReaders));
  const double filling_s = static_cast<double>(service.keys.count) * static_cast<double>(service.nodes) *
                           mean_compute_time_s(service.compute_time) / at_once;
  if (filling_s <= kSmallPart * to_seconds(service.freshness.fresh_for)) return {true, Duration::zero()};
  return {false, service.duration > Duration::zero() ? std::min(service.freshness.fresh_for, service.duration / 4)
                                                     : service.freshness.fresh_for};
}

}  // namespace stampede::draft
