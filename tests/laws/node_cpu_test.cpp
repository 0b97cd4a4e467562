// The application's own CPU time adds up as it must: to the nanosecond, with no spread.
#include <gtest/gtest.h>

#include <memory>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr std::int64_t kRequests = 1000;

class OneCommand final : public Strategy {
 public:
  explicit OneCommand(Environment& environment) : redis_(environment.redis) {}
  Answer get(const Key& key) override {
    redis_.get({key.name});
    return Answer::empty();
  }

 private:
  Redis& redis_;
};

class NoCommand final : public Strategy {
 public:
  explicit NoCommand(Environment& /*environment*/) {}
  Answer get(const Key& /*key*/) override { return Answer::empty(); }
};

template <typename Made>
StrategyInfo info_of() {
  return {.name = "asking",
          .summary = "Asks.",
          .description = {},
          .when_to_choose = {},
          .provenance = {},
          .guarantees = {},
          .costs = {},
          .parameters = {},
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<Made>(environment);
          }};
}

scenario::Scenario burst_on(std::uint32_t nodes, const scenario::NodeCpu& cpu) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = nodes, .workers = kRequests, .queue_limit = {}};
  scenario.load = {scenario::Burst{.requests = kRequests, .at = 0s}};
  scenario.duration = 1s;
  scenario.network.node_cpu = cpu;
  return scenario;
}

template <typename Made>
reports::RunResult run_of(const scenario::Scenario& scenario) {
  const StrategyInfo info = info_of<Made>();
  return run_virtually(scenario, info, choice_of(info, {}, scenario.freshness));
}

// Histograms are exact to 1/256, and say so with the highest value of a bucket.
void expect_ms(double measured_ms, Duration expected) {
  EXPECT_NEAR(measured_ms, to_milliseconds(expected), to_milliseconds(expected) / 128);
}

TEST(NodeCpu, CommandsOfOneProcessTakeTheirTurns) {
  const Duration cost = 10us;
  const auto run = run_of<OneCommand>(burst_on(1, {.per_request = {}, .per_command = cost}));
  // All are sent before the first reply is read, as all were there before it.
  expect_ms(run.metrics.at("latency_ms.max"), kRequests * cost);
  expect_ms(run.metrics.at("latency_ms.p50"), kRequests * cost * 3 / 4);
}

TEST(NodeCpu, TheNetworkAndTheServerComeOnTop) {
  scenario::Scenario scenario = burst_on(1, {.per_request = {}, .per_command = 10us});
  scenario.network.one_way_delay = scenario::ConstantTime{20ms};
  scenario.network.command_time = 1us;
  // The server keeps up: what counts is the last command's way.
  expect_ms(run_of<OneCommand>(scenario).metrics.at("latency_ms.max"), kRequests * 5us + 20ms + 1us + 20ms + 5us);
  // It does not: the replies come one by one from the server.
  scenario.network.command_time = 30us;
  expect_ms(run_of<OneCommand>(scenario).metrics.at("latency_ms.max"), 5us + 20ms + kRequests * 30us + 20ms + 5us);
}

TEST(NodeCpu, RequestsOfOneProcessTakeTheirTurns) {
  const Duration cost = 8us;
  const auto run = run_of<NoCommand>(burst_on(1, {.per_request = cost, .per_command = {}}));
  expect_ms(run.metrics.at("latency_ms.max"), kRequests * cost);
  // All are received before the first is started.
  expect_ms(run.metrics.at("latency_ms.p50"), kRequests * cost * 3 / 4);
  // The client counts it, as does the queue; the strategy does not.
  expect_ms(run.metrics.at("workers.queue_ms.max"), kRequests * cost);
  EXPECT_EQ(run.metrics.at("service_ms.max"), 0);
  EXPECT_EQ(run.metrics.at("generator_lag_ms.max"), 0);
}

TEST(NodeCpu, EachNodeHasItsOwnUnlessOneThreadServesAll) {
  scenario::NodeCpu cpu{.per_request = 6us, .per_command = 10us};
  expect_ms(run_of<OneCommand>(burst_on(4, cpu)).metrics.at("latency_ms.max"), kRequests / 4 * 16us);
  cpu.one_thread_for_all = true;
  expect_ms(run_of<OneCommand>(burst_on(4, cpu)).metrics.at("latency_ms.max"), kRequests * 16us);
}

TEST(NodeCpu, EverySeedGivesTheSameWithoutRandomness) {
  const scenario::Scenario scenario = burst_on(4, {.per_request = 6us, .per_command = 10us});
  const StrategyInfo info = info_of<OneCommand>();
  const scenario::StrategyChoice choice = choice_of(info, {}, scenario.freshness);
  const reports::RunResult first = run_virtually(scenario, info, choice, 0);
  for (std::uint32_t repetition = 1; repetition < 5; ++repetition) {
    const reports::RunResult other = run_virtually(scenario, info, choice, repetition);
    EXPECT_EQ(other.fingerprint, first.fingerprint);
    EXPECT_EQ(other.metrics.at("latency_ms.max"), first.metrics.at("latency_ms.max"));
  }
}

TEST(NodeCpu, AtNoCostNothingChanges) {
  scenario::Scenario scenario = shipped("cold-cache-1000", {});
  const std::string without = run_built_in(scenario, "retry_wait").fingerprint;
  scenario.network.node_cpu.one_thread_for_all = true;
  EXPECT_EQ(run_built_in(scenario, "retry_wait").fingerprint, without);
  scenario.network.node_cpu.per_command = 1us;
  EXPECT_NE(run_built_in(scenario, "retry_wait").fingerprint, without);
}

}  // namespace
}  // namespace stampede::laws
