// The corrected storage of retry_wait and tag_invalidation: Redis forgets all of it, callbacks, old values, many keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;
using testing::UnorderedElementsAre;

std::string key_number(int number) {
  std::string name = "k";
  name += std::to_string(number);
  return name;
}

class MarkedEntriesTest : public testing::Test {
 protected:
  explicit MarkedEntriesTest(const traces::Stage::Given& more = {}) : played_("tag_invalidation", with(more)) {}

  static traces::Stage::Given with(traces::Stage::Given given) {
    given.emplace("behaviour", "corrected");
    return given;
  }

  traces::Stage& stage() { return *played_.stage; }
  std::vector<std::string> keys() {
    std::vector<std::string> names;
    for (const RedisKey& key : played_.redis.scan(RedisKey{"*"})) names.push_back(key.name);
    return names;
  }
  void expect_that_all_keys_expire() {
    for (const std::string& key : keys()) EXPECT_TRUE(played_.redis.ttl(RedisKey{key})) << key;
  }

  Played played_;
};

TEST_F(MarkedEntriesTest, RedisForgetsEverything) {
  stage().get();
  EXPECT_THAT(keys(), UnorderedElementsAre("CM:entry:item>7", "CM:tag:tag:0", "CM:name:group:0", "CM:name:group:1"));
  expect_that_all_keys_expire();
  stage().invalidate();
  stage().origin.fail_next = true;
  stage().get();
  expect_that_all_keys_expire();
  stage().clock.advance(1h + 2min);
  EXPECT_THAT(keys(), testing::IsEmpty());
}

TEST_F(MarkedEntriesTest, ASetOutlivesItsEntries) {
  stage().origin.during = [this] { stage().clock.advance(59s); };  // as long as the mark stands, almost
  stage().get();
  stage().clock.advance(1h - 1s);
  EXPECT_THAT(keys(), testing::IsSupersetOf({"CM:entry:item>7", "CM:tag:tag:0", "CM:name:group:0"}));
}

TEST_F(MarkedEntriesTest, FailuresDoNotMakeAValueLiveLonger) {
  stage().get();
  stage().clock.advance(59min + 59s);
  stage().origin.fail_next = true;
  EXPECT_EQ(stage().get(), "error origin");
  stage().clock.advance(2s);
  std::string other;
  stage().origin.during = [&] { other = stage().get(); };
  EXPECT_EQ(stage().get(), "v3");
  EXPECT_EQ(other, "v4") << "an hour old, v1 is no longer served while somebody computes";
}

TEST_F(MarkedEntriesTest, CountsCallbacks) {
  stage().get();
  stage().get();
  stage().get();
  EXPECT_EQ(stage().events[Event::miss_callback], 1U);
  EXPECT_EQ(stage().events[Event::hit_callback], 2U);
}

TEST_F(MarkedEntriesTest, ATagInvalidatesAllItsKeysAndKeepsTheirOldValues) {
  stage().get("A>1");
  stage().get("B>1");
  stage().invalidate_tag("tag:0");
  std::string other;
  stage().origin.during = [&] { other = stage().get("A>1"); };
  EXPECT_EQ(stage().get("A>1"), "v3");
  EXPECT_EQ(other, "v1");
  EXPECT_EQ(stage().get("B>1"), "v4");
  EXPECT_EQ(stage().get("B>1"), "v4");
}

TEST_F(MarkedEntriesTest, TwoInvalidationsAreEndedByOneValue) {
  stage().get();
  stage().invalidate();
  stage().invalidate_by_name("group:0");
  EXPECT_EQ(stage().get(), "v2");
  EXPECT_EQ(stage().get(), "v2");
}

TEST_F(MarkedEntriesTest, APatternMarksAtMost500KeysWithOneScript) {
  constexpr int kKeys = 1001;
  for (int i = 0; i < kKeys; ++i) stage().get(key_number(i));
  played_.redis.take_commands();
  stage().invalidate_pattern("k*");
  const std::vector<std::string> commands = played_.redis.take_commands();
  EXPECT_EQ(std::count(commands.begin(), commands.end(), "EVALSHA"), 3);
  const std::uint64_t before = stage().origin.computations;
  for (int i = 0; i < kKeys; ++i) stage().get(key_number(i));
  EXPECT_EQ(stage().origin.computations - before, static_cast<std::uint64_t>(kKeys));
}

struct WithoutOldValues : MarkedEntriesTest {
  WithoutOldValues() : MarkedEntriesTest({{"stale", "false"}, {"progress_ttl", "200ms"}}) {}
};

TEST_F(WithoutOldValues, NobodyGetsOneWhileSomebodyComputes) {
  stage().get();
  stage().invalidate();
  std::string other;
  stage().origin.during = [&] { other = stage().get(); };
  EXPECT_EQ(stage().get(), "v2");
  EXPECT_EQ(other, "v3") << "it waited until the mark had ended, and took over";
  EXPECT_EQ(stage().get(), "v3") << "the first one had lost its mark, and stored nothing";
}

}  // namespace
}  // namespace stampede
