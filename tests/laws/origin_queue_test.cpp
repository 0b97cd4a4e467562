// The queue at an origin with a capacity is the textbook's, too, where workers are plentiful.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/laws/closed_forms.h"
#include "tests/laws/queues.h"

namespace stampede::laws {
namespace {

struct OriginQueue {
  std::uint64_t capacity = 1;
  double utilization = 0;
  double requests = 0;  // as many as the width of the confidence interval asks for
};

std::vector<reports::RunResult> runs_of(const OriginQueue& queue, const scenario::TimeDistribution& service_time) {
  const double arrivals_per_s = static_cast<double>(queue.capacity) * queue.utilization / to_seconds(kServiceTime);
  scenario::Scenario scenario = open_queue(service_time, arrivals_per_s, queue.requests);
  scenario.topology.workers = 1000;
  scenario.origin.capacity = queue.capacity;
  return repeated_runs(scenario);
}

double mean_wait_ms(const reports::RunResult& run) { return mean_of_histogram(run, "origin.queue_ms"); }

class ExponentialComputations : public testing::TestWithParam<OriginQueue> {};

TEST_P(ExponentialComputations, WaitAsErlangsFormulaSays) {
  const OriginQueue queue = GetParam();
  const std::string law = fmt::format("M/M/{} origin, {:.2f} busy: ", queue.capacity, queue.utilization);
  const auto runs = runs_of(queue, scenario::ExponentialTime{kServiceTime});
  expect_law(law + "mean wait in ms", estimate_of(runs, mean_wait_ms),
             mmc_mean_wait(queue.capacity, queue.utilization) * to_milliseconds(kServiceTime));
  expect_law(law + "busy share (Little)",
             estimate_of(runs, [](const auto& run) { return run.metrics.at("origin.busy_share"); }), queue.utilization);
  for (const reports::RunResult& run : runs) EXPECT_EQ(run.metrics.at("workers.queue_ms.max"), 0);
}

INSTANTIATE_TEST_SUITE_P(Queues, ExponentialComputations,
                         testing::Values(OriginQueue{1, 0.7, 600'000}, OriginQueue{4, 0.8, 1'800'000},
                                         OriginQueue{16, 0.7, 3'900'000}));

TEST(ConstantComputations, WaitAsPollaczekAndKhinchineSay) {
  const OriginQueue queue{1, 0.7, 400'000};
  expect_law("M/D/1 origin, 0.70 busy: mean wait in ms",
             estimate_of(runs_of(queue, scenario::ConstantTime{kServiceTime}), mean_wait_ms),
             md1_mean_wait(queue.utilization) * to_milliseconds(kServiceTime));
}

}  // namespace
}  // namespace stampede::laws
