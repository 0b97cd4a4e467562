// Stampede size: how many computations of one key are started from the first one until its result is visible.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/measure/value_stamp.h"

namespace stampede::measure {

// An episode opens with a computation. Computations of the key that start while it is open belong to it. It closes
// with the first delivered answer that carries a value of one of them, or, when the next computation starts, if all
// of them have finished and one has succeeded (its result was visible, only nobody asked).
class StampedeEpisodes {
 public:
  struct Closed {
    std::uint64_t size = 0;  // measured computations; zero: nothing closed
  };

  Closed started(std::uint64_t key, ComputationId id, bool measured);
  void finished(std::uint64_t key, ComputationId id, bool ok);
  Closed delivered(std::uint64_t key, ComputationId id);
  std::vector<Closed> close_all();

 private:
  struct Episode {
    ComputationId first = kNoComputation;  // kNoComputation: none is open
    std::uint64_t size = 0;
    std::uint64_t under_way = 0;
    bool succeeded = false;
  };

  static Closed close(Episode& episode);
  Episode& of(std::uint64_t key);

  std::vector<Episode> episodes_;  // by key, up to the last that had one
};

}  // namespace stampede::measure
