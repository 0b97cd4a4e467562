// Units and shapes of result files.
#include "reports/result/from_measurements.h"

#include <string_view>
#include <utility>

namespace stampede::reports {
namespace {

// Of waiting times and the like, plots and percentiles need less than the recorder keeps, and full histograms of
// nanoseconds would be most of the file. Latency stays as it was recorded.
constexpr double kCoarseBucketShare = 1.0 / 128;

HistogramData histogram_data(const measure::Histogram& histogram, std::string_view name) {
  const bool in_seconds = name.ends_with("_s");
  const double merge_share = name == "latency_ms" ? 0 : kCoarseBucketShare;
  HistogramData data{in_seconds ? "s" : "ms", {}};
  double first_merged = 0;
  histogram.for_each_bucket([&](Duration highest, std::uint64_t count) {
    const double bound = in_seconds ? to_seconds(highest) : to_milliseconds(highest);
    if (!data.buckets.empty() && bound <= first_merged * (1 + merge_share)) {
      data.buckets.back().first = bound;
      data.buckets.back().second += count;
      return;
    }
    first_merged = bound;
    data.buckets.emplace_back(bound, count);
  });
  return data;
}

EndpointOutcome outcome_of(const measure::EndpointTally& endpoint) {
  EndpointOutcome outcome{endpoint.name, endpoint.requests, endpoint.failed, {}};
  if (endpoint.latency.empty()) return outcome;
  for (const auto& [name, share] : {std::pair("p50", 0.5), std::pair("p99", 0.99), std::pair("max", 1.0)}) {
    outcome.latency_ms[name] = to_milliseconds(endpoint.latency.quantile(share));
  }
  return outcome;
}

}  // namespace

void fill_from(RunResult& run, const measure::Measurements& measurements) {
  run.metrics = measurements.metrics;
  for (const measure::EndpointTally& endpoint : measurements.tally.endpoints) {
    run.endpoints.push_back(outcome_of(endpoint));
  }
  run.series.step_s = to_seconds(measurements.series.step);
  run.series.columns = measurements.series.columns;
  for (const auto& [name, histogram] : measurements.histograms) {
    if (!histogram.empty()) {
      run.histograms[name] = histogram_data(histogram, name);
    }
  }
}

void add_warning(RunResult& run, const measure::Warning& warning) {
  run.warnings.push_back(Warning{std::string(measure::id_of(warning.kind)), warning.text});
  run.valid = run.valid && !measure::invalidates(warning.kind);
}

}  // namespace stampede::reports
