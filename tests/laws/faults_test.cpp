// Every strategy of the program through every fault, in virtual time: the run ends, every request is accounted for, no
// answer belongs to another key, work goes on afterwards, and the same seed gives the same result.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "simulator/scenario/faults.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

using scenario::Fault;

scenario::NodeRestarted restarted(scenario::NodeChoice nodes, scenario::InFlight in_flight = scenario::InFlight::lost) {
  return {.nodes = std::move(nodes), .every = 0s, .in_flight = in_flight, .requests = scenario::WhileDown::rerouted};
}

// In the middle of a load of three seconds.
std::vector<Fault> every_fault() {
  constexpr Duration kAt = 1s;
  constexpr Duration kFor = 500ms;
  return {
      {kAt, 0s, scenario::Flush{}},
      {kAt, 0s, scenario::DeleteKeys{scenario::HottestKeys{2}}},
      {kAt, 0s, scenario::ExpireKeys{scenario::AllKeys{}, 200ms}},
      {kAt, kFor, scenario::OriginSlow{20}},
      {kAt, kFor, scenario::OriginFailing{1}},
      {kAt, kFor, scenario::OriginDown{scenario::Outage::refuse}},
      {kAt, kFor, scenario::OriginDown{scenario::Outage::hang}},
      {kAt, kFor, scenario::BackgroundLost{0.5}},
      {kAt, kFor, scenario::BackgroundCrash{}},
      {kAt, kFor, scenario::RedisSlow{20ms}},
      {kAt, kFor, scenario::RedisStalled{}},
      {kAt, kFor, scenario::RedisRestarted{}},
      {kAt, kFor, scenario::RedisUnreachable{}},
      {kAt, kFor, scenario::RedisOutOfMemory{scenario::ShareOfMemory{0.3}, scenario::FullMemory::evicts}},
      {kAt, kFor, scenario::RedisOutOfMemory{scenario::MemorySize{1}, scenario::FullMemory::refuses}},
      {kAt, kFor, scenario::RedisTrackingLimited{2}},
      {kAt, kFor, scenario::MessagesLost{0.5}},
      {kAt, kFor, restarted(scenario::NodeIndexes{{0}})},
      {kAt, kFor, restarted(scenario::NodeIndexes{{1}}, scenario::InFlight::finished)},
      {kAt, kFor, restarted(scenario::AllNodes{})},
      {kAt, kFor, restarted(scenario::AllNodes{}, scenario::InFlight::finished)},
      {kAt, kFor, restarted(scenario::Holder{})},
      {kAt, kFor, scenario::NodePaused{scenario::NodeIndexes{{0}}}},
      {kAt, kFor, scenario::NodePaused{scenario::AllNodes{}}},
      {kAt, kFor, scenario::NodePaused{scenario::Holder{}}},
      {kAt, kFor, scenario::ClockSkewed{scenario::NodeIndexes{{0}}, -2s}},
      {kAt, kFor, scenario::ClockSkewed{scenario::NodeIndexes{{1}}, 2s}},
  };
}

scenario::Scenario with_fault(const Fault& fault) {
  scenario::Scenario scenario;
  scenario.name = "faulty";
  scenario.topology = {.nodes = 2, .workers = 20, .queue_limit = {}};
  scenario.client.timeout = 2s;
  scenario.keys.count = 10;
  scenario.keys.value_size_bytes = 128;
  scenario.freshness = {.fresh_for = 300ms, .keep_for = 3s};
  scenario.origin.compute_time = scenario::UniformTime{5ms, 15ms};
  scenario.redis.deadline = 100ms;
  scenario.duration = 3s;
  scenario.drain = 15s;
  scenario.settle = 70s;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 150, .from = 0s, .length = 3s}};
  scenario.writes = {scenario::Writes{
      .rate_per_s = 3, .from = 0s, .length = 3s, .commit_delay = 1ms, .invalidate = scenario::InvalidateBy::key}};
  scenario.faults = {fault};
  return scenario;
}

