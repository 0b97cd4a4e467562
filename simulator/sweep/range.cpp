// Reading both ends as whole numbers of one small unit, so that counting on is exact.
#include "simulator/sweep/range.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "simulator/scenario/sizes.h"
#include "strategies/portable_math.h"
#include "strategies/units.h"

namespace stampede::sweep {
namespace {

constexpr std::string_view kBetween = "..";
constexpr std::string_view kNumberCharacters = "0123456789.";
constexpr std::int64_t kDigitsKept = 10'000;  // four digits of what is rounded

struct Texts {
  std::string_view from;
  std::string_view to;
  std::string_view word;  // "step", "log"
  std::string_view amount;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

std::optional<Texts> split(std::string_view text) {
  const std::size_t between = text.find(kBetween);
  Texts texts{.from = trimmed(text.substr(0, between)), .to = {}, .word = {}, .amount = {}};
  std::string_view rest = trimmed(text.substr(between + kBetween.size()));
  for (std::string_view* const part : {&texts.to, &texts.word}) {
    *part = rest.substr(0, rest.find(' '));
    rest = trimmed(rest.substr(part->size()));
  }
  texts.amount = rest;
  const bool is_known = texts.word == "step" || texts.word == "log";
  if (!is_known || texts.from.empty() || texts.amount.empty()) return std::nullopt;
  return texts;
}

std::string_view unit_of(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(kNumberCharacters), text.size()));
}

std::size_t decimals_of(std::string_view text) {
  const std::size_t point = text.find('.');
  return point == std::string_view::npos ? 0 : text.size() - point - 1;
}

// What the ends and the step have in common: how they are read, and how values are written.
class Notation {
 public:
  explicit Notation(const Texts& texts) : unit_(unit_of(texts.from)) {
    if (unit_.empty()) {
      std::size_t decimals = std::max(decimals_of(texts.from), decimals_of(texts.to));
      if (texts.word == "step") decimals = std::max(decimals, decimals_of(texts.amount));
      // What lies between the ends of a range by factor has digits of its own.
      constexpr std::size_t kFurtherDigits = 4;
      is_whole_ = decimals == 0;
      if (!is_whole_ && texts.word == "log") decimals += kFurtherDigits;
      constexpr std::size_t kDecimalsMax = 12;
      decimals_ = std::min(decimals, kDecimalsMax);
      for (std::size_t i = 0; i < decimals_; ++i) one_ *= 10;
    } else {
      is_duration_ = parse_duration(fmt::format("1{}", unit_)).value.has_value();
      const Parsed<std::int64_t> one = read(fmt::format("1{}", unit_));
      one_ = one.value.value_or(1);
    }
  }

  // In the smallest unit.
  Parsed<std::int64_t> read(std::string_view text) const {
    if (unit_.empty()) {
      if (!unit_of(text).empty()) return {std::nullopt, "is no plain number, as the beginning of the range is"};
      const std::array<Unit, 1> units = {Unit{"#", one_}};
      Parsed<std::int64_t> parsed = parse_quantity(fmt::format("{}#", text), units);
      if (!parsed && parsed.problem.find('#') != std::string::npos) parsed.problem = "has too many decimals";
      if (!parsed && parsed.problem.find("unit") != std::string::npos) parsed.problem = "is not a number";
      return parsed;
    }
    if (is_duration_) {
      const Parsed<Duration> parsed = parse_duration(text);
      return {parsed ? std::optional(parsed.value->count()) : std::nullopt, parsed.problem};
    }
    const Parsed<std::uint64_t> parsed = scenario::parse_size(text);
    if (parsed) return {static_cast<std::int64_t>(*parsed.value), {}};
    const bool is_unknown = text == fmt::format("1{}", unit_) || unit_of(text) == unit_;
    return {std::nullopt, is_unknown ? "is no number, duration or size" : parsed.problem};
  }

  std::string write(std::int64_t value) const {
    if (is_duration_) return format_duration(Duration(value));
    if (!unit_.empty()) {
      const bool is_binary = unit_.find('i') != std::string_view::npos;
      if (!is_binary && value % one_ == 0) return fmt::format("{}{}", value / one_, unit_);
      return scenario::format_size(static_cast<std::uint64_t>(value));
    }
    if (value % one_ == 0) return fmt::format("{}", value / one_);
    std::string text = fmt::format("{}.{:0{}}", value / one_, value % one_, decimals_);
    return text.erase(text.find_last_not_of('0') + 1);
  }

