// Misspelt names find the one that was meant; other words find nothing.
#include "strategies/nearest_name.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace stampede {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"mutex_stale", "plain_ttl", "retry_wait",
                                                    "no_cache",    "local_lru", "async_refresh"};

TEST(EditDistance, CountsInsertionsDeletionsReplacementsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("poisson", "poison"), 1U);
  EXPECT_EQ(edit_distance("fro", "for"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("abcd", "badc"), 2U);
}

TEST(NearestName, FindsMisspellings) {
  EXPECT_EQ(nearest_name("mutex_stael", kNames), "mutex_stale");
  EXPECT_EQ(nearest_name("mutex-stale", kNames), "mutex_stale");
  EXPECT_EQ(nearest_name("plainttl", kNames), "plain_ttl");
  EXPECT_EQ(nearest_name("Retry_Wait", kNames), "retry_wait");
}

TEST(NearestName, FindsTheOnlyNameThatBeginsLikeIt) {
  EXPECT_EQ(nearest_name("async", kNames), "async_refresh");
  constexpr std::array<std::string_view, 2> ambiguous = {"latency_ms.p50", "latency_ms.p99_9"};
  EXPECT_EQ(nearest_name("lat", ambiguous), std::nullopt);
}

TEST(NearestName, DoesNotGuessAtOtherWords) {
  EXPECT_EQ(nearest_name("lease", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("x", kNames), std::nullopt);
  constexpr std::array<std::string_view, 1> short_name = {"at"};
  EXPECT_EQ(nearest_name("xy", short_name), std::nullopt);
}

TEST(NearestName, TakesTheNearerOfTwo) {
  constexpr std::array<std::string_view, 2> names = {"min_share", "min_shore"};
  EXPECT_EQ(nearest_name("min_shoree", names), "min_shore");
}

TEST(Suggestion, ListsTheNamesWhereNoneIsNearAndTheyAreFew) {
  constexpr std::array<std::string_view, 2> few = {"count", "tags"};
  EXPECT_EQ(suggestion("tag", few), "; did you mean \"tags\"?");
  EXPECT_EQ(suggestion("zebra", few), "; known: count, tags");
  EXPECT_EQ(suggestion("zebra", std::vector<std::string_view>(13, "name")), "");
  EXPECT_EQ(suggestion("zebra", {}), "");
}

}  // namespace
}  // namespace stampede
