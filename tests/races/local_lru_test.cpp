// What a cache in each node's memory does with writes, and what broadcast and a second look keep.
#include <gmock/gmock.h>

#include "tests/races/schedule.h"

namespace stampede::races {
namespace {

using testing::ElementsAre;
using Given = traces::Stage::Given;

const Given kReleased{{"behaviour", "documented"}};
const Given kCorrected{{"behaviour", "corrected"}};

std::vector<std::string> read_between_deletion_and_commit(const Given& given) {
  Schedule schedule("local_lru", given);
  schedule.get(0ms);
  schedule.write(1s, 1s);
  schedule.get(1500ms);
  schedule.get(3s);
  return schedule.run();
}

TEST(LocalLruPublished, CachesTheOldRowAgainBetweenDeletionAndCommit) {
  EXPECT_THAT(read_between_deletion_and_commit(kReleased), ElementsAre("v1", "v1", "v1"));
}
TEST(LocalLruCorrected, DeletesAfterTheCommit) {
  EXPECT_THAT(read_between_deletion_and_commit(kCorrected), ElementsAre("v1", "v1", "v2"));
}

std::vector<std::string> computation_across_a_write(const Given& given) {
  Schedule schedule("local_lru", given);
  schedule.computation(2s);
  schedule.get(0ms);
  schedule.write(1s);
  schedule.get(3s);
  return schedule.run();
}

TEST(LocalLruPublished, CachesWhatWasReadBeforeTheWrite) {
  EXPECT_THAT(computation_across_a_write(kReleased), ElementsAre("v1", "v1"));
}
TEST(LocalLruCorrected, DoesNotKeepWhatWasReadBeforeTheWrite) {
  EXPECT_THAT(computation_across_a_write(kCorrected), ElementsAre("v1", "v2"));
}

std::vector<std::string> write_on_another_node(const Given& given) {
  Schedule schedule("local_lru", given);
  schedule.get(0ms, 0);
  schedule.get(0ms, 1);
  schedule.write(1s, 0ms, 0);
  schedule.get(2s, 0);
  schedule.get(2s, 1);
  return schedule.run();
}

TEST(LocalLruPublished, LeavesTheOtherNodesCopiesAlone) {
  EXPECT_THAT(write_on_another_node(kReleased), ElementsAre("v1", "v1", "v2", "v1"));
}
TEST(LocalLruCorrected, TellsTheOtherNodes) {
  EXPECT_THAT(write_on_another_node(kCorrected), ElementsAre("v1", "v1", "v2", "v2"));
}

}  // namespace
}  // namespace stampede::races
