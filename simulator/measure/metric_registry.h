// Every metric that a result can hold: the one definition behind each number that is printed.
#pragma once

#include <span>
#include <string_view>

namespace stampede::measure {

enum class Better { lower, higher, neither };
enum class MetricKind { count, real };  // a count is printed as an integer

struct MetricInfo {
  std::string_view name;  // "latency_ms.p99"
  std::string_view unit;  // "ms"
  Better better = Better::neither;
  MetricKind kind = MetricKind::real;
  std::string_view meaning;  // one sentence
};

// In the order in which they are listed.
std::span<const MetricInfo> all_metrics();

const MetricInfo* find_metric(std::string_view name);  // nullptr: unknown

std::string_view to_text(Better better);    // "lower", "higher", "neither"
std::string_view to_text(MetricKind kind);  // "count", "real"

}  // namespace stampede::measure
