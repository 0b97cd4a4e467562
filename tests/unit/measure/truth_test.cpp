// Versions over time, with the edges: exactly at a commit, and keys that were never written.
#include "simulator/measure/truth.h"

#include <gtest/gtest.h>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {
namespace {

TimePoint at(int milliseconds) { return TimePoint(std::chrono::milliseconds(milliseconds)); }

class ThreeCommits : public testing::Test {
 protected:
  ThreeCommits() {
    EXPECT_EQ(truth.commit(5, at(10)), 2U);
    EXPECT_EQ(truth.commit(5, at(20)), 3U);
    EXPECT_EQ(truth.commit(5, at(20)), 4U);
  }
  Truth truth;
};

TEST_F(ThreeCommits, GiveTheVersionAtEveryTime) {
  EXPECT_EQ(truth.version_at(5, at(-1000)), 1U);
  EXPECT_EQ(truth.version_at(5, at(9)), 1U);
  EXPECT_EQ(truth.version_at(5, at(10)), 2U);
  EXPECT_EQ(truth.version_at(5, at(19)), 2U);
  EXPECT_EQ(truth.version_at(5, at(20)), 4U);
  EXPECT_EQ(truth.current_version(5), 4U);
}

TEST_F(ThreeCommits, TellWhenEachVersionWasSuperseded) {
  EXPECT_EQ(truth.first_newer_commit(5, 1), at(10));
  EXPECT_EQ(truth.first_newer_commit(5, 2), at(20));
  EXPECT_EQ(truth.first_newer_commit(5, 3), at(20));
  EXPECT_EQ(truth.first_newer_commit(5, 4), std::nullopt);
}

TEST_F(ThreeCommits, CountOnlyNewerCommitsStrictlyBefore) {
  EXPECT_EQ(truth.newer_commits_before(5, 1, at(10)), 0U);
  EXPECT_EQ(truth.newer_commits_before(5, 1, at(11)), 1U);
  EXPECT_EQ(truth.newer_commits_before(5, 1, at(21)), 3U);
  EXPECT_EQ(truth.newer_commits_before(5, 2, at(21)), 2U);
  EXPECT_EQ(truth.newer_commits_before(5, 4, at(21)), 0U);
  EXPECT_EQ(truth.newer_commits_before(5, 3, at(11)), 0U);  // a version from the future of that time
}

TEST_F(ThreeCommits, LeaveOtherKeysAlone) {
  EXPECT_EQ(truth.current_version(6), 1U);
  EXPECT_EQ(truth.version_at(6, at(100)), 1U);
  EXPECT_EQ(truth.first_newer_commit(6, 1), std::nullopt);
  EXPECT_EQ(truth.newer_commits_before(6, 1, at(100)), 0U);
}

TEST_F(ThreeCommits, CannotBeFollowedByAnEarlierOne) { EXPECT_THROW(truth.commit(5, at(19)), InternalError); }

}  // namespace
}  // namespace stampede::measure
