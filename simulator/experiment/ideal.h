// ideal: no strategy, but the bound of all of them, which only the harness can work out: each value is recomputed
// exactly when it has to be, in time, so that nobody waits, and nothing is stale, outdated or failed.
//
// What it counts is the least number of recomputations with which every request can be answered at once with a fresh
// value of the current version. A strategy that lets requests wait, or serves old values, may do with fewer: that is
// what it pays with. The origin's failures do not hurt it, and it does not wait for the origin's capacity, though the
// work for its values takes up both time and capacity there.
#pragma once

#include <optional>
#include <unordered_map>

#include "simulator/measure/truth.h"
#include "simulator/origin/simulated_origin.h"
#include "simulator/scenario/scenario.h"
#include "simulator/workload/keyspace.h"
#include "strategies/registry.h"

namespace stampede::experiment {

// What all nodes of a run share: the last computation of every key that was asked for.
class Oracle {
 public:
  // All references must outlive the oracle.
  Oracle(runtime::Scheduler& scheduler, const scenario::Scenario& scenario, const workload::Keyspace& keys,
         const measure::Truth& truth, origin::SimulatedOrigin& origin);

  // Never suspends.
  Answer answer(const Key& key);

  // A write has brought the value of its own version: nobody has to compute it.
  void take(const Key& key, const Value& value);

 private:
  bool serves(const measure::ValueStamp& stamp, std::uint64_t key, TimePoint now) const;

  runtime::Scheduler& scheduler_;
  const Duration fresh_for_;
  const workload::Keyspace& keys_;
  const measure::Truth& truth_;
  origin::SimulatedOrigin& origin_;
  std::unordered_map<std::uint64_t, measure::ValueStamp> latest_;  // by key; only looked up, never iterated
};

// A node's view of the oracle. It needs no word of invalidations, as the oracle knows of each commit; but of values.
class Ideal final : public Strategy {
 public:
  explicit Ideal(Oracle& oracle) : oracle_(oracle) {}
  Answer get(const Key& key) override { return oracle_.answer(key); }
  bool set(const Key& key, const Value& value) override {
    oracle_.take(key, value);
    return true;
  }

 private:
  Oracle& oracle_;
};

StrategyInfo ideal_info();

// The strategies of this program and, at the end, the bound.
Registry strategies_and_bound();

}  // namespace stampede::experiment
