// What `stampede run` sends to a server: the strategy's commands and little else, all under the run's own prefix.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strategies/registry.h"
#include "tests/live/traces/prefix.h"
#include "tests/live/traces/watched_run.h"
#include "tests/traces/path.h"

namespace stampede::traces {
namespace {

// Done, with or without a warning that the machine was too busy for the run to be trusted.
const auto kRan = testing::AnyOf(0, 3);

std::string one_request(const std::string& strategy, const std::string& more = "") {
  return R"({"name": "one", "load": [{"burst": 1}], "origin": {"compute_time": "5ms"}, "settle": "30s",
             "strategies": [)" +
         strategy + "]" + more + "}";
}

// Without the program's own housekeeping before and after a run; the strategies here do none of it.
Commands of_the_run(const WatchedServer& server) {
  Commands commands = server.readable_commands();
  std::erase_if(commands, [](const std::string& command) {
    const std::string word = first_word(command);
    return word == "INFO" || word == "SCAN" || word == "UNLINK";
  });
  return commands;
}

void expect_commands(const Commands& actual, Commands expected) {
  const Path path{"", "", {}, nullptr, nullptr, "", std::move(expected)};
  EXPECT_EQ(difference(path, {"", actual}), "");
}

TEST(RunTraces, PlainTtlMiss) {
  WatchedServer server;
  EXPECT_THAT(server.run(one_request(R"("plain_ttl")")), kRan);
  expect_commands(of_the_run(server), {"GET item>0", "SET item>0 * PX 60000"});
}

TEST(RunTraces, MutexStaleMiss) {
  WatchedServer server;
  EXPECT_THAT(server.run(one_request(R"("mutex_stale")")), kRan);
  expect_commands(of_the_run(server), {"GET :item>0", "EXISTS :item>0", "SET Lock::item>0 * NX PX 60000",
                                       "SCRIPT LOAD *", "EVALSHA * 1 Lock::item>0 *", "SET :item>0 * PX 3600000"});
}

TEST(RunTraces, AsyncRefreshOfAStaleItemGoesThroughTheBackgroundQueue) {
  WatchedServer server;
  EXPECT_THAT(server.run(one_request(R"("async_refresh")",
                                     R"(, "prefill": "stale", "freshness": {"fresh_for": "300ms", "keep_for": "1h"})")),
              kRan);
  Commands commands = of_the_run(server);
  // How often the workers ask for a task is theirs.
  EXPECT_THAT(commands, testing::Contains("BRPOP background-queue 5"));
  std::erase(commands, "BRPOP background-queue 5");
  const std::string read = "GET item>0";
  const std::string write = "SET item>0 * PX 3600000";
  expect_commands(commands, {read, write, read,                                   // the prefill
                             read, write, read, "LPUSH background-queue item>0",  // the request
                             write, read});                                       // the task
}

// Load, writes and invalidations for every strategy that there is.
std::string everything(const std::string& strategy, const std::string& invalidate) {
  return R"({"name": "everything", "topology": {"nodes": 2, "workers": 10},
             "keys": {"count": 20, "tags": 3, "invalidation_keys": 4, "value_size": "200B"},
             "freshness": {"fresh_for": "100ms", "keep_for": "1h"}, "origin": {"compute_time": "5ms"},
             "load": [{"poisson": 400, "for": "700ms"}],
             "writes": [{"rate": 100, "for": "700ms", "invalidate": ")" +
         invalidate + R"("}], "generator": {"lag_p99_max": "10s"}, "strategies": [)" + strategy + "]}";
}

class RunOnASharedServer : public testing::TestWithParam<std::string> {};

TEST_P(RunOnASharedServer, NamesOnlyItsOwnKeysAndLeavesNone) {
  for (const char* invalidate : {"key", "pattern"}) {
    WatchedServer server;
    server.add_foreign_keys();
    const auto before = server.contents();
    ASSERT_EQ(before.size(), 7U);
    EXPECT_THAT(server.run(everything(GetParam(), invalidate)), kRan);
    EXPECT_EQ(server.contents(), before);
    for (const Words& command : server.commands()) {
      if (key_places(command).empty()) continue;
      EXPECT_TRUE(keeps_to(server.prefix(), command)) << joined(command);
    }
  }
}

std::vector<std::string> strategies_in_scenario_notation() {
  std::vector<std::string> strategies{
      R"({"local_lru": {"broadcast": true}})",
      R"({"layers": [{"local_lru": {"broadcast": true}}, "plain_ttl", "tag_invalidation", "origin_limit"]})",
      R"({"retry_wait": {"version": "0.1.1"}})",
      R"({"tag_invalidation": {"version": "0.1.1"}})",
      R"({"async_refresh": {"fetch_on_miss": false}})",
      R"({"early_expiration": {"lock": "redis"}})",
      R"({"lease": {"losers": "stale"}})",
      R"({"lock_and_wait": {"wake": "pubsub", "fencing": true, "renewal": true, "lock_ttl": "6ms"}})"};
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) {
    const bool uses_redis = info.name != "no_cache" && info.name != "local_lru" && !info.is_guard;
    if (uses_redis) strategies.push_back(fmt::format("\"{}\"", info.name));
  }
  return strategies;
}

INSTANTIATE_TEST_SUITE_P(Strategies, RunOnASharedServer, testing::ValuesIn(strategies_in_scenario_notation()),
                         [](const auto& instance) {
                           std::string name;
                           for (const char letter : instance.param) name += std::isalnum(letter) != 0 ? letter : '_';
                           return name;
                         });

TEST(RunOnASharedServer, LeavesNoKeyWhenInterrupted) {
  WatchedServer server;
  server.add_foreign_keys();
  const auto before = server.contents();
  server.run(R"({"name": "long", "keys": {"count": 100}, "origin": {"compute_time": "1ms"},
                 "load": [{"constant": 500, "for": "60s"}], "strategies": ["plain_ttl"]})",
             "timeout --signal=INT 1");
  EXPECT_THAT(server.readable_commands(), testing::Contains(testing::StartsWith("SET item>")));
  EXPECT_EQ(server.contents(), before);
}

}  // namespace
}  // namespace stampede::traces
