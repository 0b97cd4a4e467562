// The origin of a run: takes its time, has a capacity, fails, and writes into each value what the recorder reads
// back. Truth about versions comes from outside.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "simulator/measure/recorder.h"
#include "simulator/measure/truth.h"
#include "simulator/origin/origin_faults.h"
#include "simulator/origin/shared_capacity.h"
#include "simulator/runtime/scheduler.h"
#include "simulator/runtime/waiting.h"
#include "simulator/scenario/scenario.h"
#include "simulator/workload/keyspace.h"
#include "strategies/environment.h"

namespace stampede::origin {

class SimulatedOrigin final : public Origin {
 public:
  // All references must outlive the origin. Equal seeds give the n-th computation of a key the same compute time
  // and the same fate, whatever a strategy does in between.
  SimulatedOrigin(runtime::Scheduler& scheduler, const scenario::Scenario& scenario, const workload::Keyspace& keys,
                  const measure::Truth& truth);

  // Values computed while nobody observes are stamped as such, and counted nowhere. nullptr: nobody.
  // When somebody begins to, the sequence of compute times begins anew: what was computed before must not shift it.
  void observe(measure::Recorder* recorder);

  Computation compute(const Key& key) override;

  // For whoever knew beforehand that the value would be needed now: its computation has just ended, as it was begun in
  // time. Never suspends, never fails. Which time that is shows only now, so in the books the computation begins now,
  // with its compute time and its turn at a limited capacity; nobody waits for that.
  measure::ValueStamp compute_in_time(const Key& key);

  std::uint64_t under_way() const { return under_way_; }

  // Computations that a fiber of this group demands go on here whatever becomes of the fiber: whether it stands still,
  // or is gone.
  void outlive(std::uint64_t group) { outlived_groups_.insert(group); }

  // For whoever asks which process computes what: what has been demanded and has not ended, in that order, and each new
  // demand. Called in the fiber that demands it; must not suspend.
  struct Demand {
    std::uint64_t key = 0;
    std::uint64_t group = 0;  // of the fiber that demands it
  };
  void note_demands(std::function<void(const Demand&)> on_demand) { on_demand_ = std::move(on_demand); }
  const std::map<std::uint64_t, Demand>& demands() const { return demands_; }

  // From now on. Whoever computes is told of the beginning and of the end of an outage.
  void suffer(const OriginFaults& faults);
  const OriginFaults& faults() const { return faults_; }
  const OriginFaultCounts& fault_counts() const { return fault_counts_; }

 private:
  class UnderWay;
  struct Fate {
    Duration takes{};
    bool fails = false;
  };
  Fate fate_of(std::uint64_t key);
  struct Errand;
  Computation compute_apart(const Demand& demand, const Fate& fate, std::shared_ptr<UnderWay> under_way,
                            bool outlives_process);
  double factor_of(std::uint64_t key) const;
  Computation perform(std::uint64_t key, const Fate& fate, UnderWay& under_way);
  bool is_refusing() const { return faults_.outage == scenario::Outage::refuse; }
  bool work(Duration takes, UnderWay& under_way);
  Duration work_undisturbed(Duration takes);
  void wait_while_hanging();
  void keep_busy(Duration compute_time, TimePoint demanded, measure::ComputationId id, measure::Recorder& recorder);

  runtime::Scheduler& scheduler_;
  const scenario::Origin& settings_;
  const bool outlives_requests_;
  const std::uint64_t seed_;
  const workload::Keyspace& keys_;
  const measure::Truth& truth_;
  measure::Recorder* recorder_ = nullptr;
  // One of them, where there is a limit: computations beyond it queue, or slow down together.
  std::optional<runtime::Semaphore> capacity_;
  std::optional<SharedCapacity> shared_capacity_;
  OriginFaults faults_;
  OriginFaultCounts fault_counts_;
  runtime::WaitQueue outage_changes_;
  std::vector<std::uint32_t> computations_of_key_;  // up to the last key that had one
  std::uint64_t computations_ = 0;
  std::uint64_t under_way_ = 0;
  std::set<std::uint64_t> outlived_groups_;
  std::function<void(const Demand&)> on_demand_;  // empty: nobody asks, and nothing is noted
  std::map<std::uint64_t, Demand> demands_;
  std::uint64_t demand_count_ = 0;
};

}  // namespace stampede::origin
