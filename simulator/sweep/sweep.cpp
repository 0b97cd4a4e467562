// Workers take one pending run after another; the calling thread tells of the progress.
#include "simulator/sweep/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "simulator/experiment/run.h"
#include "simulator/experiment/virtual_world.h"
#include "simulator/measure/internal_error.h"
#include "simulator/sweep/remaining_time.h"
#include "strategies/layers.h"

namespace stampede::sweep {
namespace {

constexpr std::chrono::milliseconds kBetweenProgress{200};

class Runner {
 public:
  Runner(const Plan& plan, const Registry& registry, const runtime::Interrupt& interrupt, const SweepHooks& hooks)
      : plan_(plan), registry_(registry), interrupt_(interrupt), hooks_(hooks), results_(plan.runs.size()) {}

  SweepOutcome run(std::size_t jobs, std::map<std::size_t, reports::RunResult> finished);

 private:
  void choose_order(std::map<std::size_t, reports::RunResult>&& finished);
  void start(std::size_t jobs, std::vector<std::thread>& threads);
  void work() noexcept;
  std::optional<std::size_t> take();
  reports::RunResult make(std::size_t index) const;
  std::string name_of(std::size_t index) const;
  void keep(std::size_t index, reports::RunResult run, Duration took);
  void fail(std::exception_ptr failure);
  void report_progress(std::size_t jobs);

  const Plan& plan_;
  const Registry& registry_;
  const runtime::Interrupt& interrupt_;
  const SweepHooks& hooks_;

  std::vector<std::size_t> pending_;  // in the order in which they run
  std::vector<std::size_t> kinds_;    // of each run of the plan
  std::optional<RemainingTime> remaining_;

  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t next_ = 0;  // in pending_
  std::size_t working_ = 0;
  std::size_t finished_ = 0;
  std::vector<std::optional<reports::RunResult>> results_;
  std::exception_ptr failure_;
  bool interrupted_ = false;
};

// One seed of everything first, then the next: soon there is a result of each point, and an estimate of the time.
void Runner::choose_order(std::map<std::size_t, reports::RunResult>&& finished) {
  for (auto& [index, run] : finished) {
    results_.at(index) = std::move(run);
    ++finished_;
  }
  std::vector<std::size_t> pending_of_kinds;
  for (std::size_t index = 0; index < plan_.runs.size(); ++index) {
    if (plan_.runs[index].repetition == 0) pending_of_kinds.push_back(0);
    kinds_.push_back(pending_of_kinds.size() - 1);
    if (results_[index]) continue;
    ++pending_of_kinds.back();
    pending_.push_back(index);
  }
  std::stable_sort(pending_.begin(), pending_.end(), [this](std::size_t left, std::size_t right) {
    return plan_.runs[left].repetition < plan_.runs[right].repetition;
  });
  remaining_.emplace(pending_of_kinds);
}

std::optional<std::size_t> Runner::take() {
  const std::lock_guard lock(mutex_);
  if (failure_ || interrupted_ || next_ == pending_.size()) return std::nullopt;
  if (interrupt_.raised()) {
    interrupted_ = true;
    return std::nullopt;
  }
  return pending_[next_++];
}

std::string Runner::name_of(std::size_t index) const {
  const PlannedRun& run = plan_.runs[index];
  const Point& point = plan_.points[run.point];
  std::string name;
  for (const reports::Setting& setting : point.settings) name += fmt::format("{}={} ", setting.path, setting.value);
  return fmt::format("{}{} seed={}", name, point.scenario.strategies[run.choice].label(),
                     point.scenario.seed + run.repetition);
}

reports::RunResult Runner::make(std::size_t index) const {
  const PlannedRun& planned = plan_.runs[index];
  const Point& point = plan_.points[planned.point];
  const scenario::StrategyChoice& choice = point.scenario.strategies[planned.choice];
  experiment::VirtualWorld world(interrupt_);
  reports::RunResult run = experiment::run_once(world, point.scenario, *find_strategy_or_stack(registry_, choice.name),
                                                choice, planned.repetition);
  run.point = point.settings;
  run.series = {};
  run.histograms.clear();
  return run;
}

void Runner::keep(std::size_t index, reports::RunResult run, Duration took) {
  const std::lock_guard lock(mutex_);
  if (failure_) return;
  try {
    if (hooks_.on_run) hooks_.on_run(index, run);
  } catch (...) {
    failure_ = std::current_exception();  // before any other worker gets to tell of its run
    return;
  }
  results_[index] = std::move(run);
  remaining_->finished(kinds_[index], took);
  ++finished_;
}

void Runner::fail(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(failure);
}

void Runner::work() noexcept {
  while (const std::optional<std::size_t> index = take()) {
    std::optional<reports::RunResult> run;
    const TimePoint began = hooks_.now();
    try {
      run = make(*index);
    } catch (const experiment::Interrupted&) {
      const std::lock_guard lock(mutex_);
      interrupted_ = true;
      break;
    } catch (const measure::InternalError& error) {
      fail(std::make_exception_ptr(measure::InternalError(fmt::format("{}: {}", name_of(*index), error.what()))));
      break;
    } catch (const std::exception& error) {
      fail(std::make_exception_ptr(measure::InternalError(fmt::format("{}: {}", name_of(*index), error.what()))));
      break;
    }
    keep(*index, std::move(*run), hooks_.now() - began);
  }
  const std::lock_guard lock(mutex_);
  --working_;
  ended_.notify_one();
}

void Runner::report_progress(std::size_t jobs) {
  std::unique_lock lock(mutex_);
  for (bool all_ended = false; !all_ended;) {
    all_ended = ended_.wait_for(lock, kBetweenProgress, [this] { return working_ == 0; });
    if (!hooks_.on_progress) continue;
    const SweepProgress progress{finished_, plan_.runs.size(), remaining_->left(jobs)};
    hooks_.on_progress(progress);
  }
}

void Runner::start(std::size_t jobs, std::vector<std::thread>& threads) {
  working_ = jobs;
  try {
    while (threads.size() < jobs) threads.emplace_back([this] { work(); });
  } catch (...) {  // the machine has no more threads; those that there are must end first
    fail(std::current_exception());
    const std::lock_guard lock(mutex_);
    working_ -= jobs - threads.size();
  }
}

SweepOutcome Runner::run(std::size_t jobs, std::map<std::size_t, reports::RunResult> finished) {
  choose_order(std::move(finished));
  jobs = std::clamp<std::size_t>(jobs, 1, std::max<std::size_t>(pending_.size(), 1));
  std::vector<std::thread> threads;
  start(jobs, threads);
  try {
    report_progress(jobs);
  } catch (...) {
    fail(std::current_exception());
  }
  for (std::thread& thread : threads) thread.join();
  if (failure_) std::rethrow_exception(failure_);

  SweepOutcome outcome;
  outcome.finished = finished_;
  outcome.interrupted = finished_ < plan_.runs.size();
  for (std::optional<reports::RunResult>& run : results_) {
    if (run) outcome.runs.push_back(std::move(*run));
  }
  return outcome;
}

}  // namespace

SweepOutcome run_sweep(const Plan& plan, const Registry& registry, std::size_t jobs,
                       const runtime::Interrupt& interrupt, std::map<std::size_t, reports::RunResult> finished,
                       const SweepHooks& hooks) {
  return Runner(plan, registry, interrupt, hooks).run(jobs, std::move(finished));
}

}  // namespace stampede::sweep
