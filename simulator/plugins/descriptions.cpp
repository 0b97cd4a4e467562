#include "simulator/plugins/descriptions.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

namespace stampede::plugins {

namespace {

constexpr std::string_view kNameForm = "expected small letters, digits and underscores, a letter first";

bool is_name(std::string_view name) {
  const auto is_letter = [](char letter) { return letter >= 'a' && letter <= 'z'; };
  const auto is_allowed = [&](char letter) {
    return is_letter(letter) || (letter >= '0' && letter <= '9') || letter == '_';
  };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), is_allowed);
}

// The place of the type among those that a parameter's value can have.
std::size_t index_of(ParameterType type) {
  switch (type) {
    case ParameterType::boolean:
      return ParameterValue(false).index();
    case ParameterType::integer:
      return ParameterValue(std::int64_t{}).index();
    case ParameterType::real:
      return ParameterValue(double{}).index();
    case ParameterType::duration:
      return ParameterValue(Duration{}).index();
    case ParameterType::choice:
    case ParameterType::text:
      break;
  }
  return ParameterValue(std::string()).index();
}

std::string problem_of(const ParameterSpec& spec) {
  if (!is_name(spec.name)) return fmt::format("{}, found \"{}\"", kNameForm, spec.name);
  for (const std::optional<ParameterValue>& value : {spec.default_value, spec.min, spec.max}) {
    if (value && value->index() != index_of(spec.type)) return "its default or a limit is of another type than itself";
  }
  const bool may_be_none = spec.optional || spec.default_from != DefaultFrom::constant;
  if (!spec.default_value && !may_be_none) return "it has no default, and may not be none";
  return {};
}

std::string problem_of_parameters(const StrategyInfo& info) {
  std::set<std::string_view> names;
  for (const ParameterSpec& spec : info.parameters) {
    if (const std::string problem = problem_of(spec); !problem.empty()) {
      return fmt::format("parameter {}: {}", spec.name, problem);
    }
    if (!names.insert(spec.name).second) return fmt::format("parameter {} is described twice", spec.name);
  }
  return {};
}

std::string problem_of_name(std::string_view name, const Registry& registry) {
  // In a scenario this key has another meaning.
  if (name == "layers") return "the name has a meaning of its own in scenarios; choose another one";
  const StrategyInfo* const other = registry.find(name);
  if (other == nullptr) return {};
  const std::string where = other->plugin.empty() ? "this program" : "the plug-in " + other->plugin;
  return fmt::format("{} has a strategy of this name already", where);
}

std::string problem_of(const StrategyInfo& info, const Registry& registry) {
  if (std::string problem = problem_of_name(info.name, registry); !problem.empty()) return problem;
  if (info.summary.empty() || info.summary.find('\n') != std::string::npos) return "its summary must be one line";
  // Only the harness could work out a bound.
  if (info.is_bound) return "is_bound is not for plug-ins";
  if (!info.create) return "it has no create";
  return problem_of_parameters(info);
}

}  // namespace

std::vector<std::string> problems_of(std::span<const StrategyInfo> strategies, const Registry& registry) {
  if (strategies.empty()) return {"it brings no strategy"};
  std::vector<std::string> problems;
  std::set<std::string_view> names;
  for (const StrategyInfo& info : strategies) {
    if (!is_name(info.name)) {
      problems.push_back(fmt::format("the name of a strategy: {}, found \"{}\"", kNameForm, info.name));
    } else if (!names.insert(info.name).second) {
      problems.push_back(fmt::format("{}: it brings two strategies of this name", info.name));
    } else if (const std::string problem = problem_of(info, registry); !problem.empty()) {
      problems.push_back(fmt::format("{}: {}", info.name, problem));
    }
  }
  return problems;
}

}  // namespace stampede::plugins
