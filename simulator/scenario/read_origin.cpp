// The origin: compute time, capacity, failures, pauses.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "simulator/scenario/sections.h"
#include "simulator/scenario/single_choice.h"

namespace stampede::scenario {
namespace {

constexpr Counts kCapacities = {1, 1'000'000};
constexpr Counts kPauseIntervals = {1, 1'000'000'000};
constexpr Numbers kShares = {0, 1};
constexpr Numbers kParetoAlphas = {0.01, 100};

// Reads a key that the alternative cannot do without.
void need(const Section& section, std::string_view key, Duration& target, Durations range) {
  if (section.require(key, "a duration")) section.read(key, target, range);
}

void check_order(const Section& section, Duration min, Duration max) {
  if (section.problems().touch(section.path()) || min <= max) return;
  section.problems().add(section.path(), fmt::format("min ({}) is greater than max ({})", shown(min), shown(max)));
}

ComputeTime read_uniform(const Section& section) {
  UniformTime uniform;
  need(section, "min", uniform.min, kAnyDuration);
  need(section, "max", uniform.max, kAnyDuration);
  check_order(section, uniform.min, uniform.max);
  return uniform;
}

ComputeTime read_exponential(const Section& section) {
  ExponentialTime exponential;
  need(section, "mean", exponential.mean, kPositiveDuration);
  return exponential;
}

ComputeTime read_lognormal(const Section& section) {
  LognormalTime lognormal;
  need(section, "median", lognormal.median, kPositiveDuration);
  need(section, "p99", lognormal.p99, kPositiveDuration);
  if (!section.problems().touch(section.path()) && lognormal.p99 <= lognormal.median) {
    section.problems().add(section.path_of("p99"), fmt::format("expected more than the median ({}), found {}",
                                                               shown(lognormal.median), shown(lognormal.p99)));
  }
  return lognormal;
}

ComputeTime read_pareto(const Section& section) {
  ParetoTime pareto;
  need(section, "min", pareto.min, kPositiveDuration);
  if (section.require("alpha", "a number")) section.read("alpha", pareto.alpha, kParetoAlphas);
  section.read("max", pareto.max, kPositiveDuration);
  if (pareto.max) check_order(section, pareto.min, *pareto.max);
  if (!section.problems().touch(section.path()) && pareto.alpha <= 1 && !pareto.max) {
    section.problems().add(section.path_of("alpha"),
                           fmt::format("has no finite mean at {}; expected more than 1, or a max", pareto.alpha));
  }
  return pareto;
}

void read_constant(const Item& item, ComputeTime& compute_time) {
  if (const auto value = item.duration(kAnyDuration)) compute_time = ConstantTime{*value};
}

void read_compute_time(const Item& item, ComputeTime& compute_time) {
  if (item.json().is_string()) return read_constant(item, compute_time);
  if (!item.json().is_object()) {
    return item.expected("a duration, or an object with one of constant, uniform, exponential, lognormal, pareto");
  }
  const Section section(item);
  constexpr std::array<std::string_view, 5> alternatives = {"constant", "uniform", "exponential", "lognormal",
                                                            "pareto"};
  const auto kind = single_choice(section, alternatives);
  if (!kind) return;
  const Item parameters = *section.find(*kind);
  if (kind == "constant") return read_constant(parameters, compute_time);
  const Section distribution(parameters);
  if (!distribution.is_object()) return;
  if (kind == "uniform") compute_time = read_uniform(distribution);
  if (kind == "exponential") compute_time = read_exponential(distribution);
  if (kind == "lognormal") compute_time = read_lognormal(distribution);
  if (kind == "pareto") compute_time = read_pareto(distribution);
}

void read_pause(const Item& item, std::optional<Pause>& target) {
  if (item.is_none()) return target.reset();
  const Section section(item);
  Pause pause;
  if (section.require("every", "a number of computations")) section.read("every", pause.every, kPauseIntervals);
  need(section, "for", pause.duration, kPositiveDuration);
  target = pause;
}

}  // namespace

void read_origin(const Section& file, Scenario& scenario) {
  const auto item = file.find("origin");
  if (!item) return;
  const Section section(*item);
  if (const auto time = section.find("compute_time")) read_compute_time(*time, scenario.origin.compute_time);
  section.read("capacity", scenario.origin.capacity, kCapacities);
  section.read("error_rate", scenario.origin.error_rate, kShares);
  if (const auto pause = section.find("pause")) read_pause(*pause, scenario.origin.pause);
}

}  // namespace stampede::scenario
