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

TEST(Keyspace, TakesInTheKeysOfATraceAsTheyAreMet) {
  Keyspace keys({.count = 2});
  const measure::KeyNames names = keys.names();
  const Key& first = keys.key(0);
  EXPECT_EQ(keys.find("a"), std::nullopt);
  EXPECT_EQ(keys.intern("a"), 2U);
  EXPECT_EQ(keys.intern("item>1"), 1U);
  EXPECT_EQ(keys.intern("a"), 2U);
  for (std::uint64_t i = 0; i < 100'000; ++i) ASSERT_EQ(keys.intern("trace:" + std::to_string(i)), i + 3);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const Key key{"trace:" + std::to_string(i)};
    ASSERT_EQ(keys.index_of(key), i + 3);
    ASSERT_EQ(keys.key(i + 3).name, key.name);
  }
  EXPECT_EQ(keys.count(), 100'003U);
  EXPECT_EQ(names.size(), 100'003U);
  EXPECT_EQ(names[2], "a");
  EXPECT_THROW(static_cast<void>(names.at(100'003)), std::out_of_range);
  EXPECT_EQ(&keys.key(0), &first) << "keys must stay where they are";
}

TEST(Keyspace, TellsKeysOfATraceApartByTheirNames) {
  Keyspace one({.count = 1});
  Keyspace other({.count = 1});
  one.intern("a");
  one.intern("b");
  other.intern("b");
  other.intern("a");
  EXPECT_EQ(one.stream_of(0), 0U);
  EXPECT_EQ(one.stream_of(1), other.stream_of(2));
  EXPECT_EQ(one.stream_of(2), other.stream_of(1));
  EXPECT_NE(one.stream_of(1), one.stream_of(2));
  EXPECT_EQ(one.tag(Key{"a"}), "tag:0");
}

TEST(Keyspace, HasValuesOfOneSizeOrOfOneForEachKey) {
  EXPECT_EQ(Keyspace({.count = 2, .value_size_bytes = 777}).value_size_bytes(1), 777U);
  const scenario::Keys drawn{.count = 1000, .value_size_per_key = scenario::UniformSize{1000, 1009}};
  const Keyspace keys(drawn, 42);
  std::vector<int> seen(10);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const std::uint64_t size = keys.value_size_bytes(i);
    ASSERT_EQ(size, keys.value_size_bytes(i));
    ++seen.at(size - 1000);
  }
  for (const int count : seen) EXPECT_NEAR(count, 100, 40);
  const Keyspace same(drawn, 42);
  const Keyspace other(drawn, 43);
  int equal = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(keys.value_size_bytes(i), same.value_size_bytes(i));
    equal += keys.value_size_bytes(i) == other.value_size_bytes(i) ? 1 : 0;
  }
  EXPECT_LT(equal, 200);
}

TEST(Keyspace, HasValuesOfTheSizeThatATraceTells) {
  Keyspace keys({.count = 3, .value_size_bytes = 777});
  keys.set_value_size(1, 5000);
  EXPECT_EQ(keys.value_size_bytes(0), 777U);
  EXPECT_EQ(keys.value_size_bytes(1), 5000U);
  EXPECT_EQ(keys.value_size_bytes(2), 777U);
  keys.set_value_size(1, 50);
  EXPECT_EQ(keys.value_size_bytes(1), 50U);
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
  EXPECT_EQ(keys.name(0), "f('a',1)");
  EXPECT_EQ(keys.name(1), "app.g(x='y>z')");
  EXPECT_EQ(keys.index_of(Key{"app.g(x='y>z')"}), 1U);
  ASSERT_NE(keys.call(keys.key(0)), nullptr);
  EXPECT_EQ(*keys.call(keys.key(0)), calls[0]);
  EXPECT_EQ(keys.pattern(keys.key(1)), "*app.g*") << "all calls of the function";
}

TEST(Keyspace, KnowsNoCallOfAKeyThatATraceNames) {
  Keyspace keys({.count = 1, .calls = {{.function = "f", .args = {}, .kwargs = {}}}});
  const std::uint64_t traced = keys.intern("from-a-trace");
  EXPECT_EQ(keys.call(keys.key(traced)), nullptr);
  EXPECT_NE(keys.call(keys.key(0)), nullptr);
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
