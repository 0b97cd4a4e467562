// Who wants to see a run event by event, as it was and not as it is counted. There is none in normal runs.
#pragma once

#include <cstdint>
#include <optional>

#include "simulator/measure/recorder_settings.h"
#include "simulator/measure/request_recorder.h"
#include "simulator/measure/value_stamp.h"
#include "strategies/answer.h"
#include "strategies/time.h"

namespace stampede::measure {

// Everything is told when it happens, on the run's own thread. Must not suspend.
class RunObserver {
 public:
  virtual ~RunObserver() = default;

  virtual void load_begins(TimePoint /*now*/) {}
  // Whatever belongs to this group of fibers from now on is of this node's process.
  virtual void process_began(std::uint32_t /*node*/, std::uint64_t /*group*/, TimePoint /*now*/) {}

  virtual void arrived(const RequestFacts& /*facts*/) {}
  virtual void started(const RequestFacts& /*facts*/) {}
  // A worker is done with a request, whether its client still waits or not.
  virtual void served(const RequestFacts& /*facts*/, TimePoint /*now*/) {}
  // Of each key of a page, too. The stamp is a view into the answer.
  virtual void answered(const RequestFacts& /*facts*/, const Answer& /*answer*/, const Judged& /*judged*/,
                        TimePoint /*now*/) {}
  // Without an answer of the strategy: refused, lost, given up on; empty kind: not even that.
  virtual void failed(const RequestFacts& /*facts*/, std::optional<ErrorKind> /*kind*/, TimePoint /*at*/) {}

  virtual void computation_began(ComputationId /*id*/, std::uint64_t /*key*/, std::uint64_t /*group*/,
                                 TimePoint /*now*/) {}
  virtual void computation_ended(ComputationId /*id*/, bool /*ok*/, TimePoint /*now*/) {}

  // The application has committed this version, and is about to invalidate, or has.
  virtual void invalidated(std::uint64_t /*key*/, std::uint64_t /*version*/, TimePoint /*now*/) {}
  virtual void committed(std::uint64_t /*key*/, std::uint64_t /*version*/, TimePoint /*now*/) {}
  // After everything has come to rest; empty: the cache has no value.
  virtual void probed(std::uint64_t /*key*/, std::optional<std::uint64_t> /*version*/) {}
};

}  // namespace stampede::measure
