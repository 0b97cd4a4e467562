#include "simulator/scenario/read_key_differences.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "simulator/scenario/single_choice.h"
#include "simulator/scenario/sizes.h"

namespace stampede::scenario {
namespace {

constexpr Numbers kShares = {1e-7, 1};
constexpr Numbers kFactors = {0, 1'000'000};
constexpr Numbers kFactorsAbove1 = {1, 1'000'000};

void need(const Section& section, std::string_view key, std::uint64_t& target) {
  const auto item = section.require(key, "a size");
  if (!item) return;
  if (const auto size = item->size(kValueSizes)) target = *size;
}

void need(const Section& section, std::string_view key, double& target, Numbers range) {
  if (section.require(key, "a number")) section.read(key, target, range);
}

SizeDistribution read_uniform_size(const Section& section) {
  UniformSize sizes;
  need(section, "min", sizes.min_bytes);
  need(section, "max", sizes.max_bytes);
  if (!section.problems().touch(section.path()) && sizes.min_bytes > sizes.max_bytes) {
    section.problems().add(section.path(), fmt::format("min (\"{}\") is greater than max (\"{}\")",
                                                       format_size(sizes.min_bytes), format_size(sizes.max_bytes)));
  }
  return sizes;
}

SizeDistribution read_lognormal_size(const Section& section) {
  LognormalSize sizes;
  need(section, "median", sizes.median_bytes);
  need(section, "p99", sizes.p99_bytes);
  if (!section.problems().touch(section.path()) && sizes.p99_bytes <= sizes.median_bytes) {
    section.problems().add(section.path_of("p99"),
                           fmt::format("expected more than the median (\"{}\"), found \"{}\"",
                                       format_size(sizes.median_bytes), format_size(sizes.p99_bytes)));
  }
  return sizes;
}

UniformFactor read_uniform_factor(const Section& section) {
  UniformFactor factors;
  need(section, "min", factors.min, kFactors);
  need(section, "max", factors.max, kFactors);
  if (!section.problems().touch(section.path()) && factors.min > factors.max) {
    section.problems().add(section.path(), fmt::format("min ({}) is greater than max ({})", factors.min, factors.max));
  }
  return factors;
}

}  // namespace

MovingPopularity read_moving(const Section& section) {
  MovingPopularity moving;
  need(section, "share", moving.share, kShares);
  if (section.require("every", "a duration")) section.read("every", moving.every, kPositiveDuration);
  section.read("by", moving.by, kShares);
  section.read("requests", moving.requests, kShares);
  return moving;
}

void read_value_size(const Item& item, Keys& keys) {
  if (!item.json().is_object()) {
    if (const auto size = item.size(kValueSizes)) keys.value_size_bytes = *size;
    return;
  }
  const Section section(item);
  constexpr std::array<std::string_view, 2> alternatives = {"uniform", "lognormal"};
  const auto kind = single_choice(section, alternatives);
  if (!kind) return;
  const Section sizes(*section.find(*kind));
  if (!sizes.is_object()) return;
  keys.value_size_per_key = kind == "uniform" ? read_uniform_size(sizes) : read_lognormal_size(sizes);
}

void read_compute_time_per_key(const Item& item, std::optional<FactorDistribution>& target) {
  if (item.is_none()) return target.reset();
  if (!item.json().is_object()) return item.expected("an object with one of uniform, lognormal, dear, or null");
  const Section section(item);
  constexpr std::array<std::string_view, 3> alternatives = {"uniform", "lognormal", "dear"};
  const auto kind = single_choice(section, alternatives);
  if (!kind) return;
  const Section factors(*section.find(*kind));
  if (!factors.is_object()) return;
  if (kind == "uniform") {
    target = read_uniform_factor(factors);
  } else if (kind == "lognormal") {
    LognormalFactor lognormal;
    need(factors, "p99", lognormal.p99, kFactorsAbove1);
    target = lognormal;
  } else {
    DearKeys dear;
    need(factors, "share", dear.share, kShares);
    need(factors, "factor", dear.factor, kFactors);
    target = dear;
  }
}

}  // namespace stampede::scenario
