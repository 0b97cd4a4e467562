// What async_refresh loses because it has no lock, and what tickets and compare-and-set keep.
#include <gmock/gmock.h>

#include "tests/races/schedule.h"

namespace stampede::races {
namespace {

using testing::ElementsAre;
using testing::Gt;
using Given = traces::Stage::Given;

const Given kReleased{{"behaviour", "published"}};
const Given kCorrected{{"behaviour", "corrected"}};

std::vector<std::string> invalidation_during_the_first_fetch(const Given& given) {
  Schedule schedule("async_refresh", given);
  schedule.computation(1s);
  schedule.get(0ms);
  schedule.write(500ms, 0ms, 1);
  schedule.get(2s);
  schedule.get(3s);
  schedule.get(50s, 1);
  return schedule.run();
}

TEST(AsyncRefreshPublished, LosesAnInvalidationDuringTheFirstFetch) {
  EXPECT_THAT(invalidation_during_the_first_fetch(kReleased), ElementsAre("v1", "v1", "v1", "v1"));
}
TEST(AsyncRefreshCorrected, KeepsAnInvalidationDuringTheFirstFetch) {
  EXPECT_THAT(invalidation_during_the_first_fetch(kCorrected), ElementsAre("v1", "v1", "v2", "v2"));
}

// Ten readers of one stale item, while the first of them pushes its expiry.
std::uint64_t refreshes_of_one_stale_item(const Given& given) {
  Schedule schedule("async_refresh", given);
  schedule.get(0ms);
  for (int i = 0; i < 10; ++i) schedule.get(61s + i * 5us, static_cast<std::size_t>(i % 2));
  schedule.run();
  return schedule.computations_begun() - 1;
}

TEST(AsyncRefreshPublished, LeaksTasks) { EXPECT_THAT(refreshes_of_one_stale_item(kReleased), Gt(1U)); }
TEST(AsyncRefreshCorrected, EnqueuesOneTask) { EXPECT_EQ(refreshes_of_one_stale_item(kCorrected), 1U); }

// The refresh that a stale reader asks for is slow; a write brings another one, which overtakes it.
std::vector<std::string> slow_refresh_and_a_quick_one(const Given& given) {
  Schedule schedule("async_refresh", given);
  schedule.computation(10ms);
  schedule.computation(10s);
  schedule.computation(10ms);
  schedule.get(0ms);
  schedule.get(61s);
  schedule.write(62s, 0ms, 1);
  schedule.get(65s);
  schedule.get(75s, 1);
  return schedule.run();
}

TEST(AsyncRefreshPublished, LetsAnOldValueOverwriteANewerOne) {
  EXPECT_THAT(slow_refresh_and_a_quick_one(kReleased), ElementsAre("v1", "v1", "v2", "v1"));
}
TEST(AsyncRefreshCorrected, KeepsTheNewerValue) {
  EXPECT_THAT(slow_refresh_and_a_quick_one(kCorrected), ElementsAre("v1", "v1", "v2", "v2"));
}

}  // namespace
}  // namespace stampede::races
