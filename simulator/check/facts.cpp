#include "simulator/check/facts.h"

#include <algorithm>
#include <variant>

namespace stampede::check {

namespace {

using scenario::InvalidateBy;

// What has not ended; short enough to be added up.
constexpr Duration kForEver = std::chrono::hours(24 * 365);

template <typename Kind>
bool any(const scenario::Scenario& scenario) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                     [](const scenario::Fault& fault) { return std::holds_alternative<Kind>(fault.kind); });
}

void add_cache(const scenario::Scenario& scenario, RunFacts& facts) {
  using namespace scenario;
  const bool evicts = any<RedisOutOfMemory>(scenario);
  const bool breaks = any<RedisRestarted>(scenario) || any<RedisUnreachable>(scenario);
  facts.cache_loses_keys = any<Flush>(scenario) || any<DeleteKeys>(scenario) || any<ExpireKeys>(scenario) ||
                           any<RedisRestarted>(scenario) || evicts;
  facts.cache_fails = breaks || any<RedisStalled>(scenario) || evicts;
  facts.messages_lost = breaks || any<MessagesLost>(scenario);
}

void add_processes(const scenario::Scenario& scenario, RunFacts& facts) {
  for (const scenario::Fault& fault : scenario.faults) {
    if (std::holds_alternative<scenario::NodePaused>(fault.kind)) facts.stood_still += fault.length;
  }
  facts.processes_die = any<scenario::NodeRestarted>(scenario);
  facts.clocks_differ = any<scenario::ClockSkewed>(scenario);
  facts.callers_vanish = scenario.client.timeout && scenario.client.abandoned != scenario::Abandoned::finish;
  // What a process has begun goes on at the origin where faults befall processes.
  facts.computations_stray = facts.processes_die || any<scenario::NodePaused>(scenario) ||
                             scenario.client.abandoned == scenario::Abandoned::detach;
}

bool invalidates(const scenario::Scenario& scenario) {
  const auto does = [](const auto& writes) { return writes.invalidate != InvalidateBy::nothing; };
  const bool in_load = std::any_of(scenario.load.begin(), scenario.load.end(), [](const scenario::Load& load) {
    return std::holds_alternative<scenario::TraceLoad>(load);
  });
  return in_load || std::any_of(scenario.writes.begin(), scenario.writes.end(), does);
}

}  // namespace

RunFacts facts_of(const scenario::Scenario& scenario, const History& history, const reports::RunResult& run) {
  RunFacts facts;
  facts.nodes = scenario.topology.nodes;
  facts.command_max = scenario.redis.deadline;
  facts.longest_service = history.longest_service;
  for (const ComputationSpan& computation : history.computations) {
    if (!computation.ok) facts.computations_fail = true;
    const Duration took = computation.ended ? *computation.ended - computation.began : kForEver;
    facts.longest_computation = std::max(facts.longest_computation, took);
  }
  add_cache(scenario, facts);
  add_processes(scenario, facts);
  const auto errors = run.metrics.find("redis.errors");
  if (errors != run.metrics.end() && errors->second > 0) facts.cache_fails = true;
  facts.has_invalidations = invalidates(scenario);
  return facts;
}

bool invalidates_in_vain(const scenario::Scenario& scenario, const Operations& operations) {
  return std::any_of(scenario.writes.begin(), scenario.writes.end(), [&](const scenario::Writes& writes) {
    if (writes.with == scenario::WriteWith::set) return true;
    switch (writes.invalidate) {
      case InvalidateBy::nothing:
        return false;
      case InvalidateBy::key:
        return !operations.invalidate;
      case InvalidateBy::tag:
        return !operations.invalidate_tag;
      case InvalidateBy::name:
        return !operations.invalidate_by_name;
      case InvalidateBy::pattern:
        return !operations.invalidate_pattern;
    }
    return true;
  });
}

}  // namespace stampede::check
