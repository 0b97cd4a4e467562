// Rounding and units.
#include "simulator/measure/human_units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace stampede::measure {
namespace {

enum class Zeros { keep, drop };

// Without an exponent.
std::string three_digits(double number, Zeros zeros) {
  if (std::abs(number) >= 99.95) {
    return fmt::format("{:.0f}", number);
  }
  std::string text = fmt::format("{:.{}f}", number, std::abs(number) >= 9.995 ? 1 : 2);
  if (zeros == Zeros::drop) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text;
}

struct Unit {
  double nanoseconds;
  const char* name;
  double used_from = 1;  // in this unit
};
constexpr Unit kUnits[] = {{3.6e12, "h", 10}, {1e9, "s"}, {1e6, "ms"}, {1e3, "us"}};

std::string time_text(double milliseconds, Zeros zeros) {
  const double nanoseconds = milliseconds * 1e6;
  // 999.6 us would round to "1000 us".
  constexpr double kRoundsUp = 0.9995;
  if (nanoseconds < 0.5) {
    return "0";
  }
  const auto* unit = std::find_if(std::begin(kUnits), std::end(kUnits), [nanoseconds](const Unit& candidate) {
    return nanoseconds >= candidate.nanoseconds * candidate.used_from * kRoundsUp;
  });
  return unit == std::end(kUnits)
             ? fmt::format("{:.0f} ns", nanoseconds)
             : fmt::format("{} {}", three_digits(nanoseconds / unit->nanoseconds, zeros), unit->name);
}

}  // namespace

std::string human_milliseconds(double milliseconds) { return time_text(milliseconds, Zeros::keep); }

std::string human_duration(Duration duration) { return time_text(to_milliseconds(duration), Zeros::drop); }

std::string human_count(double count) {
  constexpr double kMillionsFrom = 1e8;
  if (count >= kMillionsFrom) {
    return fmt::format("{} M", three_digits(count / 1e6, Zeros::drop));
  }
  std::string digits = fmt::format("{:.0f}", count);
  constexpr std::size_t kUngrouped = 4;  // "1000" reads better than "1 000"
  if (digits.size() > kUngrouped) {
    for (std::size_t from_end = 3; from_end < digits.size(); from_end += 4) {
      digits.insert(digits.size() - from_end, 1, ' ');
    }
  }
  return digits;
}

std::string human_share(double share) {
  const double percent = share * 100;
  if (percent <= 0) {
    return "0 %";
  }
  if (percent < 0.1) {
    return "less than 0.1 %";
  }
  if (percent < 100 && percent > 99.9) {
    return "more than 99.9 %";
  }
  return fmt::format(
      "{} %", percent >= 99.95 ? "100" : fmt::format("{:.{}f}", percent, percent < 9.95 || percent > 99 ? 1 : 0));
}

std::string human_number(double number) {
  if (number != 0 && std::abs(number) < 0.01) {
    return fmt::format("{:.2g}", number);
  }
  return three_digits(number, Zeros::drop);
}

}  // namespace stampede::measure
