#include "simulator/origin/simulated_origin.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "simulator/measure/value_stamp.h"
#include "simulator/origin/compute_time.h"
#include "simulator/workload/key_draws.h"

namespace stampede::origin {

namespace {

// Longer than any run, and short enough for integer nanoseconds.
constexpr double kLongestNs = 3.1e16;

Duration times(Duration duration, double factor) {
  return Duration(std::llround(std::min(static_cast<double>(duration.count()) * factor, kLongestNs)));
}

}  // namespace

SimulatedOrigin::SimulatedOrigin(runtime::Scheduler& scheduler, const scenario::Scenario& scenario,
                                 const workload::Keyspace& keys, const measure::Truth& truth)
    : scheduler_(scheduler),
      settings_(scenario.origin),
      outlives_requests_(scenario.client.abandoned == scenario::Abandoned::detach),
      seed_(scenario.seed),
      keys_(keys),
      truth_(truth),
      outage_changes_(scheduler) {
  if (!settings_.capacity) return;
  if (settings_.beyond == scenario::BeyondCapacity::slow_down) {
    shared_capacity_.emplace(scheduler, *settings_.capacity);
  } else {
    capacity_.emplace(scheduler, *settings_.capacity);
  }
}

void SimulatedOrigin::observe(measure::Recorder* recorder) {
  recorder_ = recorder;
  if (recorder == nullptr) return;
  std::fill(computations_of_key_.begin(), computations_of_key_.end(), 0U);
  computations_ = 0;
}

double SimulatedOrigin::factor_of(std::uint64_t key) const {
  return workload::draw_factor(*settings_.compute_time_per_key,
                               measure::RandomStream(seed_, "compute time of a key", keys_.stream_of(key)));
}

SimulatedOrigin::Fate SimulatedOrigin::fate_of(std::uint64_t key) {
  if (key >= computations_of_key_.size()) computations_of_key_.resize(key + 1);
  measure::RandomStream stream(seed_, recorder_ == nullptr ? "compute unobserved" : "compute", keys_.stream_of(key),
                               computations_of_key_[key]++);
  Fate fate{.takes = draw(settings_.compute_time, stream), .fails = stream.uniform() < settings_.error_rate};
  if (settings_.compute_time_per_key) fate.takes = times(fate.takes, factor_of(key));
  ++computations_;
  if (settings_.pause && computations_ % settings_.pause->every == 0) fate.takes = settings_.pause->duration;
  if (faults_.slow_factor > 1) {
    fate.takes = times(fate.takes, faults_.slow_factor);
    ++fault_counts_.slowed;
  }
  if (!fate.fails && faults_.failing_share > 0 && stream.uniform() < faults_.failing_share) {
    fate.fails = true;
    ++fault_counts_.failed;
  }
  return fate;
}

// From its demand to its end, which may be that of the process that waits for it.
class SimulatedOrigin::UnderWay {
 public:
  UnderWay(SimulatedOrigin& origin, measure::Recorder* recorder, measure::ComputationId id, const Demand& demand)
      : origin_(origin), recorder_(recorder), id_(id), demanded_(origin.scheduler_.now()) {
    ++origin_.under_way_;
    if (!origin_.on_demand_) return;
    number_ = ++origin_.demand_count_;
    origin_.demands_.emplace(number_, demand);
    origin_.on_demand_(demand);
  }
  ~UnderWay() {
    // Nobody waits any more. At the end of a run, nobody observes either.
    if (!has_ended_) end(origin_.recorder_ == recorder_ ? recorder_ : nullptr, false);
  }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

  void admit() {
    if (origin_.capacity_) origin_.capacity_->acquire("the origin's capacity");
    is_admitted_ = true;
    const TimePoint now = origin_.scheduler_.now();
    const auto waited = origin_.shared_capacity_ ? std::nullopt : std::optional(now - demanded_);
    if (recorder_ != nullptr) recorder_->computation_admitted(id_, waited, now);
  }
  void was_held_up(Duration by) { held_up_ += by; }
  measure::ComputationId id() const { return id_; }
  Computation end(Computation computation) {
    has_ended_ = true;
    const bool shares = is_admitted_ && origin_.shared_capacity_;
    if (shares && recorder_ != nullptr) recorder_->computation_held_up(id_, held_up_);
    end(recorder_, computation.ok());
    return computation;
  }

 private:
  void end(measure::Recorder* recorder, bool ok) {
    if (is_admitted_ && origin_.capacity_) origin_.capacity_->release();
    --origin_.under_way_;
    origin_.demands_.erase(number_);
    if (recorder != nullptr) recorder->computation_finished(id_, ok, origin_.scheduler_.now());
  }

