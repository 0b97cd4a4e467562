// The bound on the command line: added to a comparison, asked for by name, never judged, marked in files and tables.
#include "fixture.h"

namespace stampede {

namespace {

using testing::HasSubstr;
using testing::Not;

class IdealRow : public ProgramTest {
 protected:
  // 300 requests in three seconds, for values that live for one.
  static Json comparison() {
    Json scenario = small_scenario("comparison");
    scenario.erase("ideal");
    scenario["strategies"] = {"plain_ttl", "mutex_stale"};
    scenario["load"] = Json::array({{{"constant", 100}, {"for", "3s"}}});
    scenario["freshness"] = {{"fresh_for", "1s"}, {"keep_for", "1min"}};
    return scenario;
  }
};

TEST_F(IdealRow, IsAddedToAComparisonInBothWorldsAndTheyAgree) {
  const Outcome outcome = run({"run", add(comparison()), "--world", "both", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("\nideal (bound)"));
  EXPECT_THAT(outcome.output, HasSubstr("\n(bound)  no strategy"));
  const reports::Result both = result();
  ASSERT_EQ(both.runs.size(), 6U);
  for (const std::size_t i : {4U, 5U}) {
    const reports::RunResult& ideal = both.runs[i];
    EXPECT_EQ(ideal.strategy, "ideal");
    EXPECT_TRUE(ideal.bound);
    EXPECT_EQ(metric(ideal, "answers.fresh"), 300);
    EXPECT_EQ(metric(ideal, "recomputations.total"), 3);
    EXPECT_EQ(metric(ideal, "redis.commands"), 0);
  }
}

TEST_F(IdealRow, RunsWhereItIsNamedAndNotBesideOtherNames) {
  const std::string name = add(comparison());
  ASSERT_EQ(run({"run", name, "--world", "virtual", "--strategy", "plain_ttl,mutex_stale", "--out", "out"}).exit_code,
            0);
  EXPECT_EQ(result().runs.size(), 2U);
  ASSERT_EQ(run({"run", name, "--world", "virtual", "--strategy", "ideal", "--out", "out"}).exit_code, 0);
  ASSERT_EQ(result().runs.size(), 1U);
  EXPECT_TRUE(result().runs[0].bound);
}

TEST_F(IdealRow, MissesNoObjectiveAndIsInNoRemark) {
  Json scenario = comparison();
  scenario["objectives"] = {{"recomputations.total", {{"max", 0}}}};
  const std::string name = add(scenario);
  EXPECT_EQ(run({"run", name, "--world", "virtual", "--strategy", "ideal", "--out", "out"}).exit_code, 0);
  const Outcome outcome = run({"run", name, "--world", "virtual", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("* plain_ttl and mutex_stale missed"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("* ideal")));
}

TEST_F(IdealRow, IsInASweepOnlyIfItIsNamed) {
  const std::string name = add(comparison());
  ASSERT_EQ(run({"sweep", name, "--vary", "freshness.fresh_for=1s,2s", "--seeds", "1", "--out", "out"}).exit_code, 0);
  EXPECT_EQ(result().runs.size(), 4U);
  const Outcome outcome = run({"sweep", name, "--vary", "freshness.fresh_for=1s,2s", "--seeds", "1", "--strategy",
                               "plain_ttl,ideal", "--out", "named"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("ideal (bound)"));
  const reports::Result named = reports::read_result(folder_ / "named" / "result.json");
  ASSERT_EQ(named.runs.size(), 4U);
  EXPECT_EQ(metric(named.runs[1], "recomputations.total"), 3);
  EXPECT_EQ(metric(named.runs[3], "recomputations.total"), 2);
}

}  // namespace

}  // namespace stampede
