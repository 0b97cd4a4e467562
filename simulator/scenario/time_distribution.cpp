// Durations and the distributions that they may be drawn from.
#include "simulator/scenario/time_distribution.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "simulator/scenario/section.h"
#include "simulator/scenario/single_choice.h"

namespace stampede::scenario {
namespace {

constexpr Numbers kParetoAlphas = {0.01, 100};

// Reads a key that the alternative cannot do without.
void need(const Section& section, std::string_view key, Duration& target, Durations range) {
  if (section.require(key, "a duration")) section.read(key, target, range);
}

void check_order(const Section& section, Duration min, Duration max) {
  if (section.problems().touch(section.path()) || min <= max) return;
  section.problems().add(section.path(), fmt::format("min ({}) is greater than max ({})", shown(min), shown(max)));
}

TimeDistribution read_uniform(const Section& section) {
  UniformTime uniform;
  need(section, "min", uniform.min, kAnyDuration);
  need(section, "max", uniform.max, kAnyDuration);
  check_order(section, uniform.min, uniform.max);
  return uniform;
}

TimeDistribution read_exponential(const Section& section) {
  ExponentialTime exponential;
  need(section, "mean", exponential.mean, kPositiveDuration);
  return exponential;
}

TimeDistribution read_lognormal(const Section& section) {
  LognormalTime lognormal;
  need(section, "median", lognormal.median, kPositiveDuration);
  need(section, "p99", lognormal.p99, kPositiveDuration);
  if (!section.problems().touch(section.path()) && lognormal.p99 <= lognormal.median) {
    section.problems().add(section.path_of("p99"), fmt::format("expected more than the median ({}), found {}",
                                                               shown(lognormal.median), shown(lognormal.p99)));
  }
  return lognormal;
}

TimeDistribution read_pareto(const Section& section) {
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

void read_constant(const Item& item, TimeDistribution& target) {
  if (const auto value = item.duration(kAnyDuration)) target = ConstantTime{*value};
}

}  // namespace

void read_time_distribution(const Item& item, TimeDistribution& target) {
  if (item.json().is_string()) return read_constant(item, target);
  if (!item.json().is_object()) {
    return item.expected("a duration, or an object with one of constant, uniform, exponential, lognormal, pareto");
  }
  const Section section(item);
  constexpr std::array<std::string_view, 5> alternatives = {"constant", "uniform", "exponential", "lognormal",
                                                            "pareto"};
  const auto kind = single_choice(section, alternatives);
  if (!kind) return;
  const Item parameters = *section.find(*kind);
  if (kind == "constant") return read_constant(parameters, target);
  const Section distribution(parameters);
  if (!distribution.is_object()) return;
  if (kind == "uniform") target = read_uniform(distribution);
  if (kind == "exponential") target = read_exponential(distribution);
  if (kind == "lognormal") target = read_lognormal(distribution);
  if (kind == "pareto") target = read_pareto(distribution);
}

}  // namespace stampede::scenario
