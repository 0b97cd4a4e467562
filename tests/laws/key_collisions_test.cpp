// Different calls that come to the same cache key get each other's values, and that is seen; where keys are made
// without ambiguity nobody does.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/laws/fingerprints.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

using Given = std::map<std::string, std::string>;

bool warns_of_foreign_values(const reports::RunResult& run) {
  return std::any_of(run.warnings.begin(), run.warnings.end(),
                     [](const reports::Warning& warning) { return warning.id == "foreign_values"; });
}

// The share of answers that carried another key's value.
double foreign_share(const reports::RunResult& run) {
  EXPECT_GT(run.metrics.at("requests"), 100) << run.label;
  EXPECT_EQ(run.metrics.at("answers.foreign") > 0, warns_of_foreign_values(run)) << run.label;
  return run.metrics.at("answers.foreign") / run.metrics.at("requests");
}

TEST(KeyCollisions, AreShownByTheShippedScenario) {
  const scenario::Scenario scenario = shipped("key-collisions", {});
  const std::map<std::string, bool> collide{
      {"plain_ttl", false},
      {"mutex_stale", true},
      {"async_refresh", true},
      {"retry_wait", true},
      {"mutex_stale:behaviour=corrected", false},
      {"async_refresh:behaviour=corrected", false},
      {"retry_wait:behaviour=corrected", false},
      {"local_lru:key_design=id", true},
      {"local_lru:key_design=class_id", false},
  };
  EXPECT_EQ(scenario.strategies.size(), collide.size());
  for (const scenario::StrategyChoice& choice : scenario.strategies) {
    const double share = foreign_share(run_choice(scenario, choice));
    if (collide.at(choice.label())) {
      EXPECT_GT(share, 0.1) << choice.label();
    } else {
      EXPECT_EQ(share, 0) << choice.label();
    }
  }
}

scenario::Scenario two_calls(Call one, Call other) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = 2, .workers = 50, .queue_limit = {}};
  scenario.keys.calls = {std::move(one), std::move(other)};
  scenario.keys.count = 2;
  scenario.origin.compute_time = scenario::ConstantTime{5ms};
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 100, .from = 0s, .length = 5s}};
  scenario.duration = 5s;
  return scenario;
}

Call call(std::vector<CallArgument> args, std::map<std::string, CallArgument> kwargs = {}) {
  return {.function = "f", .args = std::move(args), .kwargs = std::move(kwargs)};
}

// Whether the two get each other's values.
bool collide(const scenario::Scenario& scenario, const std::string& strategy, const Given& given = {}) {
  const double share = foreign_share(run_built_in(scenario, strategy, 0, given));
  if (share == 0) return false;
  // Both are asked for equally often, and both are answered with the one that was computed first.
  EXPECT_GT(share, 0.1) << strategy;
  return true;
}

TEST(KeyCollisions, HappenWhereTheOriginalsKeysAreTheSame) {
  const scenario::Scenario texts = two_calls(call({"a", "b"}), call({"a:b"}));
  EXPECT_TRUE(collide(texts, "mutex_stale"));
  EXPECT_TRUE(collide(texts, "mutex_stale", {{"behaviour", "published"}}));
  EXPECT_TRUE(collide(texts, "async_refresh"));
  EXPECT_FALSE(collide(texts, "retry_wait"));
  EXPECT_FALSE(collide(texts, "local_lru"));

  const scenario::Scenario keyword = two_calls(call({"a", "b"}), call({}, {{"a", "b"}}));
  EXPECT_TRUE(collide(keyword, "mutex_stale"));
  EXPECT_FALSE(collide(keyword, "async_refresh"));

  const scenario::Scenario types = two_calls(call({1}), call({"1"}));
  for (const char* const strategy : {"mutex_stale", "async_refresh", "retry_wait", "local_lru"}) {
    EXPECT_TRUE(collide(types, strategy)) << strategy;
  }

  const scenario::Scenario second_argument = two_calls(call({"a", "b"}), call({"a", "c"}));
  EXPECT_TRUE(collide(second_argument, "retry_wait"));
  EXPECT_TRUE(collide(second_argument, "tag_invalidation", {{"version", "0.1.1"}}));
  EXPECT_FALSE(collide(second_argument, "mutex_stale"));

  const scenario::Scenario models =
      two_calls({.function = "Author", .args = {7}, .kwargs = {}}, {.function = "Book", .args = {7}, .kwargs = {}});
  EXPECT_TRUE(collide(models, "local_lru", {{"key_design", "id"}}));
  EXPECT_FALSE(collide(models, "local_lru"));
  EXPECT_FALSE(collide(models, "local_lru", {{"key_design", "base_class"}}));
}

TEST(KeyCollisions, NeverHappenWhereKeysAreUnambiguous) {
  const Registry registry = Registry::built_in();
  for (const scenario::Scenario& scenario :
       {two_calls(call({"a", "b"}), call({"a:b"})), two_calls(call({1}), call({"1"})),
        two_calls(call({"a", "b"}), call({"a", "c"})), two_calls(call({}), call({}, {{"a", ""}}))}) {
    for (const StrategyInfo& info : registry.all()) {
      const bool can_be_corrected = std::any_of(info.parameters.begin(), info.parameters.end(),
                                                [](const ParameterSpec& spec) { return spec.name == "behaviour"; });
      const Given given = can_be_corrected ? Given{{"behaviour", "corrected"}} : Given{};
      EXPECT_FALSE(collide(scenario, info.name, given)) << info.name;
    }
  }
}

TEST(KeyCollisions, LeaveEveryRequestAccountedFor) {
  const auto metrics = run_built_in(two_calls(call({1}), call({"1"})), "mutex_stale").metrics;
  double errors = 0;
  for (const auto& [name, value] : metrics) {
    if (name.starts_with("errors.")) errors += value;
  }
  EXPECT_EQ(metrics.at("answers.fresh") + metrics.at("answers.stale") + metrics.at("answers.empty") + errors,
            metrics.at("requests"));
  EXPECT_LE(metrics.at("answers.foreign"), metrics.at("answers.fresh") + metrics.at("answers.stale"));
}

}  // namespace
}  // namespace stampede::laws
