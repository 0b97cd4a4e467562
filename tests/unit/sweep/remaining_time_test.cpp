// The estimate follows what each kind of run takes.
#include "simulator/sweep/remaining_time.h"

#include <gtest/gtest.h>

namespace stampede::sweep {
namespace {

using namespace std::chrono_literals;

TEST(RemainingTime, IsUnknownAtFirst) { EXPECT_FALSE(RemainingTime({3, 3}).left(1)); }

TEST(RemainingTime, TakesUnknownKindsForAverage) {
  RemainingTime time({3, 3, 3});
  time.finished(0, 1s);
  EXPECT_NEAR(to_seconds(*time.left(1)), 8, 1e-6);
  time.finished(1, 3s);
  EXPECT_NEAR(to_seconds(*time.left(1)), 2 * 1 + 2 * 3 + 3 * 2, 1e-6);
}

TEST(RemainingTime, KnowsThatSomeKindsTakeLonger) {
  RemainingTime time({2, 2});
  time.finished(0, 1ms);
  time.finished(1, 10s);
  EXPECT_NEAR(to_seconds(*time.left(1)), 10.001, 1e-6);
  time.finished(0, 3ms);
  EXPECT_NEAR(to_seconds(*time.left(1)), 10, 1e-6);
  time.finished(1, 10s);
  EXPECT_NEAR(to_seconds(*time.left(1)), 0, 1e-6);
}

TEST(RemainingTime, IsSharedByTheJobs) {
  RemainingTime time({9});
  time.finished(0, 1s);
  EXPECT_NEAR(to_seconds(*time.left(4)), 2, 1e-6);
}

TEST(RemainingTime, DoesNotCountWhatWasDoneBefore) {
  RemainingTime time({0, 1, 2});
  time.finished(2, 1s);
  EXPECT_NEAR(to_seconds(*time.left(1)), 2, 1e-6);
}

}  // namespace
}  // namespace stampede::sweep
