// From what somebody wrote to a complete and checked set of parameters.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "strategies/environment.h"
#include "strategies/nearest_name.h"
#include "strategies/parameters.h"
#include "strategies/units.h"

namespace stampede {
namespace {

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

struct Reading {
  bool ok = false;
  std::optional<ParameterValue> value;
  std::string problem;  // more than "not what was expected", if there is more to say
};

Reading reading_of(std::optional<ParameterValue> value) {
  const bool ok = value.has_value();
  return {ok, std::move(value), {}};
}

Reading read_boolean(std::string_view text) {
  if (text == "true") return reading_of(true);
  if (text == "false") return reading_of(false);
  return {};
}

Reading read_duration(std::string_view text) {
  Parsed<Duration> parsed = parse_duration(text);
  if (!parsed) return {false, std::nullopt, std::move(parsed.problem)};
  return reading_of(*parsed.value);
}

Reading read_integer(std::string_view text) {
  const auto number = number_of<std::int64_t>(text);
  return number ? reading_of(*number) : Reading{};
}

Reading read_real(std::string_view text) {
  const auto number = number_of<double>(text);
  return number && std::isfinite(*number) ? reading_of(*number) : Reading{};
}

Reading read_choice(const ParameterSpec& spec, const std::string& text) {
  for (const std::string& choice : spec.choices) {
    if (choice == text) return reading_of(text);
  }
  const std::vector<std::string_view> choices(spec.choices.begin(), spec.choices.end());
  const auto nearest = nearest_name(text, choices);
  return {false, std::nullopt, nearest ? fmt::format("did you mean \"{}\"?", *nearest) : std::string()};
}

Reading read(const ParameterSpec& spec, const std::string& text) {
  if (spec.optional && text == "none") return {true, std::nullopt, {}};
  switch (spec.type) {
    case ParameterType::boolean:
      return read_boolean(text);
    case ParameterType::integer:
      return read_integer(text);
    case ParameterType::real:
      return read_real(text);
    case ParameterType::duration:
      return read_duration(text);
    case ParameterType::choice:
      return read_choice(spec, text);
    case ParameterType::text:
      return reading_of(text);
  }
  return {};
}

bool within_limits(const ParameterSpec& spec, const std::optional<ParameterValue>& value) {
  if (!value) return true;
  // Limits have the type of the values, so comparing the variants compares the values.
  return !(spec.min && *value < *spec.min) && !(spec.max && *value > *spec.max);
}

std::optional<ParameterValue> default_of(const ParameterSpec& spec, const Freshness& freshness) {
  switch (spec.default_from) {
    case DefaultFrom::fresh_for:
      return freshness.fresh_for;
    case DefaultFrom::keep_for:
      return freshness.keep_for;
    case DefaultFrom::constant:
      break;
  }
  return spec.default_value;
}

// Numbers are shown bare where a number was expected, as they stand in a scenario file.
std::string shown(const ParameterSpec& spec, const std::string& text) {
  const bool numeric = spec.type == ParameterType::integer || spec.type == ParameterType::real;
  return numeric && number_of<double>(text) ? text : fmt::format("\"{}\"", text);
}

void complete_by_default(const ParameterSpec& spec, const Freshness& freshness, Parameters& parameters,
                         std::vector<ParameterError>& errors) {
  const std::optional<ParameterValue> value = default_of(spec, freshness);
  if (!within_limits(spec, value)) {
    errors.push_back({spec.name, fmt::format("expected {}, but its default, {}, is {}", spec.expectation(),
                                             spec.default_text(), to_text(value))});
  }
  parameters.set(spec.name, value);
}

void complete_by_text(const ParameterSpec& spec, const std::string& text, Parameters& parameters,
                      std::vector<ParameterError>& errors) {
  Reading reading = read(spec, text);
  if (reading.ok && within_limits(spec, reading.value)) {
    parameters.set(spec.name, std::move(reading.value));
    return;
  }
  std::string message = fmt::format("expected {}, found {}", spec.expectation(), shown(spec, text));
  if (!reading.problem.empty()) {
    message += spec.type == ParameterType::choice ? "; " + reading.problem : ", which " + reading.problem;
  }
  errors.push_back({spec.name, std::move(message)});
}

void report_unknown(const std::vector<ParameterSpec>& specs, const std::map<std::string, std::string>& given,
                    std::vector<ParameterError>& errors) {
  std::vector<std::string_view> known;
  for (const ParameterSpec& spec : specs) known.push_back(spec.name);
  for (const auto& [name, text] : given) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string_view what = known.empty() ? "there are no parameters" : "there is no such parameter";
    errors.push_back({name, fmt::format("{}{}", what, suggestion(name, known))});
  }
}

}  // namespace

Parameters complete_parameters(const std::vector<ParameterSpec>& specs, const std::map<std::string, std::string>& given,
                               const Freshness& freshness, std::vector<ParameterError>& errors) {
  Parameters parameters;
  for (const ParameterSpec& spec : specs) {
    const auto text = given.find(spec.name);
    if (text == given.end()) {
      complete_by_default(spec, freshness, parameters, errors);
    } else {
      complete_by_text(spec, text->second, parameters, errors);
    }
  }
  report_unknown(specs, given, errors);
  return parameters;
}

}  // namespace stampede
