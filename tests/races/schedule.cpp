#include "tests/races/schedule.h"

#include <fmt/format.h>

#include <stdexcept>

#include "simulator/origin/simulated_rows.h"
#include "simulator/redis/virtual_redis.h"
#include "simulator/redis/virtual_server.h"
#include "simulator/runtime/virtual_clock.h"
#include "tests/fakes/on_fibers.h"

namespace stampede::races {
namespace {

constexpr Duration kOneWayDelay = 20us;
constexpr Duration kCommandDeadline = 1s;
constexpr Duration kLength = 1h;
constexpr Duration kUsualComputation = 10ms;
constexpr Freshness kFreshness{.fresh_for = 60s, .keep_for = 1h};

}  // namespace

// What all processes share. The first nodes are the application's; the last one is the background process.
class World {
 public:
  World(Schedule& schedule, runtime::Scheduler& scheduler)
      : schedule_(schedule),
        scheduler_(scheduler),
        server_(scheduler, {}, [] { return kOneWayDelay; }, {}),
        rows_(scheduler, {.read = 200us, .write = 500us}),
        origin_(*this) {
    const std::optional<StrategyInfo> info = find_strategy_or_stack(registry_, schedule.strategy_);
    if (!info) throw std::invalid_argument("no strategy is named " + schedule.strategy_);
    std::vector<ParameterError> errors;
    const Parameters parameters = complete_parameters(info->parameters, schedule.given_, kFreshness, errors);
    if (!errors.empty()) throw std::invalid_argument(errors.front().parameter + ": " + errors.front().message);
    for (std::size_t i = 0; i <= schedule.nodes_; ++i) nodes_.emplace_back(*this, i).create(*info, parameters);
  }

  // Every act on time, and the end after all of them.
  void play() {
    const TimePoint begin = scheduler_.now();
    for (const Schedule::Act& act : schedule_.acts_) {
      scheduler_.spawn({.name = "act"}, [this, begin, &act] {
        scheduler_.sleep_until(begin + act.when);
        act.what(*this);
      });
    }
    begin_ = begin;
    scheduler_.sleep_until(begin + kLength);
  }

  Strategy& strategy(std::size_t node) {
    if (node >= schedule_.nodes_) throw std::out_of_range(fmt::format("there is no node {}", node));
    return *nodes_.at(node).strategy;
  }

  void get(std::size_t read, std::size_t node, const Key& key) {
    std::string answer;
    try {
      answer = traces::describe(strategy(node).get(key));
    } catch (const RedisError&) {
      answer = "error redis";
    }
    schedule_.reads_.at(read) = {std::move(answer), scheduler_.now() - begin_};
  }

  void write(Duration open_for, std::size_t node, const Key& key) {
    Strategy& by = strategy(node);
    const WriteOrder order = by.write_order();
    const std::unique_ptr<Transaction> transaction = rows_.begin();
    if (order == WriteOrder::invalidate_first) by.invalidate(key);
    if (order == WriteOrder::within_transaction) by.invalidate_within(key, *transaction);
    scheduler_.sleep_until(scheduler_.now() + open_for, "a commit");
    commit(key);
    transaction->commit();
    if (order == WriteOrder::commit_first) by.invalidate(key);
  }

  void commit(const Key& key) { ++commits_[key.name]; }

 private:
  class Origin final : public stampede::Origin {
   public:
    explicit Origin(World& world) : world_(world) {}
    Computation compute(const Key& key) override {
      std::deque<Schedule::ComputationPlan>& planned = world_.schedule_.computations_;
      Schedule::ComputationPlan plan{.takes = kUsualComputation, .fails = false};
      if (!planned.empty()) {
        plan = planned.front();
        planned.pop_front();
      }
      ++world_.schedule_.computations_begun_;
      const std::string value = fmt::format("v{}", 1 + world_.commits_[key.name]);
      world_.scheduler_.sleep_until(world_.scheduler_.now() + plan.takes, "a computation");
      return plan.fails ? Computation::failed("the origin is told to fail") : Computation::of(Value{value});
    }

   private:
    World& world_;
  };

  // Every process has its own.
  struct Node {
    class Queue final : public BackgroundQueue {
     public:
      explicit Queue(Node& node) : node_(node) {}
      void enqueue(const Key& key) override {
        node_.redis.call({"LPUSH", RedisKey{"tasks"}, key.name});
        node_.world.run_later(key);
      }

