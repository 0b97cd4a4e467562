#include "tests/laws/queues.h"

#include <cmath>

namespace stampede::laws {

scenario::Scenario open_queue(const scenario::TimeDistribution& service_time, double arrivals_per_s, double requests) {
  scenario::Scenario scenario = without_network();
  scenario.origin.compute_time = service_time;
  scenario.warm_up = 1min;
  const double seconds = kEffort * requests / static_cast<double>(kRuns) / arrivals_per_s;
  scenario.duration = scenario.warm_up + Duration(std::llround(seconds * 1e9));
  scenario.series_step = scenario.duration;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = arrivals_per_s, .from = 0s, .length = scenario.duration}};
  return scenario;
}

std::vector<reports::RunResult> repeated_runs(const scenario::Scenario& scenario) {
  std::vector<reports::RunResult> runs;
  for (std::uint32_t repetition = 0; repetition < kRuns; ++repetition) {
    runs.push_back(run_built_in(scenario, "no_cache", repetition));
  }
  return runs;
}

Estimate estimate_of(const std::vector<reports::RunResult>& runs,
                     const std::function<double(const reports::RunResult&)>& figure) {
  std::vector<double> figures;
  for (const reports::RunResult& run : runs) figures.push_back(figure(run));
  return mean_of_runs(figures);
}

double mean_of_histogram(const reports::RunResult& run, const std::string& name) {
  constexpr double kMiddle =
      1 - 1.0 / 256;  // result files have buckets that are 1/128 wide, named by their highest value
  double sum = 0;
  double count = 0;
  for (const auto& [highest, in_bucket] : run.histograms.at(name).buckets) {
    sum += highest * static_cast<double>(in_bucket);
    count += static_cast<double>(in_bucket);
  }
  return kMiddle * sum / count;
}

}  // namespace stampede::laws
