// Clients who read what they have written.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class ReadBackTest : public RunTest {
 protected:
  ReadBackTest() {
    scenario_.topology.nodes = 2;
    scenario_.keys.count = 1;
    scenario_.load = {scenario::Burst{1, 0s}};
    scenario_.writes = {{.rate_per_s = 5,
                         .from = 100ms,
                         .length = 2s,
                         .commit_delay = 7ms,
                         .invalidate = scenario::InvalidateBy::key,
                         .read_back = 20ms}};
  }
};

TEST_F(ReadBackTest, OneReadFollowsEachWriteOnTheNextNode) {
  std::vector<TimePoint> invalidated;
  script_.invalidate = [&](Environment& environment, const std::string&, const std::string&) {
    environment.clock.sleep_for(3ms);
    invalidated.push_back(environment.clock.now());
  };
  const auto result = run();
  ASSERT_GT(invalidated.size(), 3U);
  ASSERT_GE(script_.asked.size(), 1 + invalidated.size());  // and then those who look for what is lost
  for (std::size_t i = 0; i < invalidated.size(); ++i) {
    EXPECT_EQ(script_.asked[i + 1].at - invalidated[i], 20ms);
    EXPECT_EQ(script_.asked[i + 1].node, (i + 1) % 2);  // writes begin on node 0, and take turns
  }
  EXPECT_EQ(result.metrics.at("requests"), static_cast<double>(1 + invalidated.size()));
  EXPECT_EQ(result.metrics.at("own_writes.read"), static_cast<double>(invalidated.size()));
  EXPECT_EQ(result.metrics.at("own_writes.missed"), 0);
}

TEST_F(ReadBackTest, AnOlderVersionThanTheirOwnIsMissed) {
  std::optional<Answer> first;
  script_.get = [&](Environment& environment, const Key& key) {
    if (!first) first = environment.origin.compute(key).answer();
    return *first;
  };
  scenario_.freshness = {.fresh_for = 1h, .keep_for = 1h, .tolerance = 1ms};
  const auto result = run();
  EXPECT_GT(result.metrics.at("own_writes.read"), 3);
  EXPECT_EQ(result.metrics.at("own_writes.missed"), result.metrics.at("own_writes.read"));
}

TEST_F(ReadBackTest, AnErrorIsNoAnswerToThem) {
  script_.get = [](Environment&, const Key&) { return Answer::error(ErrorKind::cold_cache, "nothing"); };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("own_writes.read"), 0);
  EXPECT_GT(result.metrics.at("errors.cold_cache"), 4);
}

TEST_F(ReadBackTest, OnlyWhoTriesAgainMayStillSeeTheirWrite) {
  scenario_.client.retries = scenario::Retries{.times = 1, .backoff = 10ms, .factor = 1, .full_jitter = false};
  std::map<std::string, int> asked;
  script_.get = [&](Environment& environment, const Key& key) {
    if (asked[key.name]++ % 2 == 0) return Answer::error(ErrorKind::origin, "every other time");
    return environment.origin.compute(key).answer();
  };
  const auto result = run();
  EXPECT_GT(result.metrics.at("own_writes.read"), 3);
  EXPECT_EQ(result.metrics.at("own_writes.read") + 1,
            result.metrics.at("clients.calls") - result.metrics.at("clients.failed"));
  EXPECT_EQ(result.metrics.at("own_writes.missed"), 0);
}

TEST_F(ReadBackTest, IsNoMetricWhereNobodyDoes) {
  scenario_.writes[0].read_back.reset();
  for (const auto& [name, value] : run().metrics) EXPECT_FALSE(name.starts_with("own_writes.")) << name << value;
}

}  // namespace
}  // namespace stampede::experiment
