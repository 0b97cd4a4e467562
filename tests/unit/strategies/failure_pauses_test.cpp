// Pauses after failures: begin, end, and are forgotten.
#include "strategies/failure_pauses.h"

#include <gtest/gtest.h>

namespace stampede {
namespace {

using namespace std::chrono_literals;

const Key kA{"a"};
const Key kB{"b"};

TimePoint at(Duration time) { return TimePoint(time); }

TEST(FailurePauses, LastForTheirLengthAndForTheirKeyAlone) {
  FailurePauses pauses(10s);
  EXPECT_FALSE(pauses.is_paused(kA, at(0s)));
  pauses.begin(kA, at(5s));
  EXPECT_TRUE(pauses.is_paused(kA, at(5s)));
  EXPECT_TRUE(pauses.is_paused(kA, at(15s - 1ns)));
  EXPECT_FALSE(pauses.is_paused(kA, at(15s)));
  EXPECT_FALSE(pauses.is_paused(kB, at(5s)));
}

TEST(FailurePauses, EndEarly) {
  FailurePauses pauses(10s);
  pauses.begin(kA, at(0s));
  pauses.end(kA);
  EXPECT_FALSE(pauses.is_paused(kA, at(1s)));
}

TEST(FailurePauses, BeginAnewWithEachFailure) {
  FailurePauses pauses(10s);
  pauses.begin(kA, at(0s));
  pauses.begin(kA, at(8s));
  pauses.begin(kB, at(12s));
  EXPECT_TRUE(pauses.is_paused(kA, at(12s)));
  EXPECT_FALSE(pauses.is_paused(kA, at(18s)));
}

TEST(FailurePauses, AreForgottenWhenTheyAreOver) {
  FailurePauses pauses(10s);
  for (int i = 0; i < 1000; ++i) pauses.begin(Key{std::to_string(i)}, at(i * 1s));
  EXPECT_EQ(pauses.size(), 10U);
}

TEST(FailurePauses, AreNoneOfLengthZero) {
  FailurePauses pauses(0s);
  pauses.begin(kA, at(0s));
  EXPECT_FALSE(pauses.is_paused(kA, at(0s)));
  EXPECT_EQ(pauses.size(), 0U);
}

}  // namespace
}  // namespace stampede
