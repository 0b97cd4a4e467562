// The origin: compute time, capacity, failures, pauses.
#include <array>
#include <nlohmann/json.hpp>

#include "simulator/scenario/read_key_differences.h"
#include "simulator/scenario/sections.h"
#include "simulator/scenario/time_distribution.h"

namespace stampede::scenario {
namespace {

constexpr Counts kCapacities = {1, 1'000'000};
constexpr Counts kPauseIntervals = {1, 1'000'000'000};
constexpr Numbers kShares = {0, 1};
constexpr std::array<std::string_view, 2> kBeyond = {"queue", "slow_down"};

void read_beyond(const Section& section, Origin& origin) {
  const auto item = section.find("beyond");
  if (!item) return;
  const std::optional<std::size_t> index = item->choice(kBeyond);
  if (!index) return;
  origin.beyond = static_cast<BeyondCapacity>(*index);
  if (origin.beyond == BeyondCapacity::slow_down && !origin.capacity && !item->problems().touch("origin.capacity")) {
    item->report("there is nothing beyond a capacity without a limit; expected origin.capacity beside it");
  }
}

void read_pause(const Item& item, std::optional<Pause>& target) {
  if (item.is_none()) return target.reset();
  const Section section(item);
  Pause pause;
  if (section.require("every", "a number of computations")) section.read("every", pause.every, kPauseIntervals);
  if (section.require("for", "a duration")) section.read("for", pause.duration, kPositiveDuration);
  target = pause;
}

}  // namespace

void read_origin(const Section& file, Scenario& scenario) {
  const auto item = file.find("origin");
  if (!item) return;
  const Section section(*item);
  if (const auto time = section.find("compute_time")) read_time_distribution(*time, scenario.origin.compute_time);
  if (const auto factor = section.find("compute_time_per_key")) {
    read_compute_time_per_key(*factor, scenario.origin.compute_time_per_key);
  }
  section.read("capacity", scenario.origin.capacity, kCapacities);
  read_beyond(section, scenario.origin);
  section.read("error_rate", scenario.origin.error_rate, kShares);
  if (const auto pause = section.find("pause")) read_pause(*pause, scenario.origin.pause);
  section.read("row_read_time", scenario.origin.row_read_time, kAnyDuration);
  section.read("row_write_time", scenario.origin.row_write_time, kAnyDuration);
}

}  // namespace stampede::scenario
