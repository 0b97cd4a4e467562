// See the header.
#include "simulator/measure/bystander_recorder.h"

#include <fmt/format.h>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {

BystanderRecorder::BystanderRecorder(const RecorderSettings& settings) : settings_(settings) {
  for (const std::string& name : settings.endpoint_names) tallies_.emplace_back().name = name;
}

void BystanderRecorder::arrived(const RequestFacts& facts) {
  if (facts.endpoint > tallies_.size() || facts.node >= settings_.nodes) {
    throw InternalError(fmt::format("a request to endpoint {} of {} on node {} of {}", facts.endpoint, tallies_.size(),
                                    facts.node, settings_.nodes));
  }
  if (!measured(facts)) return;
  ++tally_of(facts).requests;
  generator_lag_.record(facts.sent - facts.intended);
}

void BystanderRecorder::started(const RequestFacts& facts) {
  if (measured(facts) && facts.started) queue_wait_.record(*facts.started - facts.sent);
}

void BystanderRecorder::answered(const RequestFacts& facts, TimePoint now) {
  if (!measured(facts)) return;
  ++tally_of(facts).answered;
  tally_of(facts).latency.record(now - facts.intended);
}

// In the latencies, too: to leave the worst out would make them the cheapest.
void BystanderRecorder::failed(const RequestFacts& facts, TimePoint at, bool was_admitted) {
  if (!measured(facts)) return;
  ++tally_of(facts).failed;
  tally_of(facts).latency.record(at - facts.intended);
  if (was_admitted && !facts.started) queue_wait_.record(at - facts.sent);
}

void BystanderRecorder::fill(Tally& tally) const {
  tally.endpoints = tallies_;
  tally.requests.queue_wait.merge(queue_wait_);
  tally.requests.generator_lag.merge(generator_lag_);
}

}  // namespace stampede::measure
