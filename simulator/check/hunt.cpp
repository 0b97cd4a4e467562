#include "simulator/check/hunt.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "simulator/experiment/world.h"
#include "simulator/measure/internal_error.h"

namespace stampede::check {

namespace {

constexpr std::chrono::milliseconds kBetweenProgress{200};
// Every so many-th seed is run twice.
constexpr std::uint64_t kTwice = 32;

using Tallies = std::vector<std::pair<std::string, Tally>>;

Tally& tally_of(Tallies& tallies, const std::string& guarantee) {
  const auto found =
      std::find_if(tallies.begin(), tallies.end(), [&](const auto& entry) { return entry.first == guarantee; });
  if (found != tallies.end()) return found->second;
  return tallies.emplace_back(guarantee, Tally{}).second;
}

class Hunt {
 public:
  Hunt(const HuntPlan& plan, const runtime::Interrupt& interrupt)
      : plan_(plan), interrupt_(interrupt), result_{.tallies = std::vector<Tallies>(plan.quarries.size())} {
    for (std::size_t i = 0; i < plan.quarries.size(); ++i) {
      // In this order, whichever comes first.
      for (const Guarantee& promise : plan.quarries[i].strategy.promises) {
        tally_of(result_.tallies[i], std::string(name_of(promise.kind)));
      }
      for (const char* const of_all : {"accounting", "own_values", "comes_to_rest", "same_twice"}) {
        tally_of(result_.tallies[i], of_all);
      }
    }
  }

  HuntResult run(const std::function<void(const HuntProgress&)>& on_progress);

 private:
  void start(std::size_t jobs, std::vector<std::thread>& threads);
  void work() noexcept;
  std::optional<std::uint64_t> take();
  std::vector<Judgement> judgements_of(const Quarry& quarry, std::uint64_t seed) const;
  void count(std::size_t quarry, std::uint64_t seed, const std::vector<Judgement>& judgements);

  const HuntPlan& plan_;
  const runtime::Interrupt& interrupt_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::uint64_t next_ = 0;
  std::size_t working_ = 0;
  std::uint64_t broken_ = 0;
  std::exception_ptr failure_;
  HuntResult result_;
};

// A seed with all quarries at a time: what is begun is finished, unless somebody interrupts.
std::optional<std::uint64_t> Hunt::take() {
  const std::lock_guard lock(mutex_);
  if (failure_ || result_.interrupted || next_ == plan_.seeds || plan_.is_time_up()) return std::nullopt;
  return plan_.first_seed + next_++;
}

std::vector<Judgement> Hunt::judgements_of(const Quarry& quarry, std::uint64_t seed) const {
  const Case tried = quarry.make(seed);
  Outcome outcome = try_case(tried, quarry.strategy, interrupt_);
  if (seed % kTwice == 0) {
    const bool same = try_case(tried, quarry.strategy, interrupt_).fingerprint == outcome.fingerprint;
    outcome.judgements.push_back({.guarantee = "same_twice",
                                  .verdict = same ? Verdict::held : Verdict::broken,
                                  .what = "the same seed has not given the same run twice"});
  }
  return std::move(outcome.judgements);
}

void Hunt::count(std::size_t quarry, std::uint64_t seed, const std::vector<Judgement>& judgements) {
  const std::lock_guard lock(mutex_);
  ++result_.runs;
  for (const Judgement& judgement : judgements) {
    Tally& tally = tally_of(result_.tallies[quarry], judgement.guarantee);
    switch (judgement.verdict) {
      case Verdict::held:
        ++tally.held;
        break;
      case Verdict::excluded:
        ++tally.excluded;
        break;
      case Verdict::not_tested:
        ++tally.not_tested;
        break;
      case Verdict::broken:
        if (tally.broken++ == 0) ++broken_;
        if (tally.first_broken && *tally.first_broken < seed) break;
        tally.first_broken = seed;
        tally.what = judgement.what;
    }
  }
}

void Hunt::work() noexcept {
  while (const std::optional<std::uint64_t> seed = take()) {
    try {
      for (std::size_t i = 0; i < plan_.quarries.size(); ++i) count(i, *seed, judgements_of(plan_.quarries[i], *seed));
      const std::lock_guard lock(mutex_);
      ++result_.seeds;
    } catch (const experiment::Interrupted&) {
      const std::lock_guard lock(mutex_);
      result_.interrupted = true;
    } catch (const std::exception& error) {
      const std::lock_guard lock(mutex_);
      if (!failure_) {
        failure_ = std::make_exception_ptr(measure::InternalError(fmt::format("seed {}: {}", *seed, error.what())));
      }
    }
  }
  const std::lock_guard lock(mutex_);
  --working_;
  ended_.notify_one();
}

void Hunt::start(std::size_t jobs, std::vector<std::thread>& threads) {
  working_ = jobs;
  try {
    while (threads.size() < jobs) threads.emplace_back([this] { work(); });
  } catch (const std::exception&) {  // the machine has no more threads; those that there are must end first
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    working_ -= jobs - threads.size();
  }
}

HuntResult Hunt::run(const std::function<void(const HuntProgress&)>& on_progress) {
  const std::size_t jobs = std::clamp<std::size_t>(plan_.jobs, 1, std::max<std::uint64_t>(plan_.seeds, 1));
  std::vector<std::thread> threads;
  start(jobs, threads);
  {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, kBetweenProgress, [this] { return working_ == 0; })) {
      if (on_progress) on_progress({result_.runs, plan_.seeds * plan_.quarries.size(), broken_});
    }
  }
  for (std::thread& thread : threads) thread.join();
  if (failure_) std::rethrow_exception(failure_);
  return std::move(result_);
}

}  // namespace

HuntResult hunt(const HuntPlan& plan, const runtime::Interrupt& interrupt,
                const std::function<void(const HuntProgress&)>& on_progress) {
  return Hunt(plan, interrupt).run(on_progress);
}

}  // namespace stampede::check
