// JSON by path, and fields of the context.
#include "reports/comparison/differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/comparison/comparison.h"
#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kWithoutEffect[] = {"name", "summary",     "description", "look_at", "strategies",
                                               "seed", "repetitions", "series_step", "ideal",   "objectives"};
constexpr std::size_t kValueWidthMax = 60;

std::string in_both(std::string_view name, const std::string& baseline, const std::string& head) {
  return fmt::format("{}: {} in the baseline, {} in the head", name, short_name(baseline, kValueWidthMax),
                     short_name(head, kValueWidthMax));
}

std::string text_of(const Json* json) {
  return json == nullptr ? "absent" : json->dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json* member(const Json& json, const std::string& name) {
  const auto found = json.find(name);
  return found == json.end() ? nullptr : &*found;
}

// Null in a scenario says the same as an absent entry, and so does a section of such.
bool is_nothing(const Json* json) {
  if (json == nullptr || json->is_null()) return true;
  return json->is_object() &&
         std::all_of(json->begin(), json->end(), [](const Json& each) { return is_nothing(&each); });
}

// Null pointers stand for what is absent.
void collect(const Json* baseline, const Json* head, const std::string& path, std::vector<std::string>& differences) {
  if (is_nothing(baseline) && is_nothing(head)) return;
  if (baseline != nullptr && head != nullptr) {
    if (*baseline == *head) return;
    if (baseline->is_object() && head->is_object()) {
      std::set<std::string> names;
      for (const Json* side : {baseline, head}) {
        for (const auto& [name, value] : side->items()) names.insert(name);
      }
      for (const std::string& name : names) {
        collect(member(*baseline, name), member(*head, name), path.empty() ? name : fmt::format("{}.{}", path, name),
                differences);
      }
      return;
    }
    if (baseline->is_array() && head->is_array() && baseline->size() == head->size()) {
      for (std::size_t i = 0; i < head->size(); ++i) {
        collect(&(*baseline)[i], &(*head)[i], fmt::format("{}[{}]", path, i), differences);
      }
      return;
    }
  }
  differences.push_back(in_both(short_name(path), text_of(baseline), text_of(head)));
}

void add_if_different(std::string_view name, const std::string& baseline, const std::string& head,
                      std::vector<std::string>& differences) {
  const auto shown = [](const std::string& text) { return text.empty() ? std::string("unknown") : text; };
  if (baseline != head) differences.push_back(in_both(name, shown(baseline), shown(head)));
}

std::string plugins_text(const std::vector<Plugin>& plugins) {
  std::vector<std::string> texts;
  for (const Plugin& plugin : plugins) {
    constexpr std::size_t kHashShown = 12;
    texts.push_back(fmt::format("{} ({})", plugin.file, plugin.hash.substr(0, kHashShown)));
  }
  return texts.empty() ? "none" : fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace

std::vector<std::string> scenario_differences(const std::string& baseline_json, const std::string& head_json,
                                              std::string_view world) {
  Json baseline = Json::parse(baseline_json, nullptr, /*allow_exceptions=*/false);
  Json head = Json::parse(head_json, nullptr, /*allow_exceptions=*/false);
  for (Json* side : {&baseline, &head}) {
    if (!side->is_object()) continue;
    for (const std::string_view name : kWithoutEffect) side->erase(std::string(name));
    if (world == "live") side->erase("network");
  }
  std::vector<std::string> differences;
  collect(&baseline, &head, "", differences);
  return differences;
}

std::vector<std::string> machine_differences(const Context& baseline, const Context& head) {
  std::vector<std::string> differences;
  add_if_different("host", baseline.host, head.host, differences);
  add_if_different("processors", std::to_string(baseline.cpus), std::to_string(head.cpus), differences);
  add_if_different("build", baseline.build, head.build, differences);
  return differences;
}

std::vector<std::string> version_differences(const Context& baseline, const Context& head, std::string_view world) {
  std::vector<std::string> differences;
  add_if_different("version of stampede", baseline.version, head.version, differences);
  add_if_different("commit of stampede", baseline.git, head.git, differences);
  if (world == "live") {
    add_if_different("compiler", baseline.compiler, head.compiler, differences);
    add_if_different("version of Redis", baseline.redis_version, head.redis_version, differences);
  }
  if (baseline.plugins != head.plugins) {
    differences.push_back(in_both("plug-ins", plugins_text(baseline.plugins), plugins_text(head.plugins)));
  }
  return differences;
}

std::vector<std::string> parameter_differences(const RunResult& baseline, const RunResult& head) {
  std::vector<std::string> differences;
  for (const auto& [name, value] : baseline.parameters) {
    const auto other = head.parameters.find(name);
    if (other != head.parameters.end() && other->second != value) {
      differences.push_back(in_both(short_name(name), value, other->second));
    }
  }
  return differences;
}

std::vector<std::string> parameters_of_one(const RunResult& baseline, const RunResult& head) {
  std::vector<std::string> differences;
  const auto add = [&](const RunResult& one, const RunResult& other, const char* side) {
    for (const auto& [name, value] : one.parameters) {
      if (other.parameters.contains(name)) continue;
      differences.push_back(
          fmt::format("{} ({}) only in the {}", short_name(name), short_name(value, kValueWidthMax), side));
    }
  };
  add(baseline, head, "baseline");
  add(head, baseline, "head");
  return differences;
}

}  // namespace stampede::reports
