// See the header.
#include "reports/export/metric_order.h"

#include "simulator/measure/metric_registry.h"

namespace stampede::reports {

std::vector<std::pair<std::string, double>> in_registry_order(const std::map<std::string, double>& metrics) {
  std::vector<std::pair<std::string, double>> ordered;
  ordered.reserve(metrics.size());
  for (const measure::MetricInfo& info : measure::all_metrics()) {
    if (const auto found = metrics.find(std::string(info.name)); found != metrics.end()) ordered.emplace_back(*found);
  }
  for (const auto& metric : metrics) {
    if (measure::find_metric(metric.first) == nullptr) ordered.emplace_back(metric);
  }
  return ordered;
}

}  // namespace stampede::reports
