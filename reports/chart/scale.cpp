// Choice of scales, and ticks for those that have no good ones of their own.
#include "reports/chart/scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/chart/table.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports {
namespace {

using nlohmann::ordered_json;

constexpr double kOneMagnitude = 8;  // spans up to this factor are easier to read on a linear scale

double power_below(double value) { return std::pow(10, std::floor(std::log10(value) + 1e-9)); }

// Powers of ten, and where these are few, 2 and 5 between them.
ordered_json decades(double from, double to) {
  const int first = static_cast<int>(std::lround(std::log10(power_below(from))));
  const int last = static_cast<int>(std::ceil(std::log10(to)));
  const int count = last - first;
  constexpr int kMany = 7;
  ordered_json ticks = ordered_json::array();
  for (int power = first; power <= last; power += count > kMany ? 2 : 1) {
    for (const int factor : {1, 2, 5}) {
      if (factor > 1 && count > 2) continue;
      const double tick = factor * std::pow(10, power);
      if (tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9)) ticks.push_back(tick);
    }
  }
  return ticks;
}

// From figures to lengths on paper, and back.
class Transform {
 public:
  explicit Transform(const ScaleChoice& choice)
      : type_(choice.scale["type"]), constant_(choice.scale.value("constant", 1.0)) {}

  double to(double value) const {
    if (type_ == "log") return std::log(value);
    return type_ == "symlog" ? std::copysign(std::log1p(std::abs(value) / constant_), value) : value;
  }
  double from(double length) const {
    if (type_ == "log") return std::exp(length);
    return type_ == "symlog" ? std::copysign(std::expm1(std::abs(length)) * constant_, length) : length;
  }

 private:
  std::string type_;
  double constant_;
};

}  // namespace

void Extent::add(double value) {
  high_ = std::max(high_.value_or(value), value);
  if (value > 0) least_positive_ = std::min(least_positive_.value_or(value), value);
  has_zero_ = has_zero_ || value <= 0;
}

ScaleChoice linear_scale(const Extent& extent) {
  // Own ticks, for those of Vega would go below zero where a scale has padding.
  constexpr double kTicks = 5;
  const double high = extent.high() > 0 ? extent.high() : 1;
  const double power = power_below(high / kTicks);
  double step = power;
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    step = factor * power;
    if (step * kTicks >= high) break;
  }
  ScaleChoice choice;
  const double end = std::ceil(high / step - 1e-9);
  choice.scale["type"] = "linear";
  choice.scale["zero"] = false;
  choice.scale["domain"] = ordered_json::array({0.0, shortened(end * step)});
  choice.scale["nice"] = false;
  choice.ticks = ordered_json::array();
  if (extent.high() <= 0) {
    choice.ticks.push_back(0.0);  // there is nothing else to read off
    return choice;
  }
  for (double tick = 0; tick <= end; ++tick) choice.ticks.push_back(shortened(tick * step));
  return choice;
}

ScaleChoice choose_scale(const Extent& extent) {
  const std::optional<double> low = extent.least_positive();
  if (!low || extent.high() <= *low * kOneMagnitude) return linear_scale(extent);
  ScaleChoice choice;
  choice.is_linear = false;
  choice.scale["type"] = extent.has_zero() ? "symlog" : "log";
  // Where one layer of several names its domain only, Vega-Lite would round it, to far too much on a symlog scale.
  choice.scale["nice"] = false;
  constexpr double kRoom = 1.25;
  if (!extent.has_zero()) {
    choice.scale["domain"] = ordered_json::array({*low / kRoom, extent.high() * kRoom});
    choice.ticks = decades(*low / kRoom, extent.high() * kRoom);
    return choice;
  }
  const double constant = power_below(*low);
  choice.scale["constant"] = constant;
  choice.scale["zero"] = false;  // the domain says it
  choice.scale["domain"] = ordered_json::array({0.0, extent.high() * kRoom});
  choice.ticks = decades(constant, extent.high() * kRoom);
  choice.ticks.insert(choice.ticks.begin(), 0.0);
  return choice;
}

double place_on(const ScaleChoice& choice, double value) {
  const Transform transform(choice);
  const double low = transform.to(choice.scale["domain"][0]);
  const double high = transform.to(choice.scale["domain"][1]);
  return (transform.to(value) - low) / (high - low);
}

ScaleChoice with_margin(ScaleChoice choice, double share_before, double share_after) {
  const Transform transform(choice);
  ordered_json& domain = choice.scale["domain"];
  const double low = transform.to(domain[0]);
  const double high = transform.to(domain[1]);
  const double length = high - low;
  domain[0] = transform.from(low - share_before * length);
  domain[1] = transform.from(high + share_after * length);
  return choice;
}

ordered_json quantitative(std::string_view field, std::string_view title, const ScaleChoice& choice) {
  ordered_json axis;
  if (!choice.ticks.is_null()) axis["values"] = choice.ticks;
  // Numbers in full, with as many digits as they need.
  axis["format"] = "~r";
  ordered_json channel;
  channel["field"] = field;
  channel["type"] = "quantitative";
  channel["title"] = title;
  channel["scale"] = choice.scale;
  channel["axis"] = std::move(axis);
  channel["stack"] = nullptr;  // each figure stands for itself
  return channel;
}

std::string with_unit(std::string_view words, std::string_view metric) {
  const measure::MetricInfo* info = measure::find_metric(metric);
  return info == nullptr ? std::string(words) : fmt::format("{} ({})", words, info->unit);
}

}  // namespace stampede::reports
