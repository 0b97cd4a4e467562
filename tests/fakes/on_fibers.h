// What a strategy uses of its process, on fibers of a scheduler whose time a test controls.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "simulator/runtime/scheduler.h"
#include "simulator/runtime/waiting.h"
#include "strategies/environment.h"

namespace stampede::fakes {

class FiberClock final : public Clock {
 public:
  explicit FiberClock(runtime::Scheduler& scheduler) : scheduler_(scheduler) {}
  TimePoint now() override { return scheduler_.now(); }
  Duration unix_time() override { return scheduler_.driver().unix_time_at_zero() + now().time_since_epoch(); }
  void sleep_for(Duration duration) override { scheduler_.sleep_until(now() + duration); }

 private:
  runtime::Scheduler& scheduler_;
};

class FiberWaiting final : public Waiting {
 public:
  explicit FiberWaiting(runtime::Scheduler& scheduler) : scheduler_(scheduler) {}
  std::unique_ptr<WaitList> make_list() override { return std::make_unique<List>(scheduler_); }

 private:
  class List final : public WaitList {
   public:
    explicit List(runtime::Scheduler& scheduler) : scheduler_(scheduler), queue_(scheduler) {}
    bool wait(std::optional<Duration> timeout) override {
      return queue_.wait("another caller", timeout ? std::optional(scheduler_.now() + *timeout) : std::nullopt);
    }
    bool wake_one() override { return queue_.wake_one(); }
    void wake_all() override { queue_.wake_all(); }

   private:
    runtime::Scheduler& scheduler_;
    runtime::WaitQueue queue_;
  };

  runtime::Scheduler& scheduler_;
};

class SpawnedFibers final : public Fibers {
 public:
  explicit SpawnedFibers(runtime::Scheduler& scheduler) : scheduler_(scheduler) {}
  void spawn(std::function<void()> work) override {
    scheduler_.spawn({.name = "fiber of a strategy"}, [work = std::move(work)] {
      try {
        work();
      } catch (const std::exception&) {
        // Ends its fiber alone.
      }
    });
  }

 private:
  runtime::Scheduler& scheduler_;
};

}  // namespace stampede::fakes
