// Finding shipped scenarios in their folder.
#include "simulator/scenario/shipped.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "simulator/scenario/json_text.h"
#include "strategies/nearest_name.h"

namespace stampede::scenario {
namespace {

namespace fs = std::filesystem;

std::string text_of(const Json& document, const char* key) {
  const auto found = document.find(key);
  return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

ShippedScenario shipped_in(const fs::path& path) {
  ShippedScenario shipped;
  shipped.name = path.stem().string();
  shipped.path = path.string();
  shipped.group = path.parent_path().filename().string();
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  Problems problems;
  const std::optional<Json> document = parse_json(text.str(), problems);
  if (!document || !document->is_object()) return shipped;
  shipped.summary = text_of(*document, "summary");
  shipped.description = text_of(*document, "description");
  const auto live = document->find("live_under_a_minute");
  shipped.live_under_a_minute = live != document->end() && *live == true;
  if (const auto look_at = document->find("look_at"); look_at != document->end() && look_at->is_array()) {
    for (const Json& metric : *look_at) {
      if (metric.is_string()) shipped.look_at.push_back(metric.get<std::string>());
    }
  }
  return shipped;
}

bool is_scenario(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  return entry.is_regular_file() && name.ends_with(".json") && !name.ends_with(".schema.json");
}

}  // namespace

std::vector<ShippedScenario> list_shipped(const std::string& folder) {
  std::vector<ShippedScenario> shipped;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error)) {
    if (!is_scenario(entry)) continue;
    shipped.push_back(shipped_in(entry.path()));
  }
  std::sort(shipped.begin(), shipped.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return shipped;
}

FoundScenario find_scenario(const std::string& name, const std::string& folder) {
  std::error_code error;
  if (fs::is_regular_file(name, error)) return {name, {}};
  const std::vector<ShippedScenario> shipped = list_shipped(folder);
  std::vector<std::string_view> names;
  for (const ShippedScenario& scenario : shipped) {
    if (scenario.name == name) return {scenario.path, {}};
    names.push_back(scenario.name);
  }
  std::string near = suggestion(name, names);
  if (near.empty() && !names.empty()) near = "; stampede list scenarios shows those that there are";
  return {{}, fmt::format("no file and no shipped scenario \"{}\"{}", name, near)};
}

}  // namespace stampede::scenario
