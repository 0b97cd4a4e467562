// The queue at a node's workers is the textbook's: M/M/c and M/D/1, and Little's law for what is in service.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/laws/closed_forms.h"
#include "tests/laws/queues.h"

namespace stampede::laws {
namespace {

struct WorkerQueue {
  std::uint32_t workers = 1;
  double utilization = 0;
  double requests = 0;  // as many as the width of the confidence interval asks for
};

double mean_wait_ms(const reports::RunResult& run) {
  return run.metrics.at("latency_ms.mean") - run.metrics.at("service_ms.mean");
}

std::vector<reports::RunResult> runs_of(const WorkerQueue& queue, const scenario::TimeDistribution& service_time) {
  const double arrivals_per_s = queue.workers * queue.utilization / to_seconds(kServiceTime);
  scenario::Scenario scenario = open_queue(service_time, arrivals_per_s, queue.requests);
  scenario.topology.workers = queue.workers;
  return repeated_runs(scenario);
}

class ExponentialWork : public testing::TestWithParam<WorkerQueue> {};

TEST_P(ExponentialWork, WaitsAsErlangsFormulaSays) {
  const WorkerQueue queue = GetParam();
  const std::string law = fmt::format("M/M/{} workers, {:.2f} busy: ", queue.workers, queue.utilization);
  const auto runs = runs_of(queue, scenario::ExponentialTime{kServiceTime});
  const double wait_ms = mmc_mean_wait(queue.workers, queue.utilization) * to_milliseconds(kServiceTime);
  expect_law(law + "mean wait in ms", estimate_of(runs, mean_wait_ms), wait_ms);
  expect_law(law + "the same, from the histogram",
             estimate_of(runs, [](const auto& run) { return mean_of_histogram(run, "workers.queue_ms"); }), wait_ms);
  expect_law(law + "busy share (Little)",
             estimate_of(runs, [](const auto& run) { return run.metrics.at("workers.busy_share"); }),
             queue.utilization);
}

INSTANTIATE_TEST_SUITE_P(Queues, ExponentialWork,
                         testing::Values(WorkerQueue{1, 0.5, 400'000}, WorkerQueue{1, 0.9, 4'500'000},
                                         WorkerQueue{4, 0.7, 1'200'000}, WorkerQueue{16, 0.7, 3'900'000}));

class ConstantWork : public testing::TestWithParam<WorkerQueue> {};

TEST_P(ConstantWork, WaitsAsPollaczekAndKhinchineSay) {
  const WorkerQueue queue = GetParam();
  const auto runs = runs_of(queue, scenario::ConstantTime{kServiceTime});
  expect_law(fmt::format("M/D/1 workers, {:.2f} busy: mean wait in ms", queue.utilization),
             estimate_of(runs, mean_wait_ms), md1_mean_wait(queue.utilization) * to_milliseconds(kServiceTime));
}

INSTANTIATE_TEST_SUITE_P(Queues, ConstantWork,
                         testing::Values(WorkerQueue{1, 0.5, 200'000}, WorkerQueue{1, 0.8, 600'000}));

// Values as published in tables of Erlang's formulas, and what is known without them.
TEST(ErlangsFormula, HasTheTabulatedValues) {
  EXPECT_DOUBLE_EQ(erlang_c(1, 0.8), 0.8);
  EXPECT_NEAR(erlang_c(2, 0.75), 0.642857, 1e-6);
  EXPECT_NEAR(erlang_c(10, 0.8), 0.409180, 1e-6);
  EXPECT_DOUBLE_EQ(mmc_mean_wait(1, 0.5), 1);
  EXPECT_DOUBLE_EQ(md1_mean_wait(0.5), 0.5);
}

}  // namespace
}  // namespace stampede::laws
