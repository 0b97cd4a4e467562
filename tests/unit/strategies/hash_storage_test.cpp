// cacheme's storage: the shape of its keys, and what two keys that share a slot do to each other.
#include "strategies/hash_storage.h"

#include <gtest/gtest.h>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;
using Members = std::set<std::string>;

TEST(HashStorage, WritesTheShapesOfTheOriginal) {
  Played played("tag_invalidation");
  played.stage->get("A>B");
  EXPECT_EQ(played.redis.peek_field("CM:A", "B"), "v1");
  EXPECT_EQ(played.redis.peek_members("CM:tag:0"), Members{"CM:A>B"});
  EXPECT_EQ(played.redis.peek_members("CM:group:0:invalid"), Members{"CM:A>B"});
  EXPECT_EQ(played.redis.peek_members("CM:group:1:invalid"), Members{"CM:A>B"});
  EXPECT_EQ(played.redis.peek_members("CM:progress"), Members{});
}

TEST(HashStorage, APrefixCanBeGiven) {
  Played played("retry_wait", {{"prefix", "X:"}, {"timeout", "none"}});
  played.stage->get("A");
  EXPECT_EQ(played.redis.peek_field("X:A", "base"), "v1");
  EXPECT_EQ(played.redis.peek_members("X:tag:0"), Members{"X:A"});
}

TEST(HashStorage, KeysThatDifferAfterTheFieldShareASlot) {
  Played played("retry_wait");
  EXPECT_EQ(played.stage->get("A>B>C"), "v1");
  EXPECT_EQ(played.stage->get("A>B>D"), "v1");
  EXPECT_EQ(played.stage->get("A>B"), "v1");
}

TEST(HashStorage, CallsThatAgreeInTheirFirstArgumentShareASlot) {
  Played played("retry_wait");
  played.stage->labels.calls["one"] = {.function = "f", .args = {"a", "b"}, .kwargs = {}};
  played.stage->labels.calls["other"] = {.function = "f", .args = {"a", "c"}, .kwargs = {}};
  played.stage->labels.calls["third"] = {.function = "f", .args = {"b", "a"}, .kwargs = {}};
  EXPECT_EQ(played.stage->get("one"), "v1");
  EXPECT_EQ(played.stage->get("other"), "v1");
  EXPECT_EQ(played.stage->get("third"), "v2");
}

TEST(HashStorage, AFieldNamedBaseSharesTheSlotOfNoField) {
  Played played("retry_wait");
  EXPECT_EQ(played.stage->get("A>base"), "v1");
  EXPECT_EQ(played.stage->get("A"), "v1");
}

// Expiry marks A>B, but the reader of A>B>C takes the mark of A>B>C.
TEST(HashStorage, AKeyWithAThirdPartNeverExpires) {
  Played played("retry_wait");
  played.stage->get("A>B>C");
  played.stage->clock.advance(1h);
  EXPECT_EQ(played.stage->get("A>B>C"), "v1");
  EXPECT_EQ(played.redis.peek_members("CM:delete"), Members{"CM:A>B"});
}

// Likewise: its expiry marks A.
TEST(HashStorage, AFieldNamedBaseNeverExpires) {
  Played played("retry_wait");
  played.stage->get("A>base");
  played.stage->clock.advance(1h);
  EXPECT_EQ(played.stage->get("A>base"), "v1");
  EXPECT_EQ(played.redis.peek_members("CM:delete"), Members{"CM:A"});
}

TEST(HashStorage, OneReaderMarksAllExpiredFieldsOfTheHash) {
  Played played("retry_wait");
  played.stage->get("A>1");
  played.stage->get("A>2");
  played.stage->get("B>1");
  played.stage->clock.advance(60s);
  EXPECT_EQ(played.stage->get("A>1"), "v4");
  EXPECT_EQ(played.redis.peek_members("CM:delete"), Members{"CM:A>2"});
}

TEST(HashStorage, ExpiryCountsInWholeSeconds) {
  Played played("retry_wait", {{"timeout", "10s"}});
  played.stage->clock.advance(900ms);
  played.stage->get();
  played.stage->clock.advance(9099ms);
  EXPECT_EQ(played.stage->get(), "v1");
  played.stage->clock.advance(1ms);
  EXPECT_EQ(played.stage->get(), "v2") << "after 9.1 s";
}

TEST(HashStorage, NothingInRedisEverExpiresByItself) {
  Played played("tag_invalidation");
  played.stage->get("A>B");
  played.stage->clock.advance(8760h);
  EXPECT_EQ(played.redis.peek_field("CM:A", "B"), "v1");
}

}  // namespace
}  // namespace stampede
