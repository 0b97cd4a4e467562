#include "simulator/check/history.h"

#include <algorithm>
#include <utility>

namespace stampede::check {

void Historian::process_began(std::uint32_t node, std::uint64_t group, TimePoint /*now*/) {
  nodes_of_groups_[group] = node;
}

void Historian::served(const measure::RequestFacts& facts, TimePoint now) {
  if (facts.started && facts.endpoint == 0) {
    history_.longest_service = std::max(history_.longest_service, now - *facts.started);
  }
}

void Historian::answered(const measure::RequestFacts& facts, const Answer& answer, const measure::Judged& judged,
                         TimePoint now) {
  Reading reading{.key = facts.key,
                  .node = facts.node,
                  .intended = facts.intended,
                  .started = facts.started,
                  .ended = now,
                  .is_answer = true,
                  .failure = {},
                  .message = {},
                  .version = {},
                  .is_foreign = judged.judgement.foreign,
                  .is_undecodable = judged.judgement.undecodable,
                  .is_regression = judged.judgement.regressions > 0};
  if (answer.is_error()) {
    reading.failure = answer.error().kind;
    reading.message = answer.error().message;
  } else if (judged.stamp) {
    reading.version = judged.stamp->version;
    reading.age = now - judged.stamp->generated;
  }
  history_.readings.push_back(std::move(reading));
}

void Historian::failed(const measure::RequestFacts& facts, std::optional<ErrorKind> kind, TimePoint at) {
  history_.readings.push_back({.key = facts.key,
                               .node = facts.node,
                               .intended = facts.intended,
                               .started = facts.started,
                               .ended = at,
                               .is_over = kind.has_value(),
                               .failure = kind,
                               .message = {},
                               .version = {}});
}

// Computations are numbered from 1 in the order in which they begin.
void Historian::computation_began(measure::ComputationId /*id*/, std::uint64_t key, std::uint64_t group,
                                  TimePoint now) {
  const auto node = nodes_of_groups_.find(group);
  history_.computations.push_back(
      {.key = key, .node = node == nodes_of_groups_.end() ? kNoNode : node->second, .began = now, .ended = {}});
}

void Historian::computation_ended(measure::ComputationId id, bool ok, TimePoint now) {
  if (id == measure::kNoComputation || id > history_.computations.size()) return;
  ComputationSpan& span = history_.computations[id - 1];
  span.ended = now;
  span.ok = ok;
}

void Historian::invalidated(std::uint64_t key, std::uint64_t version, TimePoint now) {
  history_.writes.push_back({.key = key, .version = version, .at = now, .invalidates = true});
}

void Historian::committed(std::uint64_t key, std::uint64_t version, TimePoint now) {
  history_.writes.push_back({.key = key, .version = version, .at = now});
}

void Historian::probed(std::uint64_t key, std::optional<std::uint64_t> version) {
  history_.probes.push_back({key, version});
}

}  // namespace stampede::check
