// The queue at an origin with a capacity is the textbook's, too, where workers are plentiful.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tuple>

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

// Processor sharing: as many are under way as in an M/M/c queue, whatever the distribution of compute times is
// (insensitivity; Cohen 1979), so that with one place the mean sojourn is the compute time by 1 - utilization.
class SlowingDown : public testing::TestWithParam<std::tuple<OriginQueue, bool>> {};

TEST_P(SlowingDown, TakesAsLongAsInsensitivitySays) {
  const auto [queue, is_constant] = GetParam();
  const double arrivals_per_s = static_cast<double>(queue.capacity) * queue.utilization / to_seconds(kServiceTime);
  const scenario::TimeDistribution exponential = scenario::ExponentialTime{kServiceTime};
  const scenario::TimeDistribution constant = scenario::ConstantTime{kServiceTime};
  scenario::Scenario scenario = open_queue(is_constant ? constant : exponential, arrivals_per_s, queue.requests);
  scenario.topology.workers = 1000;
  scenario.origin.capacity = queue.capacity;
  scenario.origin.beyond = scenario::BeyondCapacity::slow_down;
  const auto runs = repeated_runs(scenario);
  const std::string law =
      fmt::format("M/{}/{}-PS origin, {:.2f} busy: ", is_constant ? 'D' : 'M', queue.capacity, queue.utilization);
  const double delay = mmc_mean_wait(queue.capacity, queue.utilization);
  if (queue.capacity == 1) {
    EXPECT_NEAR(1 + delay, 1 / (1 - queue.utilization), 1e-9);
  }
  const double ms = to_milliseconds(kServiceTime);
  const auto mean_latency = [](const auto& run) { return run.metrics.at("latency_ms.mean"); };
  const auto busy_share = [](const auto& run) { return run.metrics.at("origin.busy_share"); };
  expect_law(law + "mean sojourn in ms", estimate_of(runs, mean_latency), (1 + delay) * ms);
  expect_law(law + "mean hold-up in ms", estimate_of(runs, mean_wait_ms), delay * ms);
  expect_law(law + "busy share (Little)", estimate_of(runs, busy_share), queue.utilization);
}

INSTANTIATE_TEST_SUITE_P(Origins, SlowingDown,
                         testing::Values(std::tuple(OriginQueue{1, 0.7, 600'000}, false),
                                         std::tuple(OriginQueue{1, 0.7, 600'000}, true),
                                         std::tuple(OriginQueue{4, 0.8, 1'800'000}, true)));

}  // namespace
}  // namespace stampede::laws