  // To which values between the ends are rounded; empty: to digits.
  std::optional<std::int64_t> grain(std::int64_t from, std::int64_t to) const {
    const bool both_whole = from % one_ == 0 && to % one_ == 0;
    return both_whole && (is_whole_ || !unit_.empty()) ? std::optional(one_) : std::nullopt;
  }

 private:
  std::string_view unit_;
  bool is_duration_ = false;
  bool is_whole_ = false;
  std::size_t decimals_ = 0;
  std::int64_t one_ = 1;  // of the unit as FROM has it
};

std::int64_t rounded_to(double value, std::int64_t grain) {
  const double grains = value / static_cast<double>(grain) + 0.5;
  return static_cast<std::int64_t>(grains) * grain;
}

std::int64_t rounded_to_digits(double value) {
  std::int64_t grain = 1;
  while (value / static_cast<double>(grain) >= static_cast<double>(kDigitsKept)) grain *= 10;
  return rounded_to(value, grain);
}

RangeValues failed(std::string problem) { return {{}, std::move(problem)}; }

RangeValues linear(const Texts& texts, const Notation& notation, std::int64_t from, std::int64_t to) {
  const Parsed<std::int64_t> step = notation.read(texts.amount);
  if (!step) return failed(fmt::format("the step \"{}\" {}", texts.amount, step.problem));
  if (*step.value == 0) return failed("the step must not be 0");
  const std::int64_t steps = (to - from) / *step.value;
  if (steps >= static_cast<std::int64_t>(kValuesMax)) {
    return failed(fmt::format("that is more than {} values", kValuesMax));
  }
  RangeValues range;
  for (std::int64_t i = 0; i <= steps; ++i) range.values.push_back(notation.write(from + i * *step.value));
  return range;
}

RangeValues by_factor(const Texts& texts, const Notation& notation, std::int64_t from, std::int64_t to) {
  std::size_t count = 0;
  const char* const end = texts.amount.data() + texts.amount.size();
  const auto [parsed_to, error] = std::from_chars(texts.amount.data(), end, count);
  if (error != std::errc() || parsed_to != end || count < 2 || count > kValuesMax) {
    return failed(
        fmt::format("expected a number of values from 2 to {} after log, found \"{}\"", kValuesMax, texts.amount));
  }
  if (from == 0)
    return failed("no factor leads away from 0; begin above it, and list 0 before the range: 0,1..1000 log 4");
  const std::optional<std::int64_t> grain = notation.grain(from, to);
  const double ratio = portable::ln(static_cast<double>(to) / static_cast<double>(from));
  RangeValues range{{notation.write(from)}, {}};
  std::int64_t last = from;
  for (std::size_t i = 1; i + 1 < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    const double exact = static_cast<double>(from) * portable::exponential(ratio * share);
    if (exact >= static_cast<double>(to)) break;
    const std::int64_t value = grain ? rounded_to(exact, *grain) : rounded_to_digits(exact);
    if (value <= last || value >= to) continue;
    range.values.push_back(notation.write(value));
    last = value;
  }
  range.values.push_back(notation.write(to));
  return range;
}

}  // namespace

bool is_range(std::string_view text) {
  const bool is_json = text.starts_with('"') || text.starts_with('{') || text.starts_with('[');
  return !is_json && text.find(kBetween) != std::string_view::npos;
}

RangeValues expand_range(std::string_view text) {
  const std::optional<Texts> texts = split(text);
  if (!texts)
    return failed(fmt::format("expected {}; a text that contains two dots is written in quotes", kRangeNotation));
  const Notation notation(*texts);
  const Parsed<std::int64_t> from = notation.read(texts->from);
  if (!from) return failed(fmt::format("the beginning \"{}\" {}", texts->from, from.problem));
  const Parsed<std::int64_t> to = notation.read(texts->to);
  if (!to) return failed(fmt::format("the end \"{}\" {}", texts->to, to.problem));
  if (*from.value >= *to.value) return failed("the beginning must be less than the end");
  return texts->word == "step" ? linear(*texts, notation, *from.value, *to.value)
                               : by_factor(*texts, notation, *from.value, *to.value);
}

}  // namespace stampede::sweep
