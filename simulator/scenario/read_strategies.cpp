// The scenario's list of strategies.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulator/scenario/layered_choice.h"
#include "simulator/scenario/paths.h"
#include "simulator/scenario/sections.h"
#include "simulator/scenario/strategy_list.h"

namespace stampede::scenario {
namespace {

constexpr std::string_view kLayerForm = "a strategy's name, or an object {NAME: {PARAMETER: VALUE}}";
constexpr std::string_view kForm =
    "a strategy's name, an object {NAME: {PARAMETER: VALUE}}, or an object {\"layers\": [TOP, ..., BOTTOM]}";
constexpr std::string_view kLayers = "layers";

bool has_type(const Json& json, const ParameterSpec& spec) {
  if (json.is_null()) return spec.optional;
  switch (spec.type) {
    case ParameterType::boolean:
      return json.is_boolean();
    case ParameterType::integer:
    case ParameterType::real:
      return json.is_number();
    case ParameterType::duration:
    case ParameterType::choice:
    case ParameterType::text:
      return json.is_string();
  }
  return false;
}

std::string notation(const Json& json) {
  if (json.is_null()) return "none";
  if (json.is_string()) return json.get<std::string>();
  return json.dump();
}

const ParameterSpec* find_spec(const StrategyInfo& info, std::string_view name) {
  for (const ParameterSpec& spec : info.parameters) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

// Wrong types are reported here, where the JSON is still known; the rest is checked on the texts.
std::map<std::string, std::string> read_parameters(const Item& item, const StrategyInfo& info) {
  std::map<std::string, std::string> given;
  if (!item.json().is_object()) {
    item.expected("an object {PARAMETER: VALUE}");
    return given;
  }
  for (const auto& [name, value] : item.json().items()) {
    const ParameterSpec* spec = find_spec(info, name);
    if (spec == nullptr || has_type(value, *spec)) {
      given.emplace(name, notation(value));
    } else {
      Item(value, path_of_key(item.path(), name), item.problems()).expected(spec->expectation());
    }
  }
  return given;
}

std::optional<StrategyChoice> read_layer(const Item& item, const Registry& registry, const FreshnessPromise& freshness,
                                         std::string_view form) {
  const Json& json = item.json();
  if (json.is_string()) {
    const StrategyInfo* info = find_strategy(registry, json.get<std::string>(), item.path(), item.problems());
    if (info == nullptr) return std::nullopt;
    return complete_choice(*info, {}, freshness, item.path(), item.problems());
  }
  if (!json.is_object() || json.size() != 1) {
    item.expected(form);
    return std::nullopt;
  }
  const std::string& name = json.begin().key();
  const Item parameters(json.begin().value(), path_of_key(item.path(), name), item.problems());
  const StrategyInfo* info = find_strategy(registry, name, item.path(), item.problems());
  if (info == nullptr) return std::nullopt;
  return complete_choice(*info, read_parameters(parameters, *info), freshness, parameters.path(), item.problems());
}

std::optional<StrategyChoice> read_choice(const Item& item, const Registry& registry,
                                          const FreshnessPromise& freshness) {
  const Json& json = item.json();
  if (!json.is_object() || json.size() != 1 || json.begin().key() != kLayers) {
    return read_layer(item, registry, freshness, kForm);
  }
  const Item list(json.begin().value(), path_of_key(item.path(), kLayers), item.problems());
  std::vector<StrategyChoice> layers;
  std::size_t elements = 0;
  for_each_element(list, [&](const Item& layer) {
    ++elements;
    const auto choice = read_layer(layer, registry, freshness, kLayerForm);
    if (!choice) return;
    layers.push_back(*choice);
    if (registry.find(choice->name)->is_bound) {
      layer.report(fmt::format("{} is no strategy, and cannot be a layer", choice->name));
    }
  });
  if (list.json().is_array() && elements < 2) list.expected("at least two layers, top first");
  if (const std::string twice = repeated_layer(layers); !twice.empty()) {
    list.report(fmt::format("{} occurs twice; each strategy can be there once", twice));
  }
  if (layers.size() != elements || elements < 2) return std::nullopt;
  return stack_of_choices(layers);
}

}  // namespace

void read_strategies(const Section& file, const Registry& registry, Scenario& scenario) {
  const auto list = file.find("strategies");
  if (!list) return;
  std::vector<std::string> paths;
  for_each_element(*list, [&](const Item& item) {
    const auto choice = read_choice(item, registry, scenario.freshness);
    if (!choice || item.problems().touch(item.path())) return;
    const auto& known = scenario.strategies;
    const auto twin =
        std::find_if(known.begin(), known.end(), [&](const auto& other) { return is_same(*choice, other); });
    if (twin != known.end()) {
      item.report(fmt::format("is the same as {}: {} with the same parameters",
                              paths[static_cast<std::size_t>(twin - known.begin())], choice->name));
      return;
    }
    scenario.strategies.push_back(*choice);
    paths.push_back(item.path());
  });
  if (list->json().is_array() && list->json().empty()) list->expected("at least one strategy");
}

}  // namespace stampede::scenario
