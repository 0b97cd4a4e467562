// The surroundings of a strategy, under a test's control: origin, clock, queue, and what else an environment holds.
// Only Redis is missing: a test brings a fake one or a real one.
#pragma once

#include <cstdint>
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

// Every key carries tag:0 and belongs to group:0 and group:1.
class FixedLabels final : public Labels {
 public:
  std::string tag(const Key& /*key*/) const override { return "tag:0"; }
  std::vector<std::string> invalidation_keys(const Key& /*key*/) const override { return {"group:0", "group:1"}; }
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

// For strategies whose requests wait for nobody but Redis.
class NoWaiting final : public Waiting {
 public:
  std::unique_ptr<WaitList> make_list() override { throw std::logic_error("no trace expects a wait list"); }
};

}  // namespace stampede::traces
