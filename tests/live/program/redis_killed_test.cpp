// Redis is killed again and again during one load. STAMPEDE_REDIS_KILLS=100 makes a minute of it for each strategy.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "fixture.h"

namespace stampede {

namespace {

constexpr int kKills = 10;
constexpr double kBetweenKills = 0.6;
constexpr double kDown = 0.1;
constexpr double kSeriesStep = 0.02;

int kills() {
  const char* const text = std::getenv("STAMPEDE_REDIS_KILLS");
  return text == nullptr ? kKills : std::max(1, std::atoi(text));
}

std::string milliseconds(double seconds) { return std::to_string(std::lround(seconds * 1000)) + "ms"; }

class RedisKilled : public ProgramTest, public testing::WithParamInterface<std::string> {
 protected:
  std::string scenario() const {
    Json scenario = long_scenario("killed", {});
    scenario["topology"] = {{"nodes", 2}, {"workers", 200}};
    scenario["load"] = Json::array({{{"constant", 300}, {"for", milliseconds(kBetweenKills * (kills() + 1))}}});
    scenario["keys"] = {{"count", 10}};
    scenario["freshness"] = {{"fresh_for", "150ms"}, {"keep_for", "1s"}};
    scenario["origin"] = {{"compute_time", "5ms"}};
    scenario["redis"] = {{"deadline", "100ms"}};
    scenario["series_step"] = milliseconds(kSeriesStep);
    scenario["faults"] = Json::array();
    for (int i = 0; i < kills(); ++i) {
      scenario["faults"].push_back({{"fault", "redis_restarted"},
                                    {"at", milliseconds(kBetweenKills * i + kBetweenKills / 2)},
                                    {"for", milliseconds(kDown)}});
    }
    scenario["strategies"] = Json::array({"plain_ttl"});
    return add(scenario);
  }
};

double sum_between(const reports::RunResult& run, const std::string& column, double from_s, double to_s) {
  const auto& values = run.series.columns.at(column);
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double begin = static_cast<double>(i) * run.series.step_s;
    if (begin >= from_s && begin + run.series.step_s <= to_s) sum += values[i].value_or(0);
  }
  return sum;
}

TEST_P(RedisKilled, NothingHangsNothingIsLostAndEachTimeAnswersAreFreshAgain) {
  const Outcome outcome = run({"run", scenario(), "--strategy", GetParam(), "--out", "out"});
  // A busy machine may have kept the generator from its rate, which is not the question here.
  ASSERT_THAT(outcome.exit_code, testing::AnyOf(0, 3)) << outcome.output << outcome.errors;
  const reports::Result written = result();
  expect_all_accounted_for(written);
  const reports::RunResult& run = written.runs.at(0);
  EXPECT_TRUE(run.valid || has_warning(run, "rate_not_achieved") || has_warning(run, "generator_late"));
  EXPECT_FALSE(has_warning(run, "redis_lost"));
  EXPECT_FALSE(has_warning(run, "fault_failed"));
  EXPECT_FALSE(has_warning(run, "not_at_rest"));
  EXPECT_EQ(metric(run, "errors.unanswered"), 0);
  EXPECT_EQ(metric(run, "errors.strategy"), 0);
  EXPECT_GT(metric(run, "redis.errors"), 0);
  ASSERT_EQ(run.faults.size(), static_cast<std::size_t>(kills()));
  for (std::size_t i = 0; i < run.faults.size(); ++i) {
    const reports::FaultOutcome& fault = run.faults[i];
    EXPECT_NE(fault.seen.at("process_before"), fault.seen.at("process_after"));
    const double until = i + 1 < run.faults.size() ? run.faults[i + 1].began_s.value() : kBetweenKills * (kills() + 1);
    EXPECT_GT(sum_between(run, "answers.fresh", fault.ended_s.value(), until), 0) << "after kill " << i + 1;
  }
  EXPECT_TRUE(no_temporary_files());
}

INSTANTIATE_TEST_SUITE_P(Strategies, RedisKilled,
                         testing::Values("plain_ttl", "lock_and_wait", "near_cache", "single_flight"));

}  // namespace

}  // namespace stampede
