// Ramps, steps, day and night, and bursts that come by chance.
#include "simulator/scenario/read_load_shapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace stampede::scenario {
namespace {

constexpr Numbers kRatesOrNone = {0, 1e9};
constexpr Numbers kShares = {0, 1};
constexpr std::size_t kEntriesMax = 1000;

// Zero is a rate as good as any other, but a load without any request is a mistake.
template <typename Entry>
void check_rates(const Item& item, const std::vector<Entry>& entries) {
  if (item.problems().touch(item.path())) return;
  const bool has_requests =
      std::any_of(entries.begin(), entries.end(), [](const Entry& entry) { return entry.rate_per_s > 0; });
  if (!has_requests) item.report("has no rate above 0: no request would come");
}

void read_rate(const Section& section, double& rate_per_s) {
  if (section.require("rate", "a number of requests per second")) section.read("rate", rate_per_s, kRatesOrNone);
}

// An array of that many objects or more; false if it is none, which is reported.
bool has_entries(const Item& item, std::size_t least, std::string_view what) {
  const std::size_t size = item.json().is_array() ? item.json().size() : 0;
  if (size >= least && size <= kEntriesMax) return true;
  item.expected(fmt::format("an array of {} to {} {}", least, kEntriesMax, what));
  return false;
}

}  // namespace

Load read_ramp(const Section& section) {
  RampLoad load;
  const Section ramp(*section.find("ramp"));
  if (ramp.require("start", "a number of requests per second")) ramp.read("start", load.start_per_s, kRatesOrNone);
  if (ramp.require("end", "a number of requests per second")) ramp.read("end", load.end_per_s, kRatesOrNone);
  if (!section.problems().touch(ramp.path()) && load.start_per_s + load.end_per_s <= 0) {
    section.problems().add(ramp.path(), "goes from 0 to 0: no request would come");
  }
  read_span(section, load);
  return load;
}

Load read_steps(const Section& section) {
  StepsLoad load;
  const Item item = *section.find("steps");
  if (!has_entries(item, 1, R"(steps such as {"rate": 100, "for": "10s"})")) return load;
  for_each_element(item, [&](const Item& element) {
    const Section entry(element);
    RateStep step;
    read_rate(entry, step.rate_per_s);
    if (entry.require("for", "a duration")) entry.read("for", step.length, kPositiveDuration);
    // Each is fine by itself; their sum must not overflow before it is looked at.
    if (length_of(load.steps) <= kLongestDuration) load.steps.push_back(step);
  });
  check_rates(item, load.steps);
  read_span(section, load);
  if (section.problems().touch(section.path())) return load;
  if (length_of(load.steps) > kLongestDuration) {
    item.report(fmt::format("is longer than {} in all", shown(kLongestDuration)));
  } else if (load.length == Duration::zero()) {
    load.length = length_of(load.steps);
  }
  return load;
}

Load read_diurnal(const Section& section) {
  DiurnalLoad load;
  const Section diurnal(*section.find("diurnal"));
  if (diurnal.require("mean", "a number of requests per second")) diurnal.read("mean", load.mean_per_s, kRates);
  diurnal.read("amplitude", load.amplitude, kShares);
  diurnal.read("period", load.period, kPositiveDuration);
  diurnal.read("phase", load.phase, kShares);
  read_span(section, load);
  return load;
}

Load read_bursty(const Section& section) {
  BurstyLoad load;
  const Item item = *section.find("bursty");
  if (!has_entries(item, 2, R"(states such as {"rate": 100, "dwell": "10s"})")) return load;
  for_each_element(item, [&](const Item& element) {
    const Section entry(element);
    RateState state;
    read_rate(entry, state.rate_per_s);
    if (entry.require("dwell", "a duration")) entry.read("dwell", state.dwell, kPositiveDuration);
    load.states.push_back(state);
  });
  check_rates(item, load.states);
  read_span(section, load);
  return load;
}

}  // namespace stampede::scenario
