// A race by schedule: reads, writes and invalidations at given moments of virtual time, on several nodes with one
// modelled Redis and one database, and an origin whose computations take what the test says.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/traces/stage.h"

namespace stampede::races {

using namespace std::chrono_literals;

class World;

class Schedule {
 public:
  // The background process has one more instance of the strategy.
  explicit Schedule(std::string strategy, traces::Stage::Given given = {}, std::size_t nodes = 2)
      : strategy_(std::move(strategy)), given_(std::move(given)), nodes_(nodes) {}

  // How the next computation goes, in the order in which they begin. All others succeed, and take 10 ms. Its value has
  // the version that is committed when it begins: "v1", "v2", ...
  void computation(Duration takes, bool fails = false) { computations_.push_back({takes, fails}); }
  // Tasks begin so long after they were put on the queue.
  void tasks_wait(Duration time) { tasks_wait_ = time; }

  // What happens, on a fiber of its own, at a moment.
  void get(Duration when, std::size_t node = 0, const std::string& key = kKey);
  // A new version of the data, and nobody is told.
  void commit(Duration when, const std::string& key = kKey);
  // As the application writes: a transaction that begins at the moment, and the invalidation of the key in the order
  // that the strategy wants. The transaction is committed `open_for` later, or after an invalidation that comes first.
  void write(Duration when, Duration open_for = Duration::zero(), std::size_t node = 0, const std::string& key = kKey);
  void invalidate(Duration when, std::size_t node = 0, const std::string& key = kKey);
  void invalidate_by_name(Duration when, const std::string& name, std::size_t node = 0);
  void invalidate_tag(Duration when, const std::string& tag, std::size_t node = 0);
  void call(Duration when, std::function<void(Strategy&)> what, std::size_t node = 0);

  struct Read {
    std::string answer;   // as traces::describe() says; empty: none until the end
    Duration answered{};  // when
    bool operator==(const Read&) const = default;
  };

  // Once, an hour long. The answers, in the order in which the reads were put on the schedule.
  std::vector<std::string> run();
  // The same with their times.
  const std::vector<Read>& reads() const { return reads_; }
  std::uint64_t computations_begun() const { return computations_begun_; }

  static constexpr const char* kKey = "item>7";

 private:
  friend class World;
  struct Act {
    Duration when{};
    std::function<void(World&)> what;
  };
  struct ComputationPlan {
    Duration takes{};
    bool fails = false;
  };

  std::string strategy_;
  traces::Stage::Given given_;
  std::size_t nodes_;
  Duration tasks_wait_{};
  std::deque<ComputationPlan> computations_;
  std::vector<Act> acts_;
  std::vector<Read> reads_;
  std::uint64_t computations_begun_ = 0;
};

}  // namespace stampede::races
