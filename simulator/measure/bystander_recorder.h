// Counts the requests of further endpoints, which share the workers of the cached one and never touch the cache.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/measure/histogram.h"
#include "simulator/measure/recorder_settings.h"
#include "simulator/measure/tally.h"

namespace stampede::measure {

class BystanderRecorder {
 public:
  explicit BystanderRecorder(const RecorderSettings& settings);

  // Each request is of an endpoint from 1 on, arrives, and is answered or fails once.
  void arrived(const RequestFacts& facts);
  void started(const RequestFacts& facts);
  void answered(const RequestFacts& facts, TimePoint now);
  void failed(const RequestFacts& facts, TimePoint at, bool was_admitted = true);

  // Puts what is counted for all endpoints alike to what was counted for the cached one.
  void fill(Tally& tally) const;

 private:
  bool measured(const RequestFacts& facts) const { return facts.intended >= settings_.measure_from; }
  EndpointTally& tally_of(const RequestFacts& facts) { return tallies_[facts.endpoint - 1]; }

  const RecorderSettings& settings_;
  std::vector<EndpointTally> tallies_;
  Histogram queue_wait_;
  Histogram generator_lag_;
};

}  // namespace stampede::measure
