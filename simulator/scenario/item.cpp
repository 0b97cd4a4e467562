// Typed reading of single values.
#include "simulator/scenario/item.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "simulator/scenario/sizes.h"
#include "strategies/nearest_name.h"
#include "strategies/units.h"

namespace stampede::scenario {
namespace {

constexpr std::size_t kLongestShown = 60;
constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53

std::string expectation(std::string_view kind, const std::string& min, const std::string& max, bool or_none,
                        std::string_view example = "") {
  return fmt::format("{} from {} to {}{}{}", kind, min, max, example, or_none ? ", or null" : "");
}

// 1e3 and 10.0 are integers in JSON.
std::optional<std::uint64_t> whole_number(const Json& json) {
  if (json.is_number_unsigned()) return json.get<std::uint64_t>();
  if (!json.is_number_float()) return std::nullopt;
  const double number = json.get<double>();
  if (number < 0 || number > kLargestExactInteger || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

template <typename Value>
bool within(Value value, Range<Value> range) {
  return value >= range.min && value <= range.max;
}

// What both kinds of quantity with a unit have in common.
template <typename Value>
std::optional<Value> quantity(const Item& item, Range<Value> range, Parsed<Value> (*parse)(std::string_view),
                              const std::string& what) {
  std::string why;
  if (item.json().is_string()) {
    Parsed<Value> parsed = parse(item.json().get_ref<const std::string&>());
    if (parsed && within(*parsed.value, range)) return parsed.value;
    if (!parsed) why = ", which " + parsed.problem;
  }
  item.report(fmt::format("expected {}, found {}{}", what, shown(item.json()), why));
  return std::nullopt;
}

}  // namespace

std::string shown(const Json& json) {
  if (json.is_object() && json.empty()) return "{}";
  std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kLongestShown) text = text.substr(0, kLongestShown) + "...";
  return text;
}

std::string shown(Duration duration) { return fmt::format("\"{}\"", format_duration(duration)); }

bool Item::is_none() const { return json_->is_null(); }

void Item::expected(std::string_view what) const { report(fmt::format("expected {}, found {}", what, shown(*json_))); }

std::optional<Duration> Item::duration(Durations range, bool or_none) const {
  const std::string what = expectation("a duration", format_duration(range.min), format_duration(range.max), or_none,
                                       " (such as \"250ms\")");
  return quantity<Duration>(*this, range, parse_duration, what);
}

std::optional<std::uint64_t> Item::size(Sizes range, bool or_none) const {
  const std::string what =
      expectation("a size", format_size(range.min), format_size(range.max), or_none, " (such as \"4KiB\")");
  return quantity<std::uint64_t>(*this, range, parse_size, what);
}

std::optional<std::uint64_t> Item::count(Counts range, bool or_none) const {
  const std::optional<std::uint64_t> value = whole_number(*json_);
  if (value && within(*value, range)) return value;
  expected(expectation("an integer", fmt::format("{}", range.min), fmt::format("{}", range.max), or_none));
  return std::nullopt;
}

std::optional<double> Item::number(Numbers range, bool or_none) const {
  if (json_->is_number() && within(json_->get<double>(), range)) return json_->get<double>();
  expected(expectation("a number", fmt::format("{}", range.min), fmt::format("{}", range.max), or_none));
  return std::nullopt;
}

std::optional<bool> Item::boolean() const {
  if (json_->is_boolean()) return json_->get<bool>();
  expected("true or false");
  return std::nullopt;
}

std::optional<std::string> Item::text() const {
  if (json_->is_string()) return json_->get<std::string>();
  expected("a text");
  return std::nullopt;
}

std::optional<std::size_t> Item::choice(std::span<const std::string_view> choices) const {
  std::string hint;
  if (json_->is_string()) {
    const auto& text = json_->get_ref<const std::string&>();
    const auto found = std::find(choices.begin(), choices.end(), text);
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    if (const auto nearest = nearest_name(text, choices)) hint = fmt::format("; did you mean \"{}\"?", *nearest);
  }
  report(fmt::format("expected one of {}, found {}{}", fmt::join(choices, ", "), shown(*json_), hint));
  return std::nullopt;
}

}  // namespace stampede::scenario
