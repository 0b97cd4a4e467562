// Typed replies and helpers: what they send, and what they refuse to take for something else.
#include "strategies/redis.h"

#include <gtest/gtest.h>

#include "tests/unit/strategies/fakes.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

const RedisKey kKey{"key"};

struct RedisHelpers : testing::Test {
  TimePoint now{};
  FakeRedis redis{[this] { return now; }};
};

TEST_F(RedisHelpers, GetTellsAnEmptyValueFromNone) {
  EXPECT_EQ(redis.get(kKey), std::nullopt);
  redis.set(kKey, "");
  EXPECT_EQ(redis.get(kKey), "");
}

TEST_F(RedisHelpers, SetPxExpires) {
  redis.set_px(kKey, "value", 1500ms);
  now += 1500ms;
  EXPECT_TRUE(redis.exists(kKey));
  now += 1ms;
  EXPECT_FALSE(redis.exists(kKey));
}

TEST_F(RedisHelpers, ExpiriesBelowAMillisecondAreRaisedToOne) {
  redis.set_px(kKey, "value", 10us);
  EXPECT_EQ(redis.take_commands().back(), "SET key value PX 1");
}

TEST_F(RedisHelpers, SetNxPxSaysWhoWasFirst) {
  EXPECT_TRUE(redis.set_nx_px(kKey, "mine", 1s));
  EXPECT_FALSE(redis.set_nx_px(kKey, "theirs", 1s));
  EXPECT_EQ(redis.get(kKey), "mine");
}

TEST_F(RedisHelpers, TtlIsEmptyWithoutKeyOrExpiry) {
  EXPECT_EQ(redis.ttl(kKey), std::nullopt);
  redis.set(kKey, "value");
  EXPECT_EQ(redis.ttl(kKey), std::nullopt);
  redis.set_px(kKey, "value", 2600ms);
  EXPECT_EQ(redis.ttl(kKey), 3s);
}

TEST_F(RedisHelpers, DelSaysWhetherThereWasSomething) {
  EXPECT_FALSE(redis.del(kKey));
  redis.set(kKey, "value");
  EXPECT_TRUE(redis.del(kKey));
}

TEST(Reply, RefusesToBeReadAsAnotherType) {
  Reply number;
  number.type = Reply::Type::integer;
  number.integer = 7;
  EXPECT_EQ(number.as_integer(), 7);
  EXPECT_THROW(number.as_string(), RedisError);
  EXPECT_THROW(Reply(number).as_optional_string(), RedisError);
  EXPECT_THROW(Reply(number).as_strings(), RedisError);
  EXPECT_THROW(Reply().as_integer(), RedisError);
  EXPECT_EQ(Reply().as_optional_string(), std::nullopt);
}

TEST(Reply, SaysWhichTypesWereConfused) {
  try {
    Reply().as_integer();
    FAIL() << "nil was taken for an integer";
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), RedisError::Kind::unexpected);
    EXPECT_STREQ(error.what(), "Redis replied with nil instead of an integer");
  }
}

TEST(Reply, ArraysOfStringsMayHoldNothingElse) {
  Reply text;
  text.type = Reply::Type::string;
  text.text = "a";
  Reply array;
  array.type = Reply::Type::array;
  array.elements = {text, text};
  EXPECT_EQ(Reply(array).as_strings(), (std::vector<std::string>{"a", "a"}));
  array.elements.push_back(Reply());
  EXPECT_THROW(Reply(array).as_strings(), RedisError);
}

}  // namespace
}  // namespace stampede
