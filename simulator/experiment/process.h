// One application process: its connection, its strategy instance, and the environment between them. Nodes and the
// background workers are such processes.
#pragma once

#include <memory>

#include "simulator/experiment/background_workers.h"
#include "simulator/experiment/run_context.h"
#include "strategies/strategy.h"

namespace stampede::experiment {

// A request fiber's worker slot; Fiber::local() points to it.
struct WorkerSlot {
  std::size_t index = 0;
};

struct ProcessStart {
  std::uint64_t starts_before = 0;       // tells one that is started anew from what it was
  std::uint64_t group = 0;               // of its fibers
  const Duration* clock_skew = nullptr;  // by which its machine's time of day is off, at any time; null: never
};

class Process final {
 public:
  // `index` counts nodes first. Connects; throws EnvironmentError.
  Process(RunContext& context, std::size_t index, BackgroundWorkers& workers, const ProcessStart& start = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  Strategy& strategy() { return *strategy_; }
  redis::ServerConnection& redis() { return *redis_; }

  // strategy().get, with what it throws turned into the matching error. What the strategy's first own failure of a run
  // says is kept in the context.
  Answer ask(const Key& key);

 private:
  class NodeClock final : public Clock {
   public:
    NodeClock(RunContext& context, const Duration* skew) : context_(context), skew_(skew) {}
    TimePoint now() override { return context_.scheduler.now(); }
    Duration unix_time() override;
    void sleep_for(Duration duration) override;

   private:
    RunContext& context_;
    const Duration* skew_;
  };

  class NodeWaiting final : public Waiting {
   public:
    explicit NodeWaiting(RunContext& context) : context_(context) {}
    std::unique_ptr<WaitList> make_list() override;

   private:
    RunContext& context_;
  };

  class NodeFibers final : public Fibers {
   public:
    NodeFibers(RunContext& context, const Placement& placement, std::uint64_t group)
        : context_(context), placement_(placement), group_(group) {}
    void spawn(std::function<void()> work) override;

   private:
    RunContext& context_;
    const Placement& placement_;
    std::uint64_t group_;
  };

  class NodePlacement final : public Placement {
   public:
    NodePlacement(runtime::Scheduler& scheduler, std::size_t node) : scheduler_(scheduler), node_(node) {}
    std::size_t node() const override { return node_; }
    std::size_t current_worker() const override;

   private:
    runtime::Scheduler& scheduler_;
    std::size_t node_;
  };

  Answer answer_of_strategy(const Key& key);

  // The broker's side of a background queue: one LPUSH on the process's own connection.
  class Broker final : public BackgroundQueue {
   public:
    Broker(redis::ServerConnection& redis, BackgroundWorkers& workers) : redis_(redis), workers_(workers) {}
    void enqueue(const Key& key) override;

   private:
    redis::ServerConnection& redis_;
    BackgroundWorkers& workers_;
  };

  RunContext& context_;
  std::unique_ptr<redis::ServerConnection> redis_;
  Broker broker_;
  NodeClock clock_;
  NodeWaiting waiting_;
  NodePlacement placement_;
  NodeFibers fibers_;
  measure::StrategyRandom random_;
  Environment environment_;
  std::unique_ptr<Strategy> strategy_;
};

}  // namespace stampede::experiment
