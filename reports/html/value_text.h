// A metric's value as a person reads it, and its name as a heading.
#pragma once

#include <string>
#include <string_view>

#include "simulator/measure/metric_registry.h"

namespace stampede::reports::html {

struct ValueText {
  std::string number;  // "1.01", "less than 0.1"
  std::string unit;    // "ms", "%"; empty where the number says all
  std::string all() const { return unit.empty() ? number : number + " " + unit; }
};

ValueText value_text(const measure::MetricInfo& metric, double value);

struct Heading {
  std::string group;  // "latency"
  std::string name;   // "p99"
};

// "latency_ms.p99" is "p99" of "latency"; the unit stands beside each value.
Heading heading_of(std::string_view metric);

}  // namespace stampede::reports::html
