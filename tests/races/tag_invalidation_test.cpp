// What cacheme's invalidations lose, in both of its versions, and what the corrected behaviour keeps.
#include <gmock/gmock.h>

#include "tests/races/schedule.h"

namespace stampede::races {
namespace {

using testing::ElementsAre;
using Given = traces::Stage::Given;

const Given kOlder{{"version", "0.0.9"}, {"timeout", "none"}};
const Given kLater{{"version", "0.1.1"}, {"timeout", "none"}};
const Given kCorrected{{"behaviour", "corrected"}, {"timeout", "none"}};

std::vector<std::string> failed_recomputation(const Given& given) {
  Schedule schedule("tag_invalidation", given);
  schedule.computation(10ms);
  schedule.computation(10ms, true);
  schedule.get(0ms);
  schedule.write(100ms);
  schedule.get(200ms);
  schedule.get(300ms, 1);
  schedule.get(20min);
  return schedule.run();
}

TEST(TagInvalidation009, ServesTheOldValueForEverAfterOneFailedRecomputation) {
  EXPECT_THAT(failed_recomputation(kOlder), ElementsAre("v1", "error origin", "v1", "v1"));
}
TEST(TagInvalidation011, ServesTheOldValueForEverAfterOneFailedRecomputation) {
  EXPECT_THAT(failed_recomputation(kLater), ElementsAre("v1", "error origin", "v1", "v1"));
}
TEST(TagInvalidationCorrected, RecomputesAfterAFailedRecomputation) {
  EXPECT_THAT(failed_recomputation(kCorrected), ElementsAre("v1", "error origin", "v2", "v2"));
}

std::vector<std::string> invalidation_by_name_while_first_computing(const Given& given) {
  Schedule schedule("tag_invalidation", given);
  schedule.computation(100ms);
  schedule.get(0ms);
  schedule.commit(50ms);
  schedule.invalidate_by_name(51ms, "group:0", 1);
  schedule.get(300ms);
  schedule.get(400ms);
  return schedule.run();
}

TEST(TagInvalidation009, LosesAnInvalidationByNameDuringTheFirstComputation) {
  EXPECT_THAT(invalidation_by_name_while_first_computing(kOlder), ElementsAre("v1", "v1", "v1"));
}
TEST(TagInvalidation011, LosesAnInvalidationByNameDuringTheFirstComputation) {
  EXPECT_THAT(invalidation_by_name_while_first_computing(kLater), ElementsAre("v1", "v1", "v1"));
}
TEST(TagInvalidationCorrected, KeepsAnInvalidationByNameDuringTheFirstComputation) {
  EXPECT_THAT(invalidation_by_name_while_first_computing(kCorrected), ElementsAre("v1", "v2", "v2"));
}

std::vector<std::string> invalidation_by_tag_while_first_computing(const Given& given) {
  Schedule schedule("tag_invalidation", given);
  schedule.computation(100ms);
  schedule.get(0ms);
  schedule.commit(50ms);
  schedule.invalidate_tag(51ms, "tag:0", 1);
  schedule.get(300ms);
  return schedule.run();
}

TEST(TagInvalidation009, LosesAnInvalidationByTagDuringTheFirstComputation) {
  EXPECT_THAT(invalidation_by_tag_while_first_computing(kOlder), ElementsAre("v1", "v1"));
}
TEST(TagInvalidationCorrected, KeepsAnInvalidationByTagDuringTheFirstComputation) {
  EXPECT_THAT(invalidation_by_tag_while_first_computing(kCorrected), ElementsAre("v1", "v2"));
}

// The second write is recomputed at once, while the first one's recomputation takes longer.
std::vector<std::string> slow_old_recomputation(const Given& given) {
  Schedule schedule("tag_invalidation", given);
  schedule.computation(10ms);
  schedule.computation(200ms);
  schedule.get(0ms);
  schedule.write(100ms);
  schedule.get(110ms, 0);
  schedule.write(150ms, 0ms, 1);
  schedule.get(160ms, 1);
  schedule.get(1s);
  schedule.get(2s);
  return schedule.run();
}

TEST(TagInvalidation009, ASlowOldRecomputationOverwritesANewerOne) {
  EXPECT_THAT(slow_old_recomputation(kOlder), ElementsAre("v1", "v2", "v3", "v2", "v2"));
}
TEST(TagInvalidation011, ConsumesAnInvalidationThatNobodyRecomputes) {
  EXPECT_THAT(slow_old_recomputation(kLater), ElementsAre("v1", "v2", "v1", "v2", "v2"));
}
TEST(TagInvalidationCorrected, KeepsAnInvalidationThatComesWhileRecomputing) {
  EXPECT_THAT(slow_old_recomputation(kCorrected), ElementsAre("v1", "v2", "v1", "v3", "v3"));
}

// The mark of progress ends before the computation that set it does, and somebody else takes over.
TEST(TagInvalidationCorrected, AComputationThatHasLostItsMarkDoesNotOverwriteANewerOne) {
  Given given = kCorrected;
  given["progress_ttl"] = "50ms";
  Schedule schedule("tag_invalidation", given);
  schedule.computation(200ms);
  schedule.get(0ms, 0);
  schedule.commit(45ms);
  schedule.get(30ms, 1);
  schedule.get(300ms);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v2", "v2"));
  EXPECT_EQ(schedule.computations_begun(), 2U);
}

std::uint64_t computations_longer_than_all_waits(const Given& given) {
  Schedule schedule("tag_invalidation", given, 4);
  for (int i = 0; i < 4; ++i) schedule.computation(500ms);
  for (std::size_t node = 0; node < 4; ++node) schedule.get(0ms, node);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1", "v1", "v1"));
  return schedule.computations_begun();
}

TEST(TagInvalidation009, EverybodyComputesWhatTakesLongerThanAllWaits) {
  EXPECT_EQ(computations_longer_than_all_waits(kOlder), 4U);
}
TEST(TagInvalidation011, EverybodyComputesWhatTakesLongerThanAllWaits) {
  EXPECT_EQ(computations_longer_than_all_waits(kLater), 4U);
}
TEST(TagInvalidationCorrected, OneComputesHoweverLongItTakes) {
  EXPECT_EQ(computations_longer_than_all_waits(kCorrected), 1U);
}

TEST(TagInvalidationCorrected, WhoWaitsTakesOverFromAFailedComputation) {
  Schedule schedule("tag_invalidation", kCorrected);
  schedule.computation(30ms, true);
  schedule.get(0ms, 0);
  schedule.get(5ms, 1);
  EXPECT_THAT(schedule.run(), ElementsAre("error origin", "v1"));
}

TEST(TagInvalidationCorrected, GivesUpAfterTheLifetimeOfAMark) {
  Given given = kCorrected;
  given["progress_ttl"] = "100ms";
  Schedule schedule("tag_invalidation", given, 3);
  schedule.computation(1s);
  schedule.computation(1s);
  schedule.get(0ms, 0);
  schedule.get(45ms, 1);
  schedule.get(50ms, 2);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1", "error timeout"));
  EXPECT_EQ(schedule.computations_begun(), 2U);
}

// A second invalidation by the same tag, after the set was emptied and before the first one was seen to.
TEST(TagInvalidationCorrected, EmptyingTheSetLosesNoLaterInvalidation) {
  Schedule schedule("tag_invalidation", kCorrected);
  schedule.computation(10ms);
  schedule.computation(100ms);
  schedule.get(0ms);
  schedule.commit(50ms);
  schedule.invalidate_tag(60ms, "tag:0");
  schedule.get(100ms);
  schedule.commit(150ms);
  schedule.invalidate_tag(160ms, "tag:0", 1);
  schedule.get(300ms);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v2", "v3"));
}

}  // namespace
}  // namespace stampede::races
