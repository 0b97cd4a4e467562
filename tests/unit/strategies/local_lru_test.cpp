// local_lru: whose memory it is, what is counted, and who hears of an invalidation.
#include <gtest/gtest.h>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

TEST(LocalLru, CountsHitsAndEvictions) {
  Played played("local_lru", {{"items", "2"}});
  for (const char* key : {"a", "b", "a", "c", "a"}) played.stage->get(key);
  EXPECT_EQ(played.stage->events[Event::local_hit], 2U);
  EXPECT_EQ(played.stage->events[Event::local_eviction], 1U);
  EXPECT_EQ(played.stage->get("b"), "v4") << "b was used least recently";
}

TEST(LocalLru, DocumentedWorkersShareTheMemoryOfTheirNode) {
  Played played("local_lru");
  played.stage->placement.worker = 1;
  EXPECT_EQ(played.stage->get(), "v1");
  played.stage->placement.worker = 2;
  EXPECT_EQ(played.stage->get(), "v1");
}

TEST(LocalLru, PublishedWorkersHaveTheirOwnMemory) {
  Played played("local_lru", {{"behaviour", "published"}});
  played.stage->placement.worker = 1;
  EXPECT_EQ(played.stage->get(), "v1");
  played.stage->placement.worker = 2;
  EXPECT_EQ(played.stage->get(), "v2");
  played.stage->invalidate();
  EXPECT_EQ(played.stage->get(), "v3");
  played.stage->placement.worker = 1;
  EXPECT_EQ(played.stage->get(), "v1") << "another worker's copy is left alone";
}

TEST(LocalLru, ScopeOverrulesBehaviour) {
  Played played("local_lru", {{"behaviour", "published"}, {"scope", "node"}});
  played.stage->get();
  played.stage->placement.worker = 2;
  EXPECT_EQ(played.stage->get(), "v1");
}

TEST(LocalLru, EachWorkersMemoryIsBoundedByItself) {
  Played played("local_lru", {{"scope", "worker"}, {"items", "1"}});
  for (const std::size_t worker : {1U, 2U}) {
    played.stage->placement.worker = worker;
    played.stage->get();
  }
  EXPECT_EQ(played.stage->events[Event::local_eviction], 0U);
}

TEST(LocalLru, AWriteLeavesTheOtherNodesCopiesAlone) {
  FakeRedis redis([] { return TimePoint{}; });
  traces::Stage here(redis, "local_lru", {});
  traces::Stage there(redis, "local_lru", {});
  there.get();
  here.invalidate();
  EXPECT_EQ(there.get(), "v1");
}

TEST(LocalLru, ABroadcastReachesTheOtherNodesAndAllTheirWorkers) {
  const traces::Stage::Given given{{"broadcast", "true"}, {"scope", "worker"}};
  FakeRedis redis([] { return TimePoint{}; });
  traces::Stage here(redis, "local_lru", given);
  traces::Stage there(redis, "local_lru", given);
  here.start();
  there.start();
  for (const std::size_t worker : {1U, 2U}) {
    there.placement.worker = worker;
    there.get("item>7");
    there.get("item>8");
  }
  here.invalidate("item>7");
  EXPECT_EQ(there.get("item>7"), "v5");
  EXPECT_EQ(there.get("item>8"), "v4") << "another key is none of its business";
  there.placement.worker = 1;
  EXPECT_EQ(there.get("item>7"), "v6");
}

TEST(LocalLru, AMessageAfterTheStrategysEndDoesNoHarm) {
  FakeRedis redis([] { return TimePoint{}; });
  {
    traces::Stage stage(redis, "local_lru", {{"broadcast", "true"}});
    stage.start();
    stage.get();
  }
  EXPECT_EQ(redis.call({"PUBLISH", RedisKey{"local_lru:invalidate"}, "item>7"}).as_integer(), 1);
}

TEST(LocalLru, AReaderBetweenDeletionAndCommitCachesTheOldValueAgain) {
  Played played("local_lru");
  played.stage->get();
  played.stage->invalidate();
  EXPECT_EQ(played.stage->get(), "v2") << "read before the commit";
  EXPECT_EQ(played.stage->get(), "v2") << "and kept after it";
}

TEST(LocalLru, AFailedComputationIsNotCached) {
  Played played("local_lru");
  played.stage->origin.fail_next = true;
  EXPECT_EQ(played.stage->get(), "error origin");
  EXPECT_EQ(played.stage->get(), "v2");
}

// Two models whose rows have the same id.
void know_two_models(traces::Stage& stage) {
  stage.labels.calls["author"] = {.function = "Author", .args = {7}, .kwargs = {}};
  stage.labels.calls["book"] = {.function = "Book", .args = {7}, .kwargs = {}};
}

TEST(LocalLru, ModelsClashByTheirIdAlone) {
  Played played("local_lru", {{"key_design", "id"}});
  know_two_models(*played.stage);
  EXPECT_EQ(played.stage->get("author"), "v1");
  EXPECT_EQ(played.stage->get("book"), "v1");
  played.stage->invalidate("book");
  EXPECT_EQ(played.stage->get("author"), "v2");
}

TEST(LocalLru, ModelsDoNotClashByClassAndId) {
  for (const traces::Stage::Given& given :
       {traces::Stage::Given{}, {{"key_design", "base_class"}}, {{"behaviour", "corrected"}, {"key_design", "id"}}}) {
    Played played("local_lru", given);
    know_two_models(*played.stage);
    EXPECT_EQ(played.stage->get("author"), "v1");
    EXPECT_EQ(played.stage->get("book"), "v2");
    played.stage->invalidate("book");
    EXPECT_EQ(played.stage->get("author"), "v1");
  }
}

TEST(LocalLru, AValueThatIsSetIsInTheWritersMemoryAlone) {
  Played played("local_lru", {{"scope", "worker"}});
  for (const std::size_t worker : {1U, 2U}) {
    played.stage->placement.worker = worker;
    played.stage->get();
  }
  EXPECT_EQ(played.stage->set("w"), "done");
  EXPECT_EQ(played.stage->get(), "w");
  EXPECT_EQ(played.stage->peek(), "w");
  played.stage->placement.worker = 1;
  EXPECT_EQ(played.stage->get(), "v1");
}

TEST(LocalLru, AComputationOverwritesWhatIsSetMeanwhileUnlessCorrected) {
  for (const bool corrected : {false, true}) {
    Played played("local_lru", {{"behaviour", corrected ? "corrected" : "documented"}});
    played.stage->origin.during = [&] { played.stage->set("w"); };
    played.stage->get();
    EXPECT_EQ(played.stage->peek(), corrected ? "w" : "v1");
  }
}

TEST(LocalLru, RawAccessIsNoHit) {
  Played played("local_lru", {{"items", "1"}});
  EXPECT_EQ(played.stage->peek(), "empty");
  played.stage->get();
  EXPECT_EQ(played.stage->peek(), "v1");
  EXPECT_EQ(played.stage->events[Event::local_hit], 0U);
}

TEST(LocalLru, TellsTheApplicationInWhichOrderItWrites) {
  EXPECT_EQ(Played("local_lru").stage->strategy().write_order(), WriteOrder::invalidate_first);
  EXPECT_EQ(Played("local_lru", {{"write_order", "save_first"}}).stage->strategy().write_order(),
            WriteOrder::commit_first);
}

}  // namespace
}  // namespace stampede
