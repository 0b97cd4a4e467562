// The legend, what the table leaves out, and why runs are not valid.
#include "reports/table/sweep_remarks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "reports/result/display_text.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports {
namespace {

constexpr std::size_t kReasonsMax = 3;
constexpr std::size_t kStrategiesMax = 20;

std::string wrapped(std::string_view text, std::size_t width) {
  constexpr std::size_t kIndent = 2;
  std::string result;
  for (const std::string& line : wrap(text, width - kIndent)) {
    result += (result.empty() ? "* " : "  ") + line + "\n";
  }
  return result;
}

std::string point_text(const SweepRow& row, const std::vector<std::string>& names) {
  std::vector<std::string> parts;
  for (std::size_t axis = 0; axis < std::min(names.size(), row.settings.size()); ++axis) {
    parts.push_back(fmt::format("{}={}", names[axis], row.settings[axis]));
  }
  return fmt::format("{}", fmt::join(parts, " "));
}

// "p99 from 3.20 ms (capacity=4) to 1.20 s (capacity=1)"; empty without values.
std::string extremes(const std::vector<const SweepRow*>& rows, const std::vector<std::string>& names,
                     std::string_view metric, std::string_view name, std::string (*text)(double)) {
  const SweepRow* least = nullptr;
  const SweepRow* most = nullptr;
  for (const SweepRow* row : rows) {
    const std::optional<double> value = row->row.metric(metric);
    if (!value || row->row.not_valid == row->row.repetitions) {
      continue;
    }
    if (least == nullptr || *value < least->row.metric_or_zero(metric)) {
      least = row;
    }
    if (most == nullptr || *value > most->row.metric_or_zero(metric)) {
      most = row;
    }
  }
  if (least == nullptr) {
    return {};
  }
  const double min = least->row.metric_or_zero(metric);
  const double max = most->row.metric_or_zero(metric);
  if (min == max) {
    return fmt::format("{} {} at all points", name, text(min));
  }
  return fmt::format("{} from {} ({}) to {} ({})", name, text(min), point_text(*least, names), text(max),
                     point_text(*most, names));
}

std::string all_extremes(const std::vector<SweepRow>& rows, const std::vector<std::string>& names, std::size_t width) {
  std::vector<std::string> labels;
  std::map<std::string, std::vector<const SweepRow*>> of_label;
  for (const SweepRow& row : rows) {
    std::vector<const SweepRow*>& members = of_label[row.row.label];
    if (members.empty()) {
      labels.push_back(row.row.label);
    }
    members.push_back(&row);
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(labels.size(), kStrategiesMax); ++i) {
    const std::vector<const SweepRow*>& members = of_label[labels[i]];
    std::vector<std::string> parts;
    for (std::string part :
         {extremes(members, names, "latency_ms.p99", "p99", measure::human_milliseconds),
          extremes(members, names, "recomputations.total", "recomputations", measure::human_count)}) {
      if (!part.empty()) {
        parts.push_back(std::move(part));
      }
    }
    text += wrapped(fmt::format("{}: {}.", labels[i], fmt::join(parts, "; ")), width);
  }
  return text;
}

std::string hidden_text(const std::vector<SweepRow>& rows, const std::vector<bool>& is_shown,
                        const std::vector<std::string>& names, std::size_t width) {
  std::set<std::size_t> points;
  std::set<std::size_t> shown_points;
  std::size_t missed = 0;
  std::size_t not_valid = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    points.insert(rows[i].point);
    if (is_shown[i]) {
      shown_points.insert(rows[i].point);
      continue;
    }
    missed += rows[i].row.missed.empty() ? 0 : 1;
    not_valid += rows[i].row.not_valid > 0 ? 1 : 0;
  }
  if (shown_points.size() == points.size()) {
    return {};
  }
  std::string text = fmt::format("Shown are {} of {} points, evenly chosen; all of them are in the result file.",
                                 shown_points.size(), points.size());
  if (missed > 0) {
    text += fmt::format(" Rows not shown that miss an objective: {}.", missed);
  }
  if (not_valid > 0) {
    text += fmt::format(" Rows not shown with runs that are not valid: {}.", not_valid);
  }
  std::string result;
  for (const std::string& line : wrap(text + " Over all points:", width)) {
    result += line + "\n";
  }
  return result + all_extremes(rows, names, width);
}

// Each reason once, with its first wording.
std::string reasons_text(const std::vector<SweepRow>& rows, std::size_t width) {
  std::vector<std::pair<const RowWarning*, std::size_t>> reasons;
  for (const SweepRow& row : rows) {
    for (const RowWarning& warning : row.row.warnings) {
      if (!warning.makes_not_valid) {
        continue;
      }
      auto known = std::find_if(reasons.begin(), reasons.end(),
                                [&](const auto& reason) { return reason.first->id == warning.id; });
      if (known == reasons.end()) {
        known = reasons.insert(reasons.end(), {&warning, 0});
      }
      known->second += warning.repetitions;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(reasons.size(), kReasonsMax); ++i) {
    text += wrapped(fmt::format("{} {} not valid, for instance: {}", reasons[i].second,
                                reasons[i].second == 1 ? "run is" : "runs are", reasons[i].first->text),
                    width);
  }
  return text;
}

}  // namespace

std::string sweep_remarks(const Result& result, const std::vector<SweepRow>& rows, const std::vector<bool>& is_shown,
                          std::size_t width) {
  const auto any = [&](auto has) {
    return std::any_of(rows.begin(), rows.end(), [&](const SweepRow& row) { return has(row.row); });
  };
  std::string text;
  if (any([](const StrategyRow& row) { return row.not_valid > 0; })) {
    text += "!  has runs that are not valid: the figures cannot be trusted\n";
  }
  if (any([](const StrategyRow& row) { return row.is_bound; })) {
    text += kBoundLegend;
  }
  if (any([](const StrategyRow& row) { return row.cut_off(); })) {
    text += "+  at least: work was still going on when counting stopped\n";
  }
  if (!any([](const StrategyRow& row) { return !errors_of(row).empty(); })) {
    text += "No request failed.\n";
  }
  if (const std::uint32_t seeds = result.sweep ? result.sweep->seeds : 1; seeds > 1) {
    text += fmt::format("Each figure is the median of {} seeds, of errors that of the worst.\n", seeds);
  }
  const std::vector<std::string> names = result.sweep ? short_names(result.sweep->vary) : std::vector<std::string>();
  return text + hidden_text(rows, is_shown, names, width) + reasons_text(rows, width);
}

}  // namespace stampede::reports
