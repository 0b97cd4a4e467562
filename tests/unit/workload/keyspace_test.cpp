// Names and labels of keys.
#include "simulator/workload/keyspace.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace stampede::workload {
namespace {

TEST(Keyspace, PutsTheIndexInTheNamesPlace) {
  const Keyspace keys({.count = 12, .name = "page:{}>body"});
  EXPECT_EQ(keys.count(), 12U);
  EXPECT_EQ(keys.key(0).name, "page:0>body");
  EXPECT_EQ(keys.key(11).name, "page:11>body");
  EXPECT_EQ(keys.names()[7], "page:7>body");
}

TEST(Keyspace, LeavesANameWithoutAPlaceAsItIs) {
  EXPECT_EQ(Keyspace({.count = 1, .name = "front"}).key(0).name, "front");
}

TEST(Keyspace, FindsTheIndexOfEveryName) {
  const Keyspace keys({.count = 1000});
  for (std::uint64_t i = 0; i < keys.count(); ++i) ASSERT_EQ(keys.index_of(Key{"item>" + std::to_string(i)}), i);
  EXPECT_THROW(keys.index_of(Key{"item>1000"}), std::out_of_range);
  EXPECT_THROW(keys.index_of(Key{""}), std::out_of_range);
}

TEST(Keyspace, SpreadsTagsAndInvalidationKeysOverTheKeys) {
  const Keyspace keys({.count = 10, .tags = 3, .invalidation_keys = 4});
  EXPECT_EQ(keys.tag(keys.key(0)), "tag:0");
  EXPECT_EQ(keys.tag(keys.key(5)), "tag:2");
  EXPECT_EQ(keys.tag(keys.key(9)), "tag:0");
  EXPECT_EQ(keys.invalidation_keys(keys.key(3)), (std::vector<std::string>{"group:3"}));
  EXPECT_EQ(keys.invalidation_keys(keys.key(4)), (std::vector<std::string>{"group:0"}));
}

TEST(Keyspace, HasPatternsThatEndAtTheField) {
  const Keyspace keys({.count = 2, .name = "user>{}"});
  EXPECT_EQ(keys.pattern(keys.key(1)), "*user*");
  const Keyspace flat({.count = 2, .name = "user:{}"});
  EXPECT_EQ(flat.pattern(flat.key(1)), "*user:1*");
}

TEST(Keyspace, NamesCallsWithoutAmbiguity) {
  const std::vector<Call> calls{{.function = "f", .args = {"a", 1}, .kwargs = {}},
                                {.function = "app.g", .args = {}, .kwargs = {{"x", "y>z"}}}};
  const Keyspace keys({.count = 2, .calls = calls});
  EXPECT_EQ(keys.names(), (std::vector<std::string>{"f('a',1)", "app.g(x='y>z')"}));
  EXPECT_EQ(keys.index_of(Key{"app.g(x='y>z')"}), 1U);
  ASSERT_NE(keys.call(keys.key(0)), nullptr);
  EXPECT_EQ(*keys.call(keys.key(0)), calls[0]);
  EXPECT_EQ(keys.pattern(keys.key(1)), "*app.g*") << "all calls of the function";
}

TEST(Keyspace, KnowsNoCallWhereItIsToldNames) {
  const Keyspace keys({.count = 2});
  EXPECT_EQ(keys.call(keys.key(1)), nullptr);
}

TEST(Keyspace, HasPatternsThatTakeNamesLiterally) {
  const Keyspace keys({.count = 1, .name = R"(a[1]?b*\c>{})"});
  EXPECT_EQ(keys.pattern(keys.key(0)), R"(*a\[1\]\?b\*\\c*)");
}

}  // namespace
}  // namespace stampede::workload
