// Parameters: how they are described, and how a complete set is read.
#include "strategies/parameters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <limits>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "strategies/units.h"

namespace stampede {
namespace {

std::string limits_text(const ParameterSpec& spec) {
  const bool has_min = spec.min && *spec.min != ParameterValue(std::numeric_limits<std::int64_t>::min());
  const bool has_max = spec.max && *spec.max != ParameterValue(std::numeric_limits<std::int64_t>::max()) &&
                       *spec.max != ParameterValue(Duration::max());
  if (has_min && has_max) return fmt::format(" from {} to {}", to_text(spec.min), to_text(spec.max));
  if (has_min) return fmt::format(" of at least {}", to_text(spec.min));
  if (has_max) return fmt::format(" of at most {}", to_text(spec.max));
  return {};
}

std::string kind_text(const ParameterSpec& spec) {
  switch (spec.type) {
    case ParameterType::boolean:
      return "true or false";
    case ParameterType::integer:
      return "an integer" + limits_text(spec);
    case ParameterType::real:
      return "a number" + limits_text(spec);
    case ParameterType::duration:
      return "a duration" + limits_text(spec);
    case ParameterType::choice:
      return fmt::format("one of {}", fmt::join(spec.choices, ", "));
    case ParameterType::text:
      return "a text";
  }
  return {};
}

ParameterSpec described(std::string name, ParameterType type, std::string meaning) {
  ParameterSpec spec;
  spec.name = std::move(name);
  spec.type = type;
  spec.meaning = std::move(meaning);
  return spec;
}

std::logic_error no_such_value(std::string_view name, std::string_view type) {
  return std::logic_error(
      fmt::format("the strategy asks for a parameter {} of type {}, which it does not describe", name, type));
}

template <typename Value>
const Value& typed(const std::optional<ParameterValue>& value, std::string_view name, std::string_view type) {
  if (!value || !std::holds_alternative<Value>(*value)) throw no_such_value(name, type);
  return std::get<Value>(*value);
}

}  // namespace

ParameterSpec ParameterSpec::boolean(std::string name, bool default_value, std::string meaning) {
  ParameterSpec spec = described(std::move(name), ParameterType::boolean, std::move(meaning));
  spec.default_value = default_value;
  return spec;
}

ParameterSpec ParameterSpec::integer(std::string name, std::int64_t default_value, std::int64_t min, std::int64_t max,
                                     std::string meaning) {
  ParameterSpec spec = described(std::move(name), ParameterType::integer, std::move(meaning));
  spec.default_value = default_value;
  spec.min = min;
  spec.max = max;
  return spec;
}

ParameterSpec ParameterSpec::real(std::string name, double default_value, double min, double max, std::string meaning) {
  ParameterSpec spec = described(std::move(name), ParameterType::real, std::move(meaning));
  spec.default_value = default_value;
  spec.min = min;
  spec.max = max;
  return spec;
}

ParameterSpec ParameterSpec::duration(std::string name, Duration default_value, Duration min, Duration max,
                                      std::string meaning) {
  ParameterSpec spec = described(std::move(name), ParameterType::duration, std::move(meaning));
  spec.default_value = default_value;
  spec.min = min;
  spec.max = max;
  return spec;
}

ParameterSpec ParameterSpec::duration_from(std::string name, DefaultFrom from, Duration min, Duration max,
                                           std::string meaning) {
  ParameterSpec spec = duration(std::move(name), Duration::zero(), min, max, std::move(meaning));
  spec.default_value.reset();
  spec.default_from = from;
  return spec;
}

ParameterSpec ParameterSpec::optional_duration(std::string name, Duration min, Duration max, std::string meaning) {
  ParameterSpec spec = duration(std::move(name), Duration::zero(), min, max, std::move(meaning));
  spec.default_value.reset();
  spec.optional = true;
  return spec;
}

ParameterSpec ParameterSpec::choice(std::string name, std::vector<std::string> choices, std::string meaning) {
  ParameterSpec spec = described(std::move(name), ParameterType::choice, std::move(meaning));
  spec.default_value = choices.at(0);
  spec.choices = std::move(choices);
  return spec;
}

ParameterSpec ParameterSpec::string(std::string name, std::string default_value, std::string meaning) {
  ParameterSpec spec = described(std::move(name), ParameterType::text, std::move(meaning));
  spec.default_value = std::move(default_value);
  return spec;
}

std::string ParameterSpec::expectation() const { return kind_text(*this) + (optional ? ", or none" : ""); }

std::string ParameterSpec::default_text() const {
  switch (default_from) {
    case DefaultFrom::fresh_for:
      return "fresh_for of the scenario";
    case DefaultFrom::keep_for:
      return "keep_for of the scenario";
    case DefaultFrom::constant:
      break;
  }
  return to_text(default_value);
}

bool Parameters::flag(std::string_view name) const { return typed<bool>(at(name), name, "boolean"); }

std::int64_t Parameters::integer(std::string_view name) const { return typed<std::int64_t>(at(name), name, "integer"); }

double Parameters::real(std::string_view name) const { return typed<double>(at(name), name, "real"); }

Duration Parameters::duration(std::string_view name) const { return typed<Duration>(at(name), name, "duration"); }

std::optional<Duration> Parameters::optional_duration(std::string_view name) const {
  const std::optional<ParameterValue>& value = at(name);
  if (!value) return std::nullopt;
  return typed<Duration>(value, name, "duration");
}

const std::string& Parameters::text(std::string_view name) const { return typed<std::string>(at(name), name, "text"); }

const std::optional<ParameterValue>& Parameters::at(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) throw no_such_value(name, "any");
  return found->second;
}

std::string to_text(const std::optional<ParameterValue>& value) {
  if (!value) return "none";
  return std::visit(
      [](const auto& content) -> std::string {
        using Content = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Content, Duration>) {
          return format_duration(content);
        } else {
          return fmt::format("{}", content);
        }
      },
      *value);
}

}  // namespace stampede
