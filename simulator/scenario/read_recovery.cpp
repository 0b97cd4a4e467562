// Recovery from faults: how it is judged, and whether there is anything to judge.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "simulator/scenario/paths.h"
#include "simulator/scenario/sections.h"

namespace stampede::scenario {
namespace {

constexpr Numbers kTolerances = {0.001, 0.5};
constexpr std::array<std::string_view, 3> kMetrics = {"recovered", "recovery_s", "recomputations.amplification"};

bool is_of_recovery(std::string_view metric) {
  return std::find(kMetrics.begin(), kMetrics.end(), metric) != kMetrics.end();
}

// The load has to go on for a window after the last fault, and to be measured from there on.
void check_time(const Item& item, const Scenario& scenario) {
  Problems& problems = item.problems();
  if (problems.touch("faults") || problems.touch("duration") || problems.touch("load") || problems.touch("warm_up")) {
    return;
  }
  if (scenario.faults.empty()) return item.report("there is nothing to recover from; expected faults");
  const Duration last = end_of_last_fault(scenario.faults);
  if (last < scenario.warm_up) {
    item.report(fmt::format("the last fault is over at {}, before anything is measured (warm_up is {})", shown(last),
                            shown(scenario.warm_up)));
  } else if (last >= scenario.duration) {
    item.report(
        fmt::format("the last fault is over at {}, when the load ends: expected a longer duration, so that "
                    "recovery can be seen",
                    shown(last)));
  } else if (const auto window = scenario.recovery->window; window && *window > scenario.duration - last) {
    problems.add(path_of_key(item.path(), "window"),
                 fmt::format("is {}, but the load goes on for {} only after the last fault", shown(*window),
                             shown(scenario.duration - last)));
  }
}

}  // namespace

void read_recovery(const Section& file, Scenario& scenario) {
  const auto item = file.find("recovery");
  if (!item || item->is_none()) return;
  scenario.recovery.emplace();
  const Section section(*item);
  if (!section.is_object()) return;
  section.read("within", scenario.recovery->within, kTolerances);
  section.read("window", scenario.recovery->window, kPositiveDuration);
  check_time(*item, scenario);
}

void check_recovery_metrics(const Section& file, const Scenario& scenario) {
  if (scenario.recovery || file.has("recovery")) return;
  constexpr std::string_view kMissing = "is known only with \"recovery\": {} in the scenario";
  for (std::size_t i = 0; i < scenario.look_at.size(); ++i) {
    if (is_of_recovery(scenario.look_at[i])) file.problems().add(path_of_index("look_at", i), std::string(kMissing));
  }
  for (const Objective& objective : scenario.objectives) {
    if (is_of_recovery(objective.metric)) {
      file.problems().add(path_of_key("objectives", objective.metric), std::string(kMissing));
    }
  }
}

}  // namespace stampede::scenario
