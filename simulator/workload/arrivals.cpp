#include "simulator/workload/arrivals.h"

#include <cmath>
#include <type_traits>
#include <utility>

#include "simulator/workload/diurnal_rate.h"
#include "simulator/workload/rate_pieces.h"
#include "strategies/portable_math.h"

namespace stampede::workload {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;

}  // namespace

Arrivals Arrivals::burst(const scenario::Burst& load) {
  const auto process = [left = load.requests]() mutable -> std::optional<Duration> {
    if (left == 0) return std::nullopt;
    --left;
    return Duration::zero();
  };
  return {process, load.at};
}

Arrivals Arrivals::poisson(double rate_per_s, Duration from, Duration length, measure::RandomStream stream) {
  const auto process = [=, elapsed = Duration::zero()]() mutable -> std::optional<Duration> {
    const double gap_s = -portable::ln(1.0 - stream.uniform()) / rate_per_s;
    elapsed += Duration(std::llround(gap_s * kNanosecondsPerSecond));
    return elapsed < length ? std::optional(elapsed) : std::nullopt;
  };
  return {process, from};
}

Arrivals Arrivals::constant(double rate_per_s, Duration from, Duration length) {
  const auto process = [=, given = std::uint64_t{0}]() mutable -> std::optional<Duration> {
    // From the count, not by adding up gaps: rounding must not accumulate.
    const Duration elapsed(std::llround(static_cast<double>(given++) * kNanosecondsPerSecond / rate_per_s));
    return elapsed < length ? std::optional(elapsed) : std::nullopt;
  };
  return {process, from};
}

Arrivals Arrivals::ramp(const scenario::RampLoad& load, measure::RandomStream stream) {
  return {PiecewisePoisson(pieces_of(load), load.length, stream), load.from};
}

Arrivals Arrivals::steps(const scenario::StepsLoad& load, measure::RandomStream stream) {
  return {PiecewisePoisson(pieces_of(load), load.length, stream), load.from};
}

Arrivals Arrivals::diurnal(const scenario::DiurnalLoad& load, measure::RandomStream stream) {
  return {DiurnalPoisson(load, stream), load.from};
}

Arrivals Arrivals::bursty(const scenario::BurstyLoad& load, measure::RandomStream stream,
                          measure::RandomStream states) {
  return {PiecewisePoisson(pieces_of(load, states), load.length, stream), load.from};
}

std::optional<Duration> Arrivals::next() {
  const std::optional<Duration> elapsed = process_();
  return elapsed ? std::optional(from_ + *elapsed) : std::nullopt;
}

std::optional<Arrivals> arrivals_of(const scenario::Load& load, std::uint64_t seed, std::uint64_t index) {
  const measure::RandomStream stream(seed, "arrivals", index);
  return std::visit(
      [&](const auto& entry) -> std::optional<Arrivals> {
        using Entry = std::decay_t<decltype(entry)>;
        if constexpr (std::is_same_v<Entry, scenario::Burst>) {
          return Arrivals::burst(entry);
        } else if constexpr (std::is_same_v<Entry, scenario::PoissonLoad>) {
          return Arrivals::poisson(entry.rate_per_s, entry.from, entry.length, stream);
        } else if constexpr (std::is_same_v<Entry, scenario::ConstantLoad>) {
          return Arrivals::constant(entry.rate_per_s, entry.from, entry.length);
        } else if constexpr (std::is_same_v<Entry, scenario::RampLoad>) {
          return Arrivals::ramp(entry, stream);
        } else if constexpr (std::is_same_v<Entry, scenario::StepsLoad>) {
          return Arrivals::steps(entry, stream);
        } else if constexpr (std::is_same_v<Entry, scenario::DiurnalLoad>) {
          return Arrivals::diurnal(entry, stream);
        } else if constexpr (std::is_same_v<Entry, scenario::BurstyLoad>) {
          return Arrivals::bursty(entry, stream, measure::RandomStream(seed, "states of the rate", index));
        } else {
          return std::nullopt;
        }
      },
      load);
}

}  // namespace stampede::workload
