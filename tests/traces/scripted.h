// The surroundings of a strategy, under a test's control: origin, clock, queue, and what else an environment holds.
// Only Redis is missing: a test brings a fake one or a real one.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "strategies/environment.h"

namespace stampede::traces {

// Answers v1, v2, ... and can be told to fail, or to let something happen during a computation.
class ScriptedOrigin final : public Origin {
 public:
  Computation compute(const Key& /*key*/) override {
    std::string bytes = "v";
    bytes += std::to_string(++computations);
    if (during) std::exchange(during, nullptr)();
    if (std::exchange(fail_next, false)) return Computation::failed("the origin is told to fail");
    return Computation::of(Value{std::move(bytes)});
  }

  std::function<void()> during;  // during the next computation only
  bool fail_next = false;
  std::uint64_t computations = 0;
};

// Stands still, unless somebody sleeps or the test moves it.
class ManualClock final : public Clock {
 public:
  TimePoint now() override { return now_; }
  Duration unix_time() override { return std::chrono::seconds(1'700'000'000) + now_.time_since_epoch(); }
  void sleep_for(Duration duration) override {
    now_ += duration;
    ++sleeps;
    if (on_sleep) on_sleep(sleeps);
  }
  void advance(Duration duration) { now_ += duration; }

  std::function<void(std::uint64_t sleep)> on_sleep;  // at the end of each sleep
  std::uint64_t sleeps = 0;

 private:
  TimePoint now_{};
};

class ScriptedQueue final : public BackgroundQueue {
 public:
  explicit ScriptedQueue(Redis& redis) : redis_(redis) {}
  void enqueue(const Key& key) override {
    if (down) throw RedisError(RedisError::Kind::unavailable, "the broker is told to be down");
    redis_.call({"LPUSH", RedisKey{"tasks"}, key.name});
    tasks.push_back(key);
  }

  bool down = false;
  std::vector<Key> tasks;

 private:
  Redis& redis_;
};

class CountedEvents final : public EventCounter {
 public:
  void count(Event event) override { ++counts_[event]; }
  std::uint64_t operator[](Event event) const {
    const auto found = counts_.find(event);
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  std::map<Event, std::uint64_t> counts_;
};

// Every key carries tag:0 and belongs to group:0 and group:1. It is what a call returns if a test says so.
class FixedLabels final : public Labels {
 public:
  std::string tag(const Key& /*key*/) const override { return "tag:0"; }
  std::vector<std::string> invalidation_keys(const Key& /*key*/) const override { return {"group:0", "group:1"}; }
  const Call* call(const Key& key) const override {
    const auto found = calls.find(key.name);
    return found == calls.end() ? nullptr : &found->second;
  }

  std::map<std::string, Call> calls;  // by the names of keys
};

class CountingRandom final : public Random {
 public:
  std::uint64_t bits() override { return ++last_; }

 private:
  std::uint64_t last_ = 0;
};

class ScriptedPlacement final : public Placement {
 public:
  std::size_t node() const override { return 0; }
  std::size_t current_worker() const override { return worker; }

  std::size_t worker = 0;
};

// What is spawned runs when the script says so, or, unless held, while its only caller waits.
class ScriptedFibers final : public Fibers {
 public:
  void spawn(std::function<void()> work) override { waiting_.push_back(std::move(work)); }

  // Also what these spawn. An exception ends its fiber alone.
  void run_all() {
    while (!waiting_.empty()) {
      const std::function<void()> work = std::move(waiting_.front());
      waiting_.pop_front();
      try {
        work();
      } catch (const std::exception&) {
      }
    }
  }
  std::size_t waiting() const { return waiting_.size(); }

  bool held = false;

 private:
  std::deque<std::function<void()>> waiting_;
};

// The only caller of a script: nobody else is there to wake it but what it has spawned itself.
class LonelyWaiting final : public Waiting {
 public:
  LonelyWaiting(ManualClock& clock, ScriptedFibers& fibers) : clock_(clock), fibers_(fibers) {}
  std::unique_ptr<WaitList> make_list() override { return std::make_unique<List>(clock_, fibers_); }

 private:
  class List final : public WaitList {
   public:
    List(ManualClock& clock, ScriptedFibers& fibers) : clock_(clock), fibers_(fibers) {}
    bool wait(std::optional<Duration> timeout) override {
      woken_ = false;
      if (!fibers_.held) fibers_.run_all();
      if (woken_) return true;
      if (!timeout) throw std::logic_error("in a script, nobody would ever wake this fiber");
      clock_.sleep_for(*timeout);
      return false;
    }
    bool wake_one() override { return !std::exchange(woken_, true); }
    void wake_all() override { woken_ = true; }

   private:
    ManualClock& clock_;
    ScriptedFibers& fibers_;
    bool woken_ = false;
  };

  ManualClock& clock_;
  ScriptedFibers& fibers_;
};

}  // namespace stampede::traces
