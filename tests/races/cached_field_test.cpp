// What cached_field loses, version by version, and what its corrected behaviour keeps.
#include <gmock/gmock.h>

#include "tests/races/schedule.h"

namespace stampede::races {
namespace {

using testing::ElementsAre;
using Given = traces::Stage::Given;

const Given kOriginal{{"version", "1.2.6"}, {"recalculate", "lazy"}};
const Given kFork{{"version", "1.5.0"}, {"recalculate", "lazy"}};
const Given kCorrected{{"behaviour", "corrected"}, {"recalculate", "lazy"}};

Given eager(Given given) {
  given["recalculate"] = "eager";
  return given;
}

// A second write while the value after the first one is computed.
std::vector<std::string> flag_while_computing(const Given& given) {
  Schedule schedule("cached_field", given);
  schedule.computation(10ms);
  schedule.computation(100ms);
  schedule.get(0ms);
  schedule.write(100ms);
  schedule.get(200ms);
  schedule.write(250ms, 0ms, 1);
  schedule.get(500ms);
  schedule.get(600ms);
  return schedule.run();
}

TEST(CachedField126, LosesAFlagThatIsSetWhileComputing) {
  EXPECT_THAT(flag_while_computing(kOriginal), ElementsAre("v1", "v2", "v2", "v2"));
}
TEST(CachedField150, KeepsAFlagThatIsSetWhileComputing) {
  EXPECT_THAT(flag_while_computing(kFork), ElementsAre("v1", "v2", "v3", "v3"));
}
TEST(CachedFieldCorrected, KeepsAFlagThatIsSetWhileComputing) {
  EXPECT_THAT(flag_while_computing(kCorrected), ElementsAre("v1", "v2", "v3", "v3"));
}

std::vector<std::string> failure_after_a_flag(const Given& given) {
  Schedule schedule("cached_field", given);
  schedule.computation(10ms);
  schedule.computation(10ms, true);
  schedule.get(0ms);
  schedule.write(100ms);
  schedule.get(200ms);
  schedule.get(300ms);
  return schedule.run();
}

TEST(CachedField126, KeepsTheFlagOfAFailedComputation) {
  EXPECT_THAT(failure_after_a_flag(kOriginal), ElementsAre("v1", "error origin", "v2"));
}
TEST(CachedField150, LosesTheFlagOfAFailedComputation) {
  EXPECT_THAT(failure_after_a_flag(kFork), ElementsAre("v1", "error origin", "v1"));
}
TEST(CachedFieldCorrected, KeepsTheFlagOfAFailedComputation) {
  EXPECT_THAT(failure_after_a_flag(kCorrected), ElementsAre("v1", "error origin", "v2"));
}

// The task of the first write finds the flag, and computes before the second write, which finds it too, is committed.
std::vector<std::string> flag_in_an_open_transaction(const Given& given) {
  Schedule schedule("cached_field", eager(given));
  schedule.tasks_wait(50ms);
  schedule.get(0ms);
  schedule.write(100ms);
  schedule.write(120ms, 200ms, 1);
  schedule.get(300ms);
  schedule.get(1s);
  return schedule.run();
}

TEST(CachedField126, LosesAFlagInATransactionThatCommitsAfterTheTaskRan) {
  EXPECT_THAT(flag_in_an_open_transaction(kOriginal), ElementsAre("v1", "v2", "v2"));
}
TEST(CachedField150, LosesAFlagInATransactionThatFindsItSetAndCommitsAfterTheTaskRan) {
  EXPECT_THAT(flag_in_an_open_transaction(kFork), ElementsAre("v1", "v2", "v2"));
}
TEST(CachedFieldCorrected, KeepsAFlagInATransactionThatCommitsAfterTheTaskRan) {
  EXPECT_THAT(flag_in_an_open_transaction(kCorrected), ElementsAre("v1", "v1", "v3"))
      << "the second write has the row locked, so that nobody can claim it before the commit";
}

// Whether a task has recomputed what one long transaction changed, before anybody reads.
std::uint64_t computations_of_tasks(const Given& given) {
  Schedule schedule("cached_field", eager(given));
  schedule.get(0ms);
  schedule.write(100ms, 200ms);
  EXPECT_THAT(schedule.run(), ElementsAre("v1"));
  return schedule.computations_begun() - 1;
}

TEST(CachedField126, ATaskThatIsSentInsideATransactionSeesNoFlag) { EXPECT_EQ(computations_of_tasks(kOriginal), 0U); }
TEST(CachedField150, ATaskThatIsSentOnCommitSeesTheFlag) { EXPECT_EQ(computations_of_tasks(kFork), 1U); }
TEST(CachedFieldCorrected, ATaskThatIsSentOnCommitSeesTheFlag) { EXPECT_EQ(computations_of_tasks(kCorrected), 1U); }

struct Outcome {
  std::vector<std::string> answers;
  std::uint64_t computations = 0;
};

Outcome readers_of_what_was_never_computed(const Given& given) {
  Schedule schedule("cached_field", given);
  schedule.get(0ms, 0);
  schedule.get(5ms, 1);
  schedule.get(6ms, 0);
  std::vector<std::string> answers = schedule.run();
  return {std::move(answers), schedule.computations_begun()};
}

TEST(CachedField126, EveryReaderComputesWhatWasNeverComputed) {
  const Outcome outcome = readers_of_what_was_never_computed(kOriginal);
  EXPECT_THAT(outcome.answers, ElementsAre("v1", "v1", "v1"));
  EXPECT_EQ(outcome.computations, 3U);
}
TEST(CachedField150, OneComputesWhatWasNeverComputedAndTheOthersGetNothing) {
  const Outcome outcome = readers_of_what_was_never_computed(kFork);
  EXPECT_THAT(outcome.answers, ElementsAre("v1", "empty", "empty"));
  EXPECT_EQ(outcome.computations, 1U);
}
TEST(CachedFieldCorrected, OneComputesWhatWasNeverComputedAndTheOthersWaitForIt) {
  const Outcome outcome = readers_of_what_was_never_computed(kCorrected);
  EXPECT_THAT(outcome.answers, ElementsAre("v1", "v1", "v1"));
  EXPECT_EQ(outcome.computations, 1U);
}

Outcome readers_of_what_has_expired(const Given& given) {
  Schedule schedule("cached_field", given);
  schedule.get(0ms);
  schedule.commit(30s);
  schedule.get(61s, 0);
  schedule.get(61s + 2ms, 1);
  schedule.get(61s + 4ms, 0);
  std::vector<std::string> answers = schedule.run();
  return {std::move(answers), schedule.computations_begun() - 1};
}

TEST(CachedField126, AnExpiryMakesEveryReaderCompute) {
  EXPECT_EQ(readers_of_what_has_expired(kOriginal).computations, 3U);
}
TEST(CachedField150, AnExpiryMakesEveryReaderCompute) {
  EXPECT_EQ(readers_of_what_has_expired(kFork).computations, 3U);
}
TEST(CachedFieldCorrected, AnExpiryMakesOneReaderCompute) {
  const Outcome outcome = readers_of_what_has_expired(kCorrected);
  EXPECT_THAT(outcome.answers, ElementsAre("v1", "v2", "v1", "v1"));
  EXPECT_EQ(outcome.computations, 1U);
}

// The first computation takes longer than its claim lives.
std::vector<std::string> slow_old_computation(Given given) {
  given["claim_lifetime"] = "50ms";
  Schedule schedule("cached_field", given);
  schedule.computation(200ms);
  schedule.get(0ms, 0);
  schedule.write(60ms);
  schedule.get(70ms, 1);
  schedule.get(300ms, 1);
  return schedule.run();
}

TEST(CachedField126, ASlowOldComputationOverwritesANewerOne) {
  EXPECT_THAT(slow_old_computation(kOriginal), ElementsAre("v1", "v2", "v1"));
}
TEST(CachedField150, ASlowOldComputationOverwritesANewerOne) {
  EXPECT_THAT(slow_old_computation(kFork), ElementsAre("v1", "v2", "v1"));
}
TEST(CachedFieldCorrected, ASlowOldComputationDoesNotOverwriteANewerOne) {
  EXPECT_THAT(slow_old_computation(kCorrected), ElementsAre("v1", "v2", "v2"));
}

TEST(CachedFieldCorrected, ATaskThatFindsSomebodyComputingIsSentAgain) {
  Schedule schedule("cached_field", eager(kCorrected));
  schedule.computation(10ms);
  schedule.computation(100ms);
  schedule.get(0ms);
  schedule.write(100ms);
  schedule.write(150ms, 0ms, 1);
  schedule.get(300ms);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v3"));
  EXPECT_EQ(schedule.reads().at(1).answered, 300ms + 200us) << "no reader had to compute";
}

// A layer that does not care for transactions is told on commit, before the task that comes to it.
TEST(CachedField150, InAStackTheLayerBelowIsInvalidatedOnCommit) {
  Schedule schedule("cached_field/plain_ttl", {{"cached_field.version", "1.5.0"}});
  schedule.get(0ms);
  schedule.write(100ms, 50ms);
  schedule.get(120ms);
  schedule.get(300ms, 1);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1", "v2"));
  EXPECT_EQ(schedule.computations_begun(), 2U);
}

TEST(CachedField126, BelowAnotherLayerItIsFlaggedAfterTheCommit) {
  Schedule schedule("single_flight/cached_field", {{"cached_field.recalculate", "lazy"}});
  schedule.get(0ms);
  schedule.write(100ms, 50ms);
  schedule.get(120ms);
  schedule.get(300ms, 1);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1", "v2"));
}

TEST(CachedFieldCorrected, WhoWaitsTakesOverFromAFailedComputation) {
  Schedule schedule("cached_field", kCorrected);
  schedule.computation(10ms, true);
  schedule.get(0ms, 0);
  schedule.get(5ms, 1);
  EXPECT_THAT(schedule.run(), ElementsAre("error origin", "v1"));
}

TEST(CachedFieldCorrected, WhoWaitsForAClaimThatNeverEndsInTimeGoesAwayWithoutAValue) {
  Given given = kCorrected;
  given["claim_lifetime"] = "100ms";
  given["look_again"] = "30ms";
  Schedule schedule("cached_field", given, 3);
  schedule.computation(1s);
  schedule.computation(1s);
  schedule.get(0ms, 0);
  schedule.get(50ms, 1);
  schedule.get(60ms, 2);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1", "empty"));
  EXPECT_EQ(schedule.computations_begun(), 2U) << "the second reader took over, and the third waited for it in vain";
}

}  // namespace
}  // namespace stampede::races
