// Scales and axes for figures that span many powers of ten, zeros included.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace stampede::reports {

// What a scale must show.
class Extent {
 public:
  void add(double value);
  bool empty() const { return !high_; }
  double high() const { return high_.value_or(0); }
  std::optional<double> least_positive() const { return least_positive_; }
  bool has_zero() const { return has_zero_; }

 private:
  std::optional<double> high_;
  std::optional<double> least_positive_;
  bool has_zero_ = false;
};

struct ScaleChoice {
  nlohmann::ordered_json scale;  // "type" and "domain"
  nlohmann::ordered_json ticks;  // values with a label; null: Vega's own
  bool is_linear = true;
};

// Linear from zero on where the figures are of one magnitude; else logarithmic; with zeros among them symlog, which is
// linear below its least power of ten and has a place for zero.
ScaleChoice choose_scale(const Extent& extent);
// Linear from zero on, whatever the span.
ScaleChoice linear_scale(const Extent& extent);

// Where on the scale a value stands: 0 at its beginning, 1 at its end.
double place_on(const ScaleChoice& choice, double value);

// The same with room before and after, as shares of its length; ticks stay where they are.
ScaleChoice with_margin(ScaleChoice choice, double share_before, double share_after);

// A quantitative channel with its scale, axis and title: {"field": ..., "type": "quantitative", ...}.
nlohmann::ordered_json quantitative(std::string_view field, std::string_view title, const ScaleChoice& choice);

// "p99 latency (ms)": the words with the metric's unit from the registry.
std::string with_unit(std::string_view words, std::string_view metric);

}  // namespace stampede::reports
