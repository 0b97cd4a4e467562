// The same rounding as in the tables on a terminal.
#include "reports/html/value_text.h"

#include <algorithm>

#include "simulator/measure/human_units.h"

namespace stampede::reports::html {
namespace {

constexpr double kMillisecondsPerSecond = 1000;

ValueText split(const std::string& text) {
  const std::size_t space = text.rfind(' ');
  const bool has_unit = space != std::string::npos && (text.back() < '0' || text.back() > '9');
  return has_unit ? ValueText{text.substr(0, space), text.substr(space + 1)} : ValueText{text, ""};
}

std::string words(std::string_view part) {
  std::string result(part);
  if (result == "p99_9") {
    return "p99.9";
  }
  std::replace(result.begin(), result.end(), '_', ' ');
  return result;
}

}  // namespace

ValueText value_text(const measure::MetricInfo& metric, double value) {
  if (metric.unit == "ms") {
    return split(measure::human_milliseconds(value));
  }
  if (metric.unit == "s") {
    return split(measure::human_milliseconds(value * kMillisecondsPerSecond));
  }
  if (metric.unit == "share") {
    return split(measure::human_share(value));
  }
  const std::string number =
      metric.kind == measure::MetricKind::count ? measure::human_count(value) : measure::human_number(value);
  return metric.unit == "1/s" ? ValueText{number, "/s"} : split(number);
}

Heading heading_of(std::string_view metric) {
  const std::size_t dot = metric.rfind('.');
  std::string_view group = dot == std::string_view::npos ? std::string_view() : metric.substr(0, dot);
  std::string_view own = dot == std::string_view::npos ? metric : metric.substr(dot + 1);
  for (std::string_view* part : {&group, &own}) {
    for (const std::string_view unit : {"_ms", "_per_s", "_s"}) {
      if (part->ends_with(unit)) {
        part->remove_suffix(unit.size());
        break;
      }
    }
  }
  return {words(group == "redis" ? "Redis" : group), words(own)};
}

}  // namespace stampede::reports::html
