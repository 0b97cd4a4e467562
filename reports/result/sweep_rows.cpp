// Grouping by point, thinning out.
#include "reports/result/sweep_rows.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

// StrategyRow's medians are over the valid runs, if there are any.
std::optional<Spread> spread_of(const std::vector<RunResult>& runs, const std::string& label, std::string_view metric,
                                bool valid_only) {
  std::optional<Spread> spread;
  for (const RunResult& run : runs) {
    if (display_label(run) != label || (valid_only && !run.valid)) {
      continue;
    }
    const auto found = run.metrics.find(std::string(metric));
    if (found == run.metrics.end()) {
      continue;
    }
    if (!spread) {
      spread = Spread{found->second, found->second};
    }
    spread->min = std::min(spread->min, found->second);
    spread->max = std::max(spread->max, found->second);
  }
  return spread;
}

void add_point(const std::vector<RunResult>& runs, std::size_t point, std::vector<SweepRow>& rows) {
  std::vector<std::string> settings;
  for (const Setting& setting : runs.front().point) {
    settings.push_back(setting_text(setting.value));
  }
  for (StrategyRow& row : rows_of(runs)) {
    const bool valid_only = row.not_valid < row.repetitions;
    SweepRow added{point, settings, std::move(row), std::nullopt, std::nullopt};
    added.latency_p99_ms = spread_of(runs, added.row.label, "latency_ms.p99", valid_only);
    added.recomputations = spread_of(runs, added.row.label, "recomputations.total", valid_only);
    rows.push_back(std::move(added));
  }
}

// Of `count` values, `kept` with the first and the last among them.
std::vector<bool> evenly(std::size_t count, std::size_t kept) {
  std::vector<bool> shown(count, false);
  for (std::size_t i = 0; i < kept; ++i) {
    shown[kept < 2 ? 0 : (i * (count - 1) + (kept - 1) / 2) / (kept - 1)] = true;
  }
  return shown;
}

}  // namespace

std::vector<SweepRow> sweep_rows(const std::vector<RunResult>& runs) {
  std::vector<SweepRow> rows;
  std::size_t point = 0;
  for (auto begin = runs.begin(); begin != runs.end(); ++point) {
    const auto end = std::find_if(begin, runs.end(), [&](const RunResult& run) { return run.point != begin->point; });
    add_point({begin, end}, point, rows);
    begin = end;
  }
  return rows;
}

std::string setting_text(const std::string& json) {
  const auto value = nlohmann::ordered_json::parse(json, nullptr, /*allow_exceptions=*/false);
  return printable(value.is_string() ? value.get<std::string>() : json);
}

std::vector<std::string> short_names(const std::vector<Variation>& vary) {
  std::vector<std::string> names;
  for (const Variation& variation : vary) {
    const std::string& path = variation.path;
    const auto is_ambiguous = [&](const std::string& name) {
      return std::any_of(vary.begin(), vary.end(), [&](const Variation& other) {
        return &other != &variation && (other.path == name || other.path.ends_with("." + name));
      });
    };
    std::size_t begin = path.rfind('.');
    while (begin != std::string::npos && begin > 0 && is_ambiguous(path.substr(begin + 1))) {
      begin = path.rfind('.', begin - 1);
    }
    names.push_back(printable(begin == std::string::npos || begin == 0 ? path : path.substr(begin + 1)));
  }
  return names;
}

std::vector<bool> points_to_show(const std::vector<Variation>& vary, std::size_t points_max) {
  std::vector<std::size_t> kept;
  std::transform(vary.begin(), vary.end(), std::back_inserter(kept),
                 [](const Variation& variation) { return variation.values.size(); });
  const auto product = [](const std::vector<std::size_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::size_t{1}, std::multiplies<>());
  };
  const std::size_t all = product(kept);
  while (product(kept) > std::max<std::size_t>(points_max, 1)) {
    --*std::max_element(kept.begin(), kept.end());
  }
  std::vector<std::vector<bool>> shown_values;
  for (std::size_t axis = 0; axis < vary.size(); ++axis) {
    shown_values.push_back(evenly(vary[axis].values.size(), kept[axis]));
  }
  std::vector<bool> shown(all, true);
  for (std::size_t point = 0; point < all; ++point) {
    std::size_t rest = point;
    for (std::size_t axis = vary.size(); axis-- > 0;) {
      const std::size_t count = vary[axis].values.size();
      shown[point] = shown[point] && shown_values[axis][rest % count];
      rest /= count;
    }
  }
  return shown;
}

}  // namespace stampede::reports
