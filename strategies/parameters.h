// Parameters of strategies: described once, checked on input, filled with defaults, read with their type.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "strategies/time.h"

namespace stampede {

struct Freshness;

using ParameterValue = std::variant<bool, std::int64_t, double, Duration, std::string>;

enum class ParameterType { boolean, integer, real, duration, choice, text };

// A default that is not a constant but one of the scenario's promises.
enum class DefaultFrom { constant, fresh_for, keep_for };

struct ParameterSpec {
  std::string name;
  ParameterType type = ParameterType::text;
  std::string meaning;                          // one sentence
  std::optional<ParameterValue> default_value;  // empty: "none" unless default_from says otherwise
  DefaultFrom default_from = DefaultFrom::constant;
  std::optional<ParameterValue> min;  // integer, real, duration; inclusive
  std::optional<ParameterValue> max;
  std::vector<std::string> choices;  // choice
  bool optional = false;             // may be "none"

  static ParameterSpec boolean(std::string name, bool default_value, std::string meaning);
  static ParameterSpec integer(std::string name, std::int64_t default_value, std::int64_t min, std::int64_t max,
                               std::string meaning);
  static ParameterSpec real(std::string name, double default_value, double min, double max, std::string meaning);
  static ParameterSpec duration(std::string name, Duration default_value, Duration min, Duration max,
                                std::string meaning);
  static ParameterSpec duration_from(std::string name, DefaultFrom from, Duration min, Duration max,
                                     std::string meaning);
  static ParameterSpec optional_duration(std::string name, Duration min, Duration max, std::string meaning);
  static ParameterSpec choice(std::string name, std::vector<std::string> choices,
                              std::string meaning);  // first is default
  static ParameterSpec string(std::string name, std::string default_value, std::string meaning);

  // "a duration from 1ms to 1h, or none", "one of documented, published"; for messages and listings.
  std::string expectation() const;
  // "1min", "fresh_for of the scenario", "none".
  std::string default_text() const;
};

// The complete set for one run of a strategy: every described parameter is present (an optional one may be none).
class Parameters {
 public:
  bool flag(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  double real(std::string_view name) const;
  Duration duration(std::string_view name) const;
  std::optional<Duration> optional_duration(std::string_view name) const;
  const std::string& text(std::string_view name) const;  // choice and text

  const std::map<std::string, std::optional<ParameterValue>, std::less<>>& all() const { return values_; }
  void set(std::string name, std::optional<ParameterValue> value) { values_[std::move(name)] = std::move(value); }
  bool operator==(const Parameters&) const = default;

 private:
  const std::optional<ParameterValue>& at(std::string_view name) const;
  std::map<std::string, std::optional<ParameterValue>, std::less<>> values_;
};

// The value in the notation of scenario files: "250ms", "true", "5", "documented", "none".
std::string to_text(const std::optional<ParameterValue>& value);

struct ParameterError {
  std::string parameter;
  std::string message;  // what was expected, and what was found
};

// Fills in defaults and checks `given` (name -> text in scenario notation) against the specifications. All
// errors are appended to `errors`; unknown names come with the nearest known one.
Parameters complete_parameters(const std::vector<ParameterSpec>& specs, const std::map<std::string, std::string>& given,
                               const Freshness& freshness, std::vector<ParameterError>& errors);

}  // namespace stampede
