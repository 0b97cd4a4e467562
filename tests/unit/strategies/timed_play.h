// A strategy with many callers at once: fibers in virtual time, on a fake Redis that answers at once, and an origin
// that takes its time.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulator/runtime/scheduler.h"
#include "tests/traces/intercepted_redis.h"
#include "tests/traces/stage.h"
#include "tests/unit/strategies/fakes.h"

namespace stampede {

// Answers v1, v2, ... in the order in which the computations begin.
class TimedOrigin final : public Origin {
 public:
  Computation compute(const Key& key) override;

  Duration takes = std::chrono::milliseconds(100);
  std::set<std::uint64_t> failing;    // which of the computations fail at their end
  std::set<std::uint64_t> cancelled;  // at the end of which the fiber that computes is cancelled
  std::vector<Duration> begun;        // when

 private:
  friend class TimedPlay;
  runtime::Scheduler* scheduler_ = nullptr;
};

class TimedPlay {
 public:
  // Each node has an instance of its own; all have the same Redis and origin.
  explicit TimedPlay(std::string strategy, traces::Stage::Given given = {}, std::size_t nodes = 1);

  void get_at(Duration when, std::size_t node = 0, const std::string& key = "item>7");
  void invalidate_at(Duration when, std::size_t node = 0);
  void at(Duration when, std::function<void()> what);

  // To its end, where nobody may wait any more. Who got what when: "v1 at 100ms", in the order of the answers.
  std::vector<std::string> run();

  TimedOrigin origin;
  FakeRedis inner_redis;
  traces::InterceptedRedis redis{inner_redis};

 private:
  struct Act {
    Duration when{};
    std::function<void(std::vector<std::unique_ptr<Strategy>>&)> what;
  };

  void answered(const std::string& answer);

  std::string strategy_;
  traces::Stage::Given given_;
  std::size_t nodes_;
  std::vector<Act> acts_;
  std::vector<std::string> answers_;
  runtime::Scheduler* scheduler_ = nullptr;
};

}  // namespace stampede
