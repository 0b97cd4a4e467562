// What holds for every strategy of the registry, whatever the scenario: random scenarios in virtual time.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "simulator/check/random_scenario.h"
#include "simulator/scenario/write.h"
#include "strategies/layers.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr std::uint64_t kSeeds = 40;

scenario::Scenario scenario_of(std::uint64_t seed) {
  scenario::Scenario scenario = check::random_scenario(seed);
  // Virtual time costs nothing: whoever has not ended by then never will.
  scenario.drain = 24h;
  scenario.settle = 24h;
  return scenario;
}

bool has_warning(const reports::RunResult& run, std::string_view id) {
  return std::any_of(run.warnings.begin(), run.warnings.end(), [&](const auto& warning) { return warning.id == id; });
}

double sum_of(const reports::RunResult& run, std::initializer_list<std::string_view> prefixes) {
  double sum = 0;
  for (const auto& [name, value] : run.metrics) {
    for (const std::string_view prefix : prefixes) sum += name.starts_with(prefix) ? value : 0;
  }
  return sum;
}

void expect_whole(const reports::RunResult& run) {
  EXPECT_EQ(run.metrics.at("requests"), sum_of(run, {"answers.fresh", "answers.stale", "answers.empty", "errors."}));
  EXPECT_EQ(run.metrics.at("errors.unanswered"), 0);
  if (run.metrics.contains("clients.calls")) {
    EXPECT_EQ(run.metrics.at("requests"), sum_of(run, {"clients.calls", "clients.retries"}));
    EXPECT_LE(run.metrics.at("clients.failed"), run.metrics.at("clients.calls"));
  }
  if (run.metrics.contains("own_writes.read")) {
    EXPECT_LE(run.metrics.at("own_writes.missed"), run.metrics.at("own_writes.read"));
  }
  if (run.metrics.contains("bystanders.requests")) {
    EXPECT_EQ(run.metrics.at("bystanders.requests"), sum_of(run, {"bystanders.answered", "bystanders.failed"}));
  }
  EXPECT_EQ(run.metrics.at("answers.foreign"), 0);
  for (const std::string_view broken : {"virtual_deadlock", "foreign_values", "undecodable_values", "not_at_rest"}) {
    EXPECT_FALSE(has_warning(run, broken)) << broken;
  }
}

class OfEveryStrategy : public testing::TestWithParam<std::string> {
 protected:
  StrategyInfo info() const { return *find_strategy_or_stack(registry_, GetParam()); }

 private:
  const Registry registry_ = Registry::built_in();
};

TEST_P(OfEveryStrategy, EveryRequestEndsOnceWithAValueOfItsOwnKeyAndTheSameSeedGivesTheSame) {
  const StrategyInfo strategy = info();
  double requests = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const scenario::Scenario scenario = scenario_of(seed);
    const auto given = check::random_parameters(strategy, seed);
    const scenario::StrategyChoice choice = choice_of(strategy, given, scenario.freshness);
    SCOPED_TRACE(fmt::format("seed {}, {}", seed, choice.label()));
    const reports::RunResult run = run_virtually(scenario, strategy, choice);
    expect_whole(run);
    requests += run.metrics.at("requests");
    EXPECT_EQ(run.fingerprint, run_virtually(scenario, strategy, choice).fingerprint);
    if (HasFailure()) FAIL() << scenario::to_json_text(scenario);
  }
  EXPECT_GT(requests, 10 * kSeeds);
}

std::string name_of_test(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

// Each alone, and in stacks as people build them.
std::vector<std::string> all_names() {
  std::vector<std::string> names = {"local_lru/single_flight/mutex_stale", "near_cache/lease",
                                    "circuit_breaker/stale_while_revalidate/origin_limit",
                                    "negative_cache/lock_and_wait/retry_budget"};
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) names.push_back(info.is_guard ? info.name + "/plain_ttl" : info.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Registry, OfEveryStrategy, testing::ValuesIn(all_names()), name_of_test);

TEST(RandomScenarios, HaveClientsAndEndpointsOfEveryKind) {
  std::map<std::string, int> drawn;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const scenario::Scenario scenario = check::random_scenario(seed);
    drawn["retries"] += scenario.client.retries ? 1 : 0;
    drawn["cancel"] += scenario.client.abandoned == scenario::Abandoned::cancel ? 1 : 0;
    drawn["detach"] += scenario.client.abandoned == scenario::Abandoned::detach ? 1 : 0;
    drawn["endpoints"] += scenario.endpoints.empty() ? 0 : 1;
    for (const scenario::Writes& writes : scenario.writes) drawn["read_back"] += writes.read_back ? 1 : 0;
  }
  EXPECT_EQ(drawn.size(), 5U);
  for (const auto& [what, count] : drawn) EXPECT_GE(count, 3) << what;
}

// One step beyond the limit, in scenario notation; empty where there is none.
std::string beyond(const ParameterSpec& spec, bool above) {
  const std::optional<ParameterValue>& limit = above ? spec.max : spec.min;
  if (spec.type == ParameterType::choice) return "no-such-choice";
  if (spec.type == ParameterType::boolean) return "maybe";
  if (!limit) return {};
  if (const auto* integer = std::get_if<std::int64_t>(&*limit)) return std::to_string(*integer + (above ? 1 : -1));
  if (const auto* real = std::get_if<double>(&*limit)) return fmt::format("{}", *real + (above ? 1.0 : -1.0));
  if (const auto* time = std::get_if<Duration>(&*limit)) {
    return above ? fmt::format("{}ns", (*time + 1ns).count()) : fmt::format("{}ns", (*time - 1ns).count());
  }
  return {};
}

TEST(Registry, RefusesParametersThatAreOutOfRange) {
  const Registry registry = Registry::built_in();
  std::size_t tried = 0;
  for (const StrategyInfo& info : registry.all()) {
    for (const ParameterSpec& spec : info.parameters) {
      for (const bool above : {false, true}) {
        const std::string text = beyond(spec, above);
        if (text.empty()) continue;
        std::vector<ParameterError> errors;
        complete_parameters(info.parameters, {{spec.name, text}}, {.fresh_for = 60s, .keep_for = 1h}, errors);
        ASSERT_EQ(errors.size(), 1U) << info.name << ":" << spec.name << "=" << text;
        EXPECT_EQ(errors.front().parameter, spec.name);
        ++tried;
      }
    }
  }
  EXPECT_GT(tried, 100U);
}

}  // namespace
}  // namespace stampede::laws
