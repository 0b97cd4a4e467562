// stampede check as a user runs it: what it refuses, prints and writes, and that a shrunk scenario breaks again.
#include <csignal>

#include "fixture.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class CheckProgram : public ProgramTest {
 protected:
  std::string refusal_of(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output << outcome.errors;
    EXPECT_EQ(outcome.output, "");
    return outcome.errors;
  }
};

TEST_F(CheckProgram, TellsWhatHeldInHowManyRuns) {
  const Outcome outcome = run({"check", "--strategy", "plain_ttl,lease", "--seeds", "30"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("hard_lifetime"), HasSubstr("held in"), HasSubstr("excluded"),
                                    HasSubstr("60 runs with 30 seeds")));
  EXPECT_THAT(outcome.output, Not(HasSubstr("BROKEN")));
}

TEST_F(CheckProgram, TheTableDoesNotDependOnTheNumberOfJobs) {
  const auto table = [this](const std::string& jobs) {
    const Outcome outcome = run({"check", "--strategy", "lock_and_wait", "--seeds", "40", "--jobs", jobs});
    return outcome.output.substr(0, outcome.output.find("runs with"));
  };
  EXPECT_EQ(table("1"), table("7"));
}

TEST_F(CheckProgram, ChecksInAScenarioWithManySeeds) {
  const Outcome outcome = run({"check", "hot-key-expiry", "--strategy", "single_flight", "--seeds", "2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("hot-key-expiry: single_flight"), HasSubstr("2 runs with 2 seeds")));
}

TEST_F(CheckProgram, TriesOneSeedAlone) {
  const Outcome outcome = run({"check", "--strategy", "plain_ttl", "--seed", "7"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("comes_to_rest: held"), HasSubstr("same_twice: held")));
}

TEST_F(CheckProgram, RefusesWhatItCannotDoAndSaysAllOfIt) {
  const std::string refusal = refusal_of(
      {"check", "--strategy", "plain_tll", "--seeds", "0", "--time", "soon", "--jobs", "none", "--seed", "-1"});
  EXPECT_THAT(refusal, AllOf(HasSubstr("did you mean \"plain_ttl\"?"), HasSubstr("--seeds: expected an integer"),
                             HasSubstr("--time: expected a duration"), HasSubstr("--jobs: expected an integer"),
                             HasSubstr("--seed: expected an integer")));
}

}  // namespace

}  // namespace stampede
