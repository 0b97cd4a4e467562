// Metrics that a scenario names: those to look at, and objectives, which are bounds on metrics.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "simulator/scenario/paths.h"
#include "simulator/scenario/sections.h"
#include "strategies/nearest_name.h"

namespace stampede::scenario {
namespace {

constexpr Numbers kBounds = {std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max()};

void read_bound(const Section& section, std::string_view key, std::optional<double>& target) {
  const auto item = section.find(key);
  if (!item || item->is_none()) return;
  if (!item->json().is_number()) return item->expected("a number, or null");
  section.read(key, target, kBounds);
}

bool is_metric(const Item& item, std::string_view metric, std::span<const std::string_view> metric_names) {
  const bool known = std::find(metric_names.begin(), metric_names.end(), metric) != metric_names.end();
  if (!known) item.report(fmt::format("unknown metric{}", suggestion(metric, metric_names)));
  return known;
}

void read_objective(const Item& item, std::string_view metric, std::span<const std::string_view> metric_names,
                    Scenario& scenario) {
  if (!is_metric(item, metric, metric_names)) return;
  const Section section(item);
  Objective objective{std::string(metric), {}, {}};
  read_bound(section, "min", objective.min);
  read_bound(section, "max", objective.max);
  if (item.problems().touch(item.path())) return;
  if (!objective.min && !objective.max) item.report("sets no bound; expected min, max or both");
  if (objective.min && objective.max && *objective.min > *objective.max) {
    item.report(
        fmt::format("min ({}) is greater than max ({}): nothing could meet it", *objective.min, *objective.max));
  }
  scenario.objectives.push_back(std::move(objective));
}

}  // namespace

void read_look_at(const Section& file, std::span<const std::string_view> metric_names, Scenario& scenario) {
  const auto look_at = file.find("look_at");
  if (!look_at) return;
  if (!look_at->json().is_array()) return look_at->expected("a list of metrics");
  for (std::size_t i = 0; i < look_at->json().size(); ++i) {
    const Item item(look_at->json()[i], path_of_index(look_at->path(), i), file.problems());
    if (!item.json().is_string()) {
      item.expected("the name of a metric");
    } else if (const auto& metric = item.json().get_ref<const std::string&>(); is_metric(item, metric, metric_names)) {
      scenario.look_at.push_back(metric);
    }
  }
}

void read_objectives(const Section& file, std::span<const std::string_view> metric_names, Scenario& scenario) {
  const auto objectives = file.find("objectives");
  if (!objectives) return;
  if (!objectives->json().is_object()) return objectives->expected("an object {METRIC: {\"min\": ..., \"max\": ...}}");
  for (const auto& [metric, bounds] : objectives->json().items()) {
    const Item item(bounds, path_of_key(objectives->path(), metric), file.problems());
    read_objective(item, metric, metric_names, scenario);
  }
}

}  // namespace stampede::scenario
