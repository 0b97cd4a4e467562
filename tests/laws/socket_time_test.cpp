// What it costs the modelled server to read from connections and to write to them: once for what waits there together,
// and so far more where commands come one by one.
#include <gtest/gtest.h>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr std::int64_t kRequests = 1000;
constexpr Duration kSocket = 10us;
constexpr Duration kCommand = 1us;
constexpr Duration kDelay = 20ms;

// Every request asks Redis once, and finds its value.
scenario::Scenario hits_on(std::uint32_t nodes) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = nodes, .workers = kRequests, .queue_limit = {}};
  scenario.network.one_way_delay = scenario::ConstantTime{kDelay};
  scenario.network.command_time = kCommand;
  scenario.network.socket_time = kSocket;
  scenario.prefill = scenario::Prefill::fresh;
  scenario.duration = 10s;
  return scenario;
}

double latency_ms_max(const scenario::Scenario& scenario) {
  return run_built_in(scenario, "plain_ttl").metrics.at("latency_ms.max");
}

// To what the histogram can tell.
void expect_ms(double value_ms, Duration expected) {
  EXPECT_NEAR(value_ms, to_milliseconds(expected), to_milliseconds(expected) / 500);
}

TEST(SocketTime, CommandsThatComeTogetherShareIt) {
  for (const std::uint32_t nodes : {1U, 4U, 100U}) {
    scenario::Scenario scenario = hits_on(nodes);
    scenario.load = {scenario::Burst{.requests = kRequests, .at = 0s}};
    expect_ms(latency_ms_max(scenario), 2 * kDelay + nodes * kSocket + kRequests * kCommand);
  }
}

TEST(SocketTime, CommandsThatComeAloneHaveItEach) {
  scenario::Scenario scenario = hits_on(4);
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 10s}};
  const auto metrics = run_built_in(scenario, "plain_ttl").metrics;
  expect_ms(metrics.at("latency_ms.p50"), 2 * kDelay + kSocket + kCommand);
  expect_ms(metrics.at("latency_ms.max"), 2 * kDelay + kSocket + kCommand);
}

// On one connection, a server that is too slow for commands one by one gets by, as more and more wait for it together;
// on many, commands come alone, and the queue grows until each connection has one that waits: a round of them all.
TEST(SocketTime, ABusyServerReadsMoreAtOnce) {
  const double rate_per_s = 150'000;
  const Duration length = 100ms;
  for (const std::uint32_t nodes : {1U, 1000U}) {
    scenario::Scenario scenario = hits_on(nodes);
    scenario.topology.workers = 100'000;
    scenario.duration = length;
    scenario.load = {scenario::ConstantLoad{.rate_per_s = rate_per_s, .from = 0s, .length = length}};
    const double waited_ms = latency_ms_max(scenario) - to_milliseconds(2 * kDelay);
    if (nodes == 1) {
      EXPECT_LT(waited_ms, 0.1);
    } else {
      EXPECT_GT(waited_ms, nodes / rate_per_s * 1000 * 0.9);
    }
  }
}

}  // namespace
}  // namespace stampede::laws
