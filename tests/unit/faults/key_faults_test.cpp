// Which of the keys in Redis a fault means.
#include "simulator/faults/key_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace stampede::faults {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

scenario::Keys keys_of(std::uint64_t count) {
  scenario::Keys keys;
  keys.count = count;
  return keys;
}

std::vector<std::string> chosen(const scenario::KeyChoice& choice, const std::vector<std::string>& names,
                                const scenario::Keys& keys = keys_of(20), std::uint64_t seed = 1) {
  std::vector<RedisKey> redis_keys;
  for (const std::string& name : names) redis_keys.push_back({name});
  std::vector<std::string> found;
  for (const RedisKey& key :
       chosen_keys(choice, redis_keys, workload::Keyspace(keys), measure::RandomStream(seed, "test"))) {
    found.push_back(key.name);
  }
  return found;
}

const std::vector<std::string> kNames = {"fence:item>1", "item>0",      "item>1",      "item>12",
                                         "item>2:stale", "lock:item>1", "version:tags"};

TEST(ChosenKeys, AreAllOrThoseOfTheMostPopularOnes) {
  EXPECT_EQ(chosen(scenario::AllKeys{}, kNames), kNames);
  EXPECT_THAT(chosen(scenario::HottestKeys{1}, kNames), ElementsAre("item>0"));
  EXPECT_THAT(chosen(scenario::HottestKeys{2}, kNames), ElementsAre("fence:item>1", "item>0", "item>1", "lock:item>1"));
  EXPECT_THAT(chosen(scenario::HottestKeys{1000}, kNames),
              ElementsAre("fence:item>1", "item>0", "item>1", "item>12", "item>2:stale", "lock:item>1"));
}

TEST(ChosenKeys, AreTakenOrLeftWithAllThatBelongsToThem) {
  std::vector<std::string> names;
  for (int i = 0; i < 1000; ++i)
    names.insert(names.end(), {"item>" + std::to_string(i), "lock:item>" + std::to_string(i)});
  const scenario::Keys keys = keys_of(1000);
  const std::vector<std::string> some = chosen(scenario::ShareOfKeys{0.3}, names, keys);
  EXPECT_NEAR(static_cast<double>(some.size()), 600, 120);
  const std::set<std::string> all(some.begin(), some.end());
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(all.contains("item>" + std::to_string(i)), all.contains("lock:item>" + std::to_string(i)));
  }
  EXPECT_EQ(chosen(scenario::ShareOfKeys{0.3}, names, keys), some);
  EXPECT_NE(chosen(scenario::ShareOfKeys{0.3}, names, keys, 2), some);
  EXPECT_EQ(chosen(scenario::ShareOfKeys{1}, names, keys).size(), 2000U);
}

TEST(ChosenKeys, AreFoundByAnyPatternOfNames) {
  scenario::Keys keys = keys_of(20);
  keys.name = "user{}/page";
  EXPECT_THAT(chosen(scenario::HottestKeys{2}, {"a:user1/page", "user1/pages", "user11/page", "user1/other"}, keys),
              ElementsAre("a:user1/page", "user1/pages"));
  keys.name = "{}";
  EXPECT_THAT(chosen(scenario::HottestKeys{3}, {"a:2", "12", "2b", "x"}, keys), ElementsAre("a:2", "2b"));
  keys.count = 1;
  keys.name = "the-page";
  EXPECT_THAT(chosen(scenario::HottestKeys{1}, {"lock:the-page", "other"}, keys), ElementsAre("lock:the-page"));
  EXPECT_THAT(chosen(scenario::HottestKeys{1}, {}, keys), IsEmpty());
}

}  // namespace
}  // namespace stampede::faults
