// retry_wait and tag_invalidation: waiting, callbacks, failures, and invalidations of many keys.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;
using Members = std::set<std::string>;

struct EitherVersion : testing::TestWithParam<const char*> {
  traces::Stage::Given given(traces::Stage::Given more = {}) {
    more.emplace("version", GetParam());
    return more;
  }
  std::string progress() const { return GetParam() == std::string("0.0.9") ? "CM:progress" : "CM:meta:progress"; }
};
INSTANTIATE_TEST_SUITE_P(Versions, EitherVersion, testing::Values("0.0.9", "0.1.1"), [](const auto& instance) {
  std::string name = instance.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

TEST_P(EitherVersion, WaitsFiveTimes20MillisecondsAndThenComputesAnyway) {
  Played played("retry_wait", given());
  std::string other;
  played.stage->origin.during = [&] { other = played.stage->get(); };
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(other, "v2");
  EXPECT_EQ(played.stage->clock.sleeps, 5U);
  EXPECT_EQ(played.stage->clock.now().time_since_epoch(), 100ms);
}

TEST_P(EitherVersion, ComputesAtOnceWithoutRetries) {
  Played played("retry_wait", given({{"retries", "0"}}));
  played.stage->origin.during = [&] { played.stage->get(); };
  played.stage->get();
  EXPECT_EQ(played.stage->clock.sleeps, 0U);
  EXPECT_EQ(played.stage->origin.computations, 2U);
}

TEST_P(EitherVersion, ReadersGetTheOldValueWhileOneRecomputes) {
  Played played("retry_wait", given());
  played.stage->get();
  played.stage->invalidate();
  std::string other;
  played.stage->origin.during = [&] { other = played.stage->get(); };
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(other, "v1");
  EXPECT_EQ(played.stage->origin.computations, 2U);
}

TEST_P(EitherVersion, AFailedComputationLeavesTheMarkOfProgress) {
  Played played("retry_wait", given());
  played.stage->origin.fail_next = true;
  EXPECT_EQ(played.stage->get(), "error origin");
  EXPECT_EQ(played.redis.peek_members(progress()), Members{"CM:item>7"});
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(played.redis.peek_members(progress()), Members{});
}

TEST_P(EitherVersion, AFailedRecomputationLeavesTheOldValueForEver) {
  Played played("retry_wait", given({{"timeout", "none"}}));
  played.stage->get();
  played.stage->invalidate();
  played.stage->origin.fail_next = true;
  EXPECT_EQ(played.stage->get(), "error origin");
  played.stage->clock.advance(8760h);
  EXPECT_EQ(played.stage->get(), "v1");
}

TEST_P(EitherVersion, CountsCallbacks) {
  Played played("retry_wait", given());
  played.stage->get();
  played.stage->get();
  played.stage->get();
  EXPECT_EQ(played.stage->events[Event::miss_callback], 1U);
  EXPECT_EQ(played.stage->events[Event::hit_callback], 2U);
}

TEST_P(EitherVersion, ATagInvalidatesAllItsKeysAndKeepsTheirOldValues) {
  Played played("tag_invalidation", given());
  played.stage->get("A>1");
  played.stage->get("B>1");
  played.stage->invalidate_tag("tag:0");
  std::string other;
  played.stage->origin.during = [&] { other = played.stage->get("A>1"); };
  EXPECT_EQ(played.stage->get("A>1"), "v3");
  EXPECT_EQ(other, "v1");
  EXPECT_EQ(played.stage->get("B>1"), "v4");
}

TEST_P(EitherVersion, AnInvalidationByNameDuringTheFirstComputationIsLost) {
  Played played("tag_invalidation", given());
  played.stage->origin.during = [&] { played.stage->invalidate_by_name("group:0"); };
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(played.stage->get(), "v1");
  played.stage->invalidate_by_name("group:1");
  EXPECT_EQ(played.stage->get(), "v2");
}

TEST_P(EitherVersion, APatternDeletesWhatMatchesWhoeverItBelongsTo) {
  Played played("tag_invalidation", given());
  played.stage->get("A>1");
  played.redis.set(RedisKey{"other application"}, "value");
  played.stage->invalidate_pattern("o*");
  EXPECT_EQ(played.redis.peek("other application"), std::nullopt);
  EXPECT_EQ(played.stage->get("A>1"), "v1");
  played.stage->invalidate_pattern("A*");
  EXPECT_EQ(played.stage->get("A>1"), "v1") << "the pattern is taken without the prefix";
}

// 0.0.9 says nothing to anybody when it recomputes what was invalidated.
TEST(RetryWait009, RecomputesInvalidatedKeysWithoutMissCallbackOrMarkOfProgress) {
  Played played("retry_wait");
  played.stage->get();
  played.stage->invalidate();
  Members progress{"unseen"};
  played.stage->origin.during = [&] { progress = played.redis.peek_members("CM:progress"); };
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(progress, Members{});
  EXPECT_EQ(played.stage->events[Event::miss_callback], 1U);
}

TEST(RetryWait009, ASlowOldRecomputationOverwritesANewerOne) {
  Played played("retry_wait");
  played.stage->get();
  played.stage->invalidate();
  std::string newer;
  played.stage->origin.during = [&] {
    played.stage->invalidate();
    newer = played.stage->get();
  };
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(newer, "v3");
  EXPECT_EQ(played.stage->get(), "v2");
}

TEST(RetryWait011, ADifferentReaderOfADeletedValueWaitsForTheNewOne) {
  Played played("retry_wait", {{"version", "0.1.1"}, {"stale", "false"}});
  played.stage->get();
  played.stage->invalidate();
  std::string other;
  played.stage->origin.during = [&] { other = played.stage->get(); };
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(other, "v3") << "it waited, found nothing, and computed";
  EXPECT_EQ(played.stage->clock.sleeps, 5U);
}

TEST(TagInvalidation, APatternUnlinksAtMost500KeysWithOneCommand) {
  Played played("tag_invalidation");
  for (int i = 0; i < 1001; ++i) {
    std::string name = "k";
    name += std::to_string(i);
    played.redis.set(RedisKey{name}, "value");
  }
  played.redis.take_commands();
  played.stage->invalidate_pattern("k*");
  std::vector<std::ptrdiff_t> unlinked;
  for (const std::string& command : played.redis.take_commands()) {
    if (command.starts_with("UNLINK")) unlinked.push_back(std::count(command.begin(), command.end(), ' '));
  }
  EXPECT_EQ(unlinked, (std::vector<std::ptrdiff_t>{500, 500, 1}));
}

}  // namespace
}  // namespace stampede