double metric(const reports::RunResult& run, const std::string& name) {
  const auto found = run.metrics.find(name);
  return found == run.metrics.end() ? 0 : found->second;
}

void expect_accounted_for(const reports::RunResult& run) {
  double ended = metric(run, "answers.fresh") + metric(run, "answers.stale") + metric(run, "answers.empty");
  for (const auto& [name, value] : run.metrics) {
    if (name.starts_with("errors.")) ended += value;
  }
  EXPECT_GT(metric(run, "requests"), 300);
  EXPECT_EQ(metric(run, "requests"), ended);
  EXPECT_EQ(metric(run, "errors.unanswered"), 0);
  EXPECT_EQ(metric(run, "answers.foreign"), 0);
}

// Fresh answers in the last second of the load, long after the fault.
double answered_at_the_end(const reports::RunResult& run) {
  double answered = 0;
  const auto add = [&](const char* column) {
    const auto found = run.series.columns.find(column);
    if (found == run.series.columns.end()) return;
    const auto first = static_cast<std::size_t>(2.0 / run.series.step_s);
    const auto last = std::min<std::size_t>(static_cast<std::size_t>(3.0 / run.series.step_s), found->second.size());
    for (std::size_t i = first; i < last; ++i) answered += found->second[i].value_or(0);
  };
  add("answers.fresh");
  add("answers.stale");
  return answered;
}

// What strategies remember must not outlast the load: failures, and the claim of a client whose command a stalled Redis
// has run, but never answered in time.
std::map<std::string, std::string> short_memory(const StrategyInfo& info) {
  std::map<std::string, std::string> given;
  for (const ParameterSpec& spec : info.parameters) {
    if (spec.name == "lease_interval" || spec.name == "lock_ttl") given[spec.name] = "250ms";
    if (spec.name == "ttl" && info.name == "negative_cache") given[spec.name] = "100ms";
  }
  return given;
}

void expect_survives(const Fault& fault, const StrategyInfo& info) {
  SCOPED_TRACE(fmt::format("{}, {}", fault.name(), info.name));
  const scenario::Scenario scenario = with_fault(fault);
  const scenario::StrategyChoice choice = choice_of(info, short_memory(info), scenario.freshness);
  const reports::RunResult run = run_virtually(scenario, info, choice);
  expect_accounted_for(run);
  EXPECT_TRUE(run.valid);
  for (const reports::Warning& warning : run.warnings) {
    EXPECT_NE(warning.id, "virtual_deadlock") << warning.text;
    EXPECT_NE(warning.id, "not_at_rest") << warning.text;
    EXPECT_NE(warning.id, "fault_failed") << warning.text;
  }
  ASSERT_EQ(run.faults.size(), 1U);
  EXPECT_EQ(run.faults[0].began_s, 1.0);
  if (scenario::node_choice(fault.kind) == nullptr) {
    EXPECT_EQ(run.faults[0].ended_s, fault.length > 0s ? std::optional(1.5) : std::nullopt);
  } else {  // a holder has to be there first, a process to finish its work, and the next one to connect
    EXPECT_GE(run.faults[0].ended_s.value_or(0), 1.5);
    EXPECT_LT(run.faults[0].ended_s.value_or(0), 2.0);
  }
  EXPECT_GT(answered_at_the_end(run), 100);
  const reports::RunResult again = run_virtually(scenario, info, choice);
  EXPECT_EQ(again.fingerprint, run.fingerprint);
  EXPECT_EQ(again.metrics, run.metrics);
  EXPECT_EQ(again.faults, run.faults);
}

class EveryFault : public testing::TestWithParam<Fault> {};

TEST_P(EveryFault, IsSurvivedByEveryStrategy) {
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) expect_survives(GetParam(), info);
}

INSTANTIATE_TEST_SUITE_P(Faults, EveryFault, testing::ValuesIn(every_fault()),
                         [](const auto& test) { return fmt::format("{}_{}", test.param.name(), test.index); });

}  // namespace
}  // namespace stampede::laws
