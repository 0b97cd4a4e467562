// Figures with their units; two that differ never look the same.
#include "reports/comparison/change_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/result/display_text.h"
#include "simulator/measure/human_units.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports {
namespace {

constexpr double kMillisecondsPerSecond = 1000;

std::string_view unit_of(const std::string& metric) {
  const measure::MetricInfo* const info = measure::find_metric(metric);
  return info == nullptr ? std::string_view() : info->unit;
}

std::string rounded(const std::string& metric, double value) {
  const std::string_view unit = unit_of(metric);
  if (unit == "ms") return measure::human_milliseconds(value);
  if (unit == "s") return measure::human_milliseconds(value * kMillisecondsPerSecond);
  if (unit == "share") return measure::human_share(value);
  const measure::MetricInfo* const info = measure::find_metric(metric);
  const bool is_count = info != nullptr && info->kind == measure::MetricKind::count;
  // The median of an even number of repetitions may lie between two counts.
  std::string text =
      is_count && value == std::floor(value) ? measure::human_count(value) : measure::human_number(value);
  return unit == "1/s" ? text + " /s" : text;
}

std::string exactly(const std::string& metric, double value) {
  const std::string_view unit = unit_of(metric);
  const bool has_unit = unit == "ms" || unit == "s";
  return has_unit ? fmt::format("{} {}", value, unit) : fmt::format("{}", value);
}

using Show = std::string (*)(const std::string& metric, double value);

std::string interval_text(const std::string& metric, const std::string& value, const Interval& interval, Show show) {
  std::string low = show(metric, interval.low);
  const std::string high = show(metric, interval.high);
  const auto unit = [](const std::string& text) { return text.substr(std::min(text.rfind(' '), text.size())); };
  const bool is_unit = !unit(value).empty() && (unit(value).back() < '0' || unit(value).back() > '9');
  if (!is_unit || unit(low) != unit(value) || unit(high) != unit(value)) {
    return fmt::format("{} ({}-{})", value, low, high);
  }
  const std::size_t length = unit(value).size();
  return fmt::format("{} ({}-{})", value, low.substr(0, low.size() - length), high.substr(0, high.size() - length));
}

std::string figure_text(const std::string& metric, const Figure& figure, Show show, Intervals intervals) {
  const std::string value = show(metric, figure.value);
  if (figure.at_least) return value + "+";
  return figure.interval && intervals == Intervals::shown ? interval_text(metric, value, *figure.interval, show)
                                                          : value;
}

std::string relative_text(const MetricComparison& metric) {
  if (!metric.baseline) return "appeared";
  if (!metric.head) return "gone";
  if (metric.baseline->value == metric.head->value) return "none";
  const auto relative = metric.relative_change();
  if (!relative) return "from 0";
  const double percent = *relative * 100;
  constexpr double kWhole = 1000;
  return std::abs(percent) < kWhole ? fmt::format("{:+.3g} %", percent) : fmt::format("{:+.0f} %", percent);
}

std::string probability_text(double probability) {
  constexpr double kLeast = 0.0001;
  return probability < kLeast ? "<0.0001" : fmt::format("{:.2g}", probability);
}

}  // namespace

ChangeText change_text(const MetricComparison& metric, Intervals intervals) {
  ChangeText text;
  text.metric = printable(metric.metric);
  const bool both = metric.baseline && metric.head;
  const bool look_alike = both && metric.baseline->value != metric.head->value &&
                          rounded(metric.metric, metric.baseline->value) == rounded(metric.metric, metric.head->value);
  const Show show = look_alike ? exactly : rounded;
  const auto shown = [&](const std::optional<Figure>& figure) {
    return figure ? figure_text(metric.metric, *figure, show, intervals) : std::string("-");
  };
  text.baseline = shown(metric.baseline);
  text.head = shown(metric.head);
  text.change = relative_text(metric);
  if (metric.evidence) {
    text.p_value = probability_text(metric.evidence->p_holm);
    text.effect = fmt::format("{:.2f}", metric.evidence->effect);
  }
  text.note = metric.note;
  return text;
}

std::string change_line(const MetricComparison& metric) {
  const ChangeText text = change_text(metric, Intervals::shown);
  std::string line = fmt::format("{}: {} -> {} ({}", text.metric, text.baseline, text.head, text.change);
  if (metric.evidence) line += fmt::format(", p {}, effect {}", text.p_value, text.effect);
  line += ")";
  return text.note.empty() ? line : fmt::format("{}, {}", line, text.note);
}

std::vector<std::string> legend_of(const std::vector<const MetricComparison*>& shown, Intervals intervals) {
  const auto any = [&](auto has) { return std::any_of(shown.begin(), shown.end(), has); };
  std::vector<std::string> legend;
  if (any([](const MetricComparison* metric) { return metric->evidence.has_value(); })) {
    legend.push_back(fmt::format(
        "Live figures are medians over the repetitions{}. p: exact two-sided Mann-Whitney test, corrected for all "
        "metrics tested beside it (Holm). effect: how probable it is that a repetition of the head has the larger "
        "value; 0.5 is no effect.",
        intervals == Intervals::shown ? ", with their 95 % bootstrap intervals" : ""));
  }
  if (any([](const MetricComparison* metric) {
        return (metric->baseline && metric->baseline->at_least) || (metric->head && metric->head->at_least);
      })) {
    legend.emplace_back("+: at least; work was still going on when counting stopped.");
  }
  return legend;
}

}  // namespace stampede::reports