     private:
      Node& node_;
    };
    class Place final : public Placement {
     public:
      explicit Place(std::size_t node) : node_(node) {}
      std::size_t node() const override { return node_; }
      std::size_t current_worker() const override { return 0; }

     private:
      std::size_t node_;
    };
    // Of each process other numbers.
    class Numbers final : public Random {
     public:
      explicit Numbers(std::size_t node) : last_(node << 32U) {}
      std::uint64_t bits() override { return ++last_; }

     private:
      std::uint64_t last_;
    };

    Node(World& of_world, std::size_t index)
        : world(of_world),
          redis(world.scheduler_, world.server_, kCommandDeadline, world.usage_, cpu),
          clock(world.scheduler_),
          waiting(world.scheduler_),
          fibers(world.scheduler_),
          queue(*this),
          placement(index),
          random(index) {}

    void create(const StrategyInfo& info, const Parameters& parameters) {
      redis.connect();
      environment.parameters = parameters;
      strategy = info.create(environment);
      strategy->start();
    }

    World& world;
    runtime::ProcessCpu cpu;  // its time costs nothing
    redis::VirtualRedis redis;
    fakes::FiberClock clock;
    fakes::FiberWaiting waiting;
    fakes::SpawnedFibers fibers;
    Queue queue;
    traces::CountedEvents events;
    traces::FixedLabels labels;
    Place placement;
    Numbers random;
    Environment environment{.redis = redis,
                            .origin = world.origin_,
                            .source = world.origin_,
                            .rows = world.rows_,
                            .clock = clock,
                            .waiting = waiting,
                            .fibers = fibers,
                            .background = queue,
                            .events = events,
                            .labels = labels,
                            .random = random,
                            .placement = placement,
                            .freshness = kFreshness,
                            .parameters = {}};
    std::unique_ptr<Strategy> strategy;
  };

  void run_later(const Key& key) {
    scheduler_.spawn({.name = "task", .role = runtime::Role::background}, [this, key] {
      scheduler_.sleep_until(scheduler_.now() + schedule_.tasks_wait_);
      nodes_.back().strategy->run_task(key);
    });
  }

  Schedule& schedule_;
  runtime::Scheduler& scheduler_;
  const Registry registry_ = Registry::built_in();
  measure::RedisUsage usage_;
  redis::VirtualServer server_;
  origin::SimulatedRows rows_;
  Origin origin_;
  std::map<std::string, std::uint64_t> commits_;  // by the names of keys
  std::deque<Node> nodes_;
  TimePoint begin_;
};

void Schedule::get(Duration when, std::size_t node, const std::string& key) {
  const std::size_t read = reads_.size();
  reads_.emplace_back();
  acts_.push_back({when, [read, node, key](World& world) { world.get(read, node, Key{key}); }});
}

void Schedule::commit(Duration when, const std::string& key) {
  acts_.push_back({when, [key](World& world) { world.commit(Key{key}); }});
}

void Schedule::write(Duration when, Duration open_for, std::size_t node, const std::string& key) {
  acts_.push_back({when, [open_for, node, key](World& world) { world.write(open_for, node, Key{key}); }});
}

void Schedule::invalidate(Duration when, std::size_t node, const std::string& key) {
  call(
      when, [key](Strategy& strategy) { strategy.invalidate(Key{key}); }, node);
}

void Schedule::invalidate_by_name(Duration when, const std::string& name, std::size_t node) {
  call(
      when, [name](Strategy& strategy) { strategy.invalidate_by_name(name); }, node);
}

void Schedule::invalidate_tag(Duration when, const std::string& tag, std::size_t node) {
  call(
      when, [tag](Strategy& strategy) { strategy.invalidate_tag(tag); }, node);
}

void Schedule::call(Duration when, std::function<void(Strategy&)> what, std::size_t node) {
  acts_.push_back({when, [node, what = std::move(what)](World& world) { what(world.strategy(node)); }});
}

std::vector<std::string> Schedule::run() {
  runtime::VirtualClock clock;
  runtime::Scheduler::run(clock, [this](runtime::Scheduler& scheduler) {
    World world(*this, scheduler);
    world.play();
    scheduler.cancel_others();
  });
  std::vector<std::string> answers;
  for (const Read& read : reads_) answers.push_back(read.answer);
  return answers;
}

}  // namespace stampede::races
