// The registry: every strategy is described in full, and its description holds.
#include "strategies/registry.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

const Freshness kFreshness{.fresh_for = 60s, .keep_for = 1h};

TEST(Registry, HoldsEveryStrategyOnce) {
  const Registry registry = Registry::built_in();
  std::set<std::string> names;
  for (const StrategyInfo& info : registry.all()) names.insert(info.name);
  EXPECT_EQ(registry.all().size(), names.size());
  for (const char* const system : {"mutex_stale", "async_refresh", "retry_wait", "tag_invalidation", "local_lru"}) {
    EXPECT_TRUE(names.contains(system)) << system;
  }
}

TEST(Registry, FindsByNameAndNothingElse) {
  const Registry registry = Registry::built_in();
  ASSERT_NE(registry.find("plain_ttl"), nullptr);
  EXPECT_EQ(registry.find("plain_ttl")->name, "plain_ttl");
  EXPECT_EQ(registry.find("plain"), nullptr);
}

TEST(Registry, RefusesTheSameNameTwice) {
  Registry registry = Registry::built_in();
  EXPECT_THROW(registry.add(StrategyInfo(registry.all().front())), std::invalid_argument);
}

TEST(Registry, DescribesEveryStrategyAndParameter) {
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) {
    SCOPED_TRACE(info.name);
    for (const std::string& text :
         {info.summary, info.description, info.when_to_choose, info.provenance, info.guarantees, info.costs}) {
      ASSERT_FALSE(text.empty());
      EXPECT_EQ(text.back(), '.');
    }
    EXPECT_EQ(info.summary.find('\n'), std::string::npos);
    std::set<std::string> names;
    for (const ParameterSpec& spec : info.parameters) {
      SCOPED_TRACE(spec.name);
      EXPECT_TRUE(names.insert(spec.name).second);
      ASSERT_FALSE(spec.meaning.empty());
      EXPECT_EQ(spec.meaning.back(), '.');
    }
  }
}

TEST(Registry, HasDefaultsWithinTheirOwnLimits) {
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) {
    std::vector<ParameterError> errors;
    const Parameters parameters = complete_parameters(info.parameters, {}, kFreshness, errors);
    EXPECT_TRUE(errors.empty()) << info.name << " " << errors.front().parameter << " " << errors.front().message;
    EXPECT_EQ(parameters.all().size(), info.parameters.size()) << info.name;
  }
}

TEST(Registry, HandsTheScenariosPromiseToEveryStrategyThatCaches) {
  const std::map<std::string, std::string> freshness_of{{"plain_ttl", "ttl"},
                                                        {"mutex_stale", "freshness_timeout"},
                                                        {"async_refresh", "lifetime"},
                                                        {"retry_wait", "timeout"},
                                                        {"tag_invalidation", "timeout"},
                                                        {"local_lru", "timeout"},
                                                        {"single_flight", "ttl"},
                                                        {"stale_while_revalidate", "fresh_for"},
                                                        {"refresh_ahead", "ttl"},
                                                        {"soft_timeout", "fresh_for"},
                                                        {"near_cache", "ttl"},
                                                        {"early_expiration", "ttl"},
                                                        {"lease", "ttl"},
                                                        {"lock_and_wait", "ttl"}};
  const Registry registry = Registry::built_in();
  for (const auto& [strategy, parameter] : freshness_of) {
    std::vector<ParameterError> errors;
    const Parameters parameters =
        complete_parameters(registry.find(strategy)->parameters, {}, {.fresh_for = 7s, .keep_for = 9s}, errors);
    EXPECT_EQ(parameters.optional_duration(parameter), 7s) << strategy;
  }
}

TEST(Registry, CreatesStrategiesThatDoNotMixUpKeys) {
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) {
    Played played(info.name);
    const std::string first = played.stage->get("item>1");
    const std::string second = played.stage->get("item>2");
    EXPECT_NE(first, second) << info.name;
    const std::string expected = info.name == "no_cache" || info.is_guard ? "v3" : first;
    EXPECT_EQ(played.stage->get("item>1"), expected) << info.name;
  }
}

// A strategy whose file does not say .operations = operations_of<Class>() is found here.
TEST(Registry, SaysOfEveryStrategyWhichOperationsItHas) {
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) {
    SCOPED_TRACE(info.name);
    Played played(info.name);
    traces::Stage& stage = *played.stage;
    const auto has = [](const std::string& outcome) { return outcome != "unsupported"; };
    const Operations found{.invalidate = has(stage.invalidate()),
                           .invalidate_tag = has(stage.invalidate_tag("tag:0")),
                           .invalidate_by_name = has(stage.invalidate_by_name("group:0")),
                           .invalidate_pattern = has(stage.invalidate_pattern("item*")),
                           .set = has(stage.set("w")),
                           .remove = has(stage.remove()),
                           .peek = has(stage.peek())};
    EXPECT_EQ(names_of(info.operations), names_of(found));
  }
}

TEST(Registry, NamesOperationsAsScenariosDo) {
  EXPECT_TRUE(names_of({}).empty());
  const Registry registry = Registry::built_in();
  EXPECT_EQ(names_of(registry.find("tag_invalidation")->operations),
            (std::vector<std::string_view>{"invalidate by key", "invalidate by tag", "invalidate by name",
                                           "invalidate by pattern"}));
  const Operations both = registry.find("tag_invalidation")->operations | registry.find("plain_ttl")->operations;
  EXPECT_EQ(names_of(both).size(), 7U);
}

TEST(Registry, RefusesValuesThatAreOutOfRange) {
  EXPECT_THROW(Played("local_lru", {{"items", "0"}}), std::invalid_argument);
  EXPECT_THROW(Played("mutex_stale", {{"behaviour", "improved"}}), std::invalid_argument);
  EXPECT_THROW(Played("plain_ttl", {{"ttl", "0ms"}}), std::invalid_argument);
  EXPECT_THROW(Played("plain_ttl", {{"ttl", "none"}}), std::invalid_argument);
}

}  // namespace
}  // namespace stampede
