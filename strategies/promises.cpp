#include "strategies/promises.h"

#include <utility>

namespace stampede::promises {

using namespace std::chrono_literals;

namespace {

// Connections are made anew, with pauses in between.
constexpr Duration kReconnecting = 5s;

constexpr int kCommandsOfElection = 4;

}  // namespace

bool outlives_computations(Duration lock_ttl, const RunFacts& facts) {
  return facts.longest_computation + time_of_commands(facts, kCommandsOfElection) < lock_ttl && !facts.cache_loses_keys;
}

Guarantee one_computation(std::string condition, Condition applies) {
  return {.kind = GuaranteeKind::one_computation, .condition = std::move(condition), .applies = std::move(applies)};
}

Guarantee one_computation_per_node(std::string condition, Condition applies) {
  return {.kind = GuaranteeKind::one_computation,
          .reach = Reach::each_node,
          .condition = std::move(condition),
          .applies = std::move(applies)};
}

Guarantee never_older_than(Bound bound) {
  return {.kind = GuaranteeKind::hard_lifetime,
          .condition = "no command to Redis fails",
          .applies = [](const Parameters&, const RunFacts& facts) { return !facts.cache_fails; },
          .bound = std::move(bound)};
}

Guarantee no_lost_invalidation(const std::string& condition, Condition applies) {
  std::string all = "no command to Redis fails and no process dies";
  if (!condition.empty()) {
    all += ", ";
    all += condition;
  }
  return {.kind = GuaranteeKind::no_lost_invalidation,
          .condition = std::move(all),
          .applies = [applies = std::move(applies)](const Parameters& parameters, const RunFacts& facts) {
            return !facts.cache_fails && !facts.processes_die && applies(parameters, facts);
          }};
}

Guarantee bounded_wait(Bound bound) {
  return {.kind = GuaranteeKind::bounded_wait, .condition = {}, .bound = std::move(bound)};
}

Guarantee bounded_wait(std::string condition, Condition applies, Bound bound) {
  return {.kind = GuaranteeKind::bounded_wait,
          .condition = std::move(condition),
          .applies = std::move(applies),
          .bound = std::move(bound)};
}

Guarantee recovers(std::function<Duration(const Parameters&)> longest_block) {
  return {.kind = GuaranteeKind::recovers,
          .condition = "no caller is cancelled",
          .applies = [](const Parameters&, const RunFacts& facts) { return !facts.callers_vanish; },
          .bound =
              [block = std::move(longest_block)](const Parameters& parameters, const RunFacts& facts) {
                return kReconnecting + block(parameters) + facts.longest_computation;
              }};
}

}  // namespace stampede::promises
