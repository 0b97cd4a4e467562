// The demonstration of coordinated omission: one worker, a service of 1 ms that pauses 200 ms at every 500th request,
// 450 requests per second. Compared with a queue of a few lines.
#include <algorithm>
#include <cmath>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

struct Queue {
  std::vector<Duration> latencies;
  std::vector<Duration> services;
};

Queue simulate(std::int64_t requests, std::int64_t rate_per_s) {
  Queue queue;
  Duration free_at{};
  for (std::int64_t i = 0; i < requests; ++i) {
    const Duration intended((i * 1'000'000'000 + rate_per_s / 2) / rate_per_s);
    const Duration service = (i + 1) % 500 == 0 ? Duration(200ms) : Duration(1ms);
    free_at = std::max(free_at, intended) + service;
    queue.latencies.push_back(free_at - intended);
    queue.services.push_back(service);
  }
  std::sort(queue.latencies.begin(), queue.latencies.end());
  std::sort(queue.services.begin(), queue.services.end());
  return queue;
}

double quantile_ms(const std::vector<Duration>& sorted, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return to_milliseconds(sorted[std::max<std::size_t>(rank, 1) - 1]);
}

class CoordinatedOmission : public RunTest {};

TEST_F(CoordinatedOmission, ShowsInTheLatencyAndNotInTheServiceTime) {
  scenario_.topology.workers = 1;
  scenario_.keys.count = 1;
  scenario_.origin.compute_time = scenario::ConstantTime{1ms};
  scenario_.origin.pause = scenario::Pause{.every = 500, .duration = 200ms};
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 450, .from = 0s, .length = 30s}};
  scenario_.duration = 30s;
  const auto metrics = run().metrics;
  const Queue queue = simulate(30 * 450, 450);
  EXPECT_EQ(metrics.at("requests"), 30 * 450);
  for (const auto& [name, share] :
       std::map<std::string, double>{{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p99_9", 0.999}, {"max", 1.0}}) {
    expect_about(metrics.at("latency_ms." + name), quantile_ms(queue.latencies, share));
    expect_about(metrics.at("service_ms." + name), quantile_ms(queue.services, share));
  }
  EXPECT_NEAR(metrics.at("latency_ms.p99"), 195, 5);
  EXPECT_NEAR(metrics.at("service_ms.p99"), 1, 0.01);
  EXPECT_EQ(metrics.at("generator_lag_ms.max"), 0);
}

}  // namespace
}  // namespace stampede::experiment