  SimulatedOrigin& origin_;
  measure::Recorder* recorder_;
  measure::ComputationId id_;
  TimePoint demanded_;
  std::uint64_t number_ = 0;  // among those that are noted
  Duration held_up_{};
  bool is_admitted_ = false;
  bool has_ended_ = false;
};

Computation SimulatedOrigin::compute(const Key& key) {
  const std::uint64_t index = keys_.index_of(key);
  const Fate fate = fate_of(index);
  measure::Recorder* const recorder = recorder_;
  const bool background = scheduler_.current().role() == runtime::Role::background;
  const measure::ComputationId id =
      recorder == nullptr
          ? measure::kNoComputation
          : recorder->computation_started(index, background, scheduler_.now(), scheduler_.current().group());
  const Demand demand{index, scheduler_.current().group()};
  const bool outlives_process = outlived_groups_.contains(demand.group);
  if (outlives_process || (outlives_requests_ && scheduler_.current().role() == runtime::Role::request)) {
    return compute_apart(demand, fate, std::make_shared<UnderWay>(*this, recorder, id, demand), outlives_process);
  }
  UnderWay under_way(*this, recorder, id, demand);
  if (!is_refusing()) under_way.admit();
  return under_way.end(perform(index, fate, under_way));
}

struct SimulatedOrigin::Errand {
  explicit Errand(runtime::Scheduler& scheduler) : ended(scheduler) {}
  std::optional<Computation> result;
  runtime::WaitQueue ended;
};

// On a fiber of its own, which does not notice that nobody waits any more. Where it does not outlive its process, that
// one's end stops it.
Computation SimulatedOrigin::compute_apart(const Demand& demand, const Fate& fate, std::shared_ptr<UnderWay> under_way,
                                           bool outlives_process) {
  const auto errand = std::make_shared<Errand>(scheduler_);
  scheduler_.spawn(
      {.name = "computation", .role = scheduler_.current().role(), .group = outlives_process ? 0 : demand.group},
      [this, key = demand.key, fate, errand, under_way = std::move(under_way)] {
        if (!is_refusing()) under_way->admit();
        errand->result = under_way->end(perform(key, fate, *under_way));
        errand->ended.wake_all();
      });
  while (!errand->result) errand->ended.wait("a computation");
  return *errand->result;
}

measure::ValueStamp SimulatedOrigin::compute_in_time(const Key& key) {
  const std::uint64_t index = keys_.index_of(key);
  const TimePoint now = scheduler_.now();
  measure::ValueStamp stamp{keys_.key(index).name, truth_.current_version(index), now, now, measure::kNoComputation};
  if (recorder_ == nullptr) return stamp;
  stamp.computation = recorder_->computation_in_time(index, now);
  ++under_way_;
  scheduler_.spawn({.name = "computation in time", .role = runtime::Role::background},
                   [this, takes = fate_of(index).takes, now, id = stamp.computation, &recorder = *recorder_] {
                     keep_busy(takes, now, id, recorder);
                   });
  return stamp;
}

void SimulatedOrigin::keep_busy(Duration compute_time, TimePoint demanded, measure::ComputationId id,
                                measure::Recorder& recorder) {
  if (capacity_) capacity_->acquire("the origin's capacity");
  const TimePoint admitted = scheduler_.now();
  recorder.computation_admitted(id, shared_capacity_ ? std::nullopt : std::optional(admitted - demanded), admitted);
  if (shared_capacity_) {
    recorder.computation_held_up(id, work_undisturbed(compute_time));
  } else {
    scheduler_.sleep_until(admitted + compute_time, "a computation");
  }
  if (capacity_) capacity_->release();
  --under_way_;
  recorder.computation_finished(id, true, scheduler_.now());
}

Computation SimulatedOrigin::perform(std::uint64_t key, const Fate& fate, UnderWay& under_way) {
  wait_while_hanging();
  measure::ValueStamp stamp;
  stamp.key = keys_.key(key).name;
  stamp.snapshot = scheduler_.now();
  stamp.version = truth_.current_version(key);
  stamp.computation = under_way.id();
  if (!work(fate.takes, under_way)) {
    ++fault_counts_.refused;
    return Computation::failed("the origin is down");
  }
  stamp.generated = scheduler_.now();
  if (fate.fails) return Computation::failed("the origin reported an error");
  return Computation::of(measure::encode(stamp, keys_.value_size_bytes(key)));
}

// The origin's outages do not hurt it. Returns what the others have taken.
Duration SimulatedOrigin::work_undisturbed(Duration takes) {
  Duration lost{};
  for (;;) {
    const SharedCapacity::Worked worked = shared_capacity_->work(takes);
    lost += worked.lost;
    if (worked.finished) return lost;
    takes -= worked.done;
  }
}

// False: the origin was down, or went down meanwhile, and refuses.
bool SimulatedOrigin::work(Duration takes, UnderWay& under_way) {
  for (;;) {
    wait_while_hanging();
    if (is_refusing()) return false;
    if (shared_capacity_) {
      const SharedCapacity::Worked worked = shared_capacity_->work(takes);
      under_way.was_held_up(worked.lost);
      if (worked.finished) return true;
      takes -= worked.done;
      continue;
    }
    const TimePoint began = scheduler_.now();
    if (!outage_changes_.wait("a computation", began + takes)) return true;
    takes -= scheduler_.now() - began;
  }
}

void SimulatedOrigin::wait_while_hanging() {
  if (faults_.outage == scenario::Outage::hang) ++fault_counts_.held;
  while (faults_.outage == scenario::Outage::hang) outage_changes_.wait("the origin to come back");
}

void SimulatedOrigin::suffer(const OriginFaults& faults) {
  const bool changes = faults.outage != faults_.outage;
  faults_ = faults;
  if (!changes) return;
  outage_changes_.wake_all();
  if (shared_capacity_) shared_capacity_->interrupt_all();
}

}  // namespace stampede::origin
