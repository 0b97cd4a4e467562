// Backoff: pauses grow by the factor and stay at the longest.
#include "strategies/backoff.h"

#include <gtest/gtest.h>

namespace stampede {
namespace {

using namespace std::chrono_literals;

std::vector<Duration> pauses(Backoff backoff, int count) {
  std::vector<Duration> pauses;
  for (int i = 0; i < count; ++i) pauses.push_back(backoff.next());
  return pauses;
}

TEST(Backoff, GrowsUpToTheLongestPause) {
  EXPECT_EQ(pauses(Backoff(5ms, 2, 30ms), 5), (std::vector<Duration>{5ms, 10ms, 20ms, 30ms, 30ms}));
}

TEST(Backoff, StaysWithTheFactorOne) {
  EXPECT_EQ(pauses(Backoff(500ms, 1, 1h), 3), (std::vector<Duration>{500ms, 500ms, 500ms}));
}

TEST(Backoff, NeverExceedsTheLongestPauseNotEvenAtFirst) {
  EXPECT_EQ(pauses(Backoff(50ms, 2, 20ms), 2), (std::vector<Duration>{20ms, 20ms}));
}

}  // namespace
}  // namespace stampede
