// Palette, legend, tooltip.
#include "reports/chart/style.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace stampede::reports {
namespace {

using nlohmann::ordered_json;

// After Okabe and Ito, with darker yellow, and with further hues; each stands out from white and from near-black.
constexpr std::array kPalette{"#0072b2", "#e08e00", "#009e73", "#d55e00", "#cc6ba5",
                              "#4aa8de", "#8c7a00", "#8a63d2", "#a8475f", "#7f7f7f"};
constexpr std::array kShapes{"circle", "square", "triangle-up", "diamond", "triangle-down", "triangle-right"};
constexpr const char* kBoundColour = "#808890";
constexpr const char* kBoundShape = "cross";

template <typename RangeOf>
ordered_json scale_of(const std::vector<Subject>& subjects, RangeOf range_of) {
  ordered_json range = ordered_json::array();
  for (const Subject& subject : subjects) range.push_back(range_of(subject));
  ordered_json scale;
  scale["domain"] = names_of(subjects);
  scale["range"] = std::move(range);
  return scale;
}

ordered_json by_strategy() {
  ordered_json channel;
  channel["field"] = "strategy";
  channel["type"] = "nominal";
  return channel;
}

}  // namespace

ordered_json names_of(const std::vector<Subject>& subjects) {
  ordered_json names = ordered_json::array();
  for (const Subject& subject : subjects) names.push_back(subject.name);
  return names;
}

ordered_json colour_channel(const std::vector<Subject>& subjects, bool with_legend) {
  ordered_json channel = by_strategy();
  channel["title"] = "strategy";
  channel["scale"] = scale_of(subjects, [](const Subject& subject) {
    return subject.row.is_bound ? kBoundColour : kPalette[subject.colour % kPalette.size()];
  });
  if (with_legend) {
    channel["legend"] = {{"symbolLimit", 0}, {"labelLimit", 240}, {"symbolOpacity", 1}};
  } else {
    channel["legend"] = nullptr;
  }
  return channel;
}

ordered_json dash_channel(const std::vector<Subject>& subjects) {
  ordered_json channel = by_strategy();
  channel["title"] = "strategy";
  channel["scale"] = scale_of(subjects, [](const Subject& subject) {
    if (!subject.is_valid()) return ordered_json::array({1, 4});
    if (subject.row.is_bound) return ordered_json::array({8, 4});
    switch (subject.colour / kPalette.size() % 4) {
      case 0:
        return ordered_json::array({1, 0});
      case 1:
        return ordered_json::array({6, 3});
      case 2:
        return ordered_json::array({3, 2});
      default:
        return ordered_json::array({8, 3, 2, 3});
    }
  });
  return channel;
}

ordered_json shape_channel(const std::vector<Subject>& subjects) {
  ordered_json channel = by_strategy();
  channel["title"] = "strategy";
  channel["scale"] = scale_of(subjects, [](const Subject& subject) {
    return subject.row.is_bound ? kBoundShape : kShapes[subject.colour / kPalette.size() % kShapes.size()];
  });
  return channel;
}

ordered_json legend_parameter() {
  return ordered_json::parse(R"({
    "name": "shown",
    "select": {"type": "point", "fields": ["strategy"], "toggle": "true"},
    "bind": "legend"
  })");
}

ordered_json shown_opacity(double opacity) {
  constexpr double kHidden = 0.06;
  ordered_json condition;
  condition["param"] = "shown";
  condition["value"] = opacity;
  ordered_json channel;
  channel["condition"] = std::move(condition);
  channel["value"] = kHidden;
  return channel;
}

ordered_json tip(std::string_view field, std::string_view title, std::string_view format) {
  ordered_json entry;
  entry["field"] = field;
  entry["type"] = format.empty() ? "nominal" : "quantitative";
  entry["title"] = title;
  if (!format.empty()) entry["format"] = format;
  return entry;
}

ordered_json chart_frame(const Chart& chart) {
  ordered_json frame;
  frame["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json";
  frame["title"] = chart.title;
  frame["description"] = chart.description;
  frame["data"]["name"] = chart.table;
  return frame;
}

}  // namespace stampede::reports
