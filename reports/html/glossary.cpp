// A list of definitions.
#include "reports/html/glossary.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/measure/metric_registry.h"

namespace stampede::reports::html {
namespace {

std::string better_text(measure::Better better) {
  switch (better) {
    case measure::Better::lower:
      return "Lower is better.";
    case measure::Better::higher:
      return "Higher is better.";
    case measure::Better::neither:
      break;
  }
  return "Neither high nor low is better.";
}

}  // namespace

std::string glossary_id(std::string_view metric) {
  std::string id = fmt::format("metric-{}", metric);
  std::replace(id.begin(), id.end(), '.', '-');
  return id;
}

Html glossary(const std::set<std::string>& metrics) {
  Html entries;
  for (const measure::MetricInfo& metric : measure::all_metrics()) {
    if (!metrics.contains(std::string(metric.name))) {
      continue;
    }
    const std::string rest = fmt::format(" {} Unit: {}.", better_text(metric.better), metric.unit);
    entries += element("dt", element("code", text(metric.name)));
    entries += element("dd", {{"id", glossary_id(metric.name)}}, text(metric.meaning) + text(rest));
  }
  return element("dl", {{"class", "glossary"}}, entries);
}

}  // namespace stampede::reports::html
