#include "tests/unit/strategies/timed_play.h"

#include <fmt/format.h>

#include <stdexcept>

#include "simulator/origin/simulated_rows.h"
#include "simulator/runtime/virtual_clock.h"
#include "tests/fakes/on_fibers.h"
#include "tests/traces/stage.h"

namespace stampede {
namespace {

using fakes::FiberClock;
using fakes::FiberWaiting;
using fakes::SpawnedFibers;

// What the nodes of a play have in common.
struct Surroundings {
  Surroundings(runtime::Scheduler& scheduler, Redis& redis)
      : clock(scheduler), waiting(scheduler), fibers(scheduler), rows(scheduler, {}), queue(redis) {}

  FiberClock clock;
  FiberWaiting waiting;
  SpawnedFibers fibers;
  origin::SimulatedRows rows;
  traces::ScriptedQueue queue;
  traces::CountedEvents events;
  traces::FixedLabels labels;
  traces::CountingRandom random;
  traces::ScriptedPlacement placement;
};

Environment environment_of(Surroundings& surroundings, Redis& redis, Origin& origin, const StrategyInfo& info,
                           const traces::Stage::Given& given) {
  Environment environment{.redis = redis,
                          .origin = origin,
                          .source = origin,
                          .rows = surroundings.rows,
                          .clock = surroundings.clock,
                          .waiting = surroundings.waiting,
                          .fibers = surroundings.fibers,
                          .background = surroundings.queue,
                          .events = surroundings.events,
                          .labels = surroundings.labels,
                          .random = surroundings.random,
                          .placement = surroundings.placement,
                          .freshness = {.fresh_for = std::chrono::seconds(60), .keep_for = std::chrono::hours(1)},
                          .parameters = {}};
  std::vector<ParameterError> errors;
  environment.parameters = complete_parameters(info.parameters, given, environment.freshness, errors);
  if (!errors.empty()) throw std::invalid_argument(errors.front().parameter + ": " + errors.front().message);
  return environment;
}

}  // namespace

Computation TimedOrigin::compute(const Key& /*key*/) {
  begun.push_back(scheduler_->now().time_since_epoch());
  const std::uint64_t number = begun.size();
  scheduler_->sleep_until(scheduler_->now() + takes, "a computation");
  if (cancelled.contains(number)) throw runtime::Cancelled{};
  if (failing.contains(number)) return Computation::failed("the origin is told to fail");
  return Computation::of(Value{fmt::format("v{}", number)});
}

TimedPlay::TimedPlay(std::string strategy, traces::Stage::Given given, std::size_t nodes)
    : inner_redis([this] { return scheduler_ == nullptr ? TimePoint{} : scheduler_->now(); }),
      strategy_(std::move(strategy)),
      given_(std::move(given)),
      nodes_(nodes) {}

void TimedPlay::get_at(Duration when, std::size_t node, const std::string& key) {
  acts_.push_back({when, [this, node, key](auto& strategies) {
                     try {
                       answered(traces::describe(strategies.at(node)->get(Key{key})));
                     } catch (const RedisError&) {
                       answered("error redis");
                     }
                   }});
}

void TimedPlay::invalidate_at(Duration when, std::size_t node) {
  acts_.push_back({when, [node](auto& strategies) { strategies.at(node)->invalidate(Key{"item>7"}); }});
}

void TimedPlay::at(Duration when, std::function<void()> what) {
  acts_.push_back({when, [what = std::move(what)](auto& /*strategies*/) { what(); }});
}

void TimedPlay::answered(const std::string& answer) {
  answers_.push_back(fmt::format("{} at {:g}ms", answer, to_milliseconds(scheduler_->now().time_since_epoch())));
}

std::vector<std::string> TimedPlay::run() {
  const Registry registry = Registry::built_in();
  const StrategyInfo& info = *registry.find(strategy_);
  runtime::VirtualClock clock;
  runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
    scheduler_ = origin.scheduler_ = &scheduler;
    Surroundings surroundings(scheduler, redis);
    Environment environment = environment_of(surroundings, redis, origin, info, given_);
    std::vector<std::unique_ptr<Strategy>> strategies;
    for (std::size_t i = 0; i < nodes_; ++i) strategies.push_back(info.create(environment));
    for (const Act& act : acts_) {
      scheduler.spawn({.name = "caller"}, [&] {
        scheduler.sleep_until(TimePoint(act.when));
        act.what(strategies);
      });
    }
    scheduler.sleep_until(TimePoint(std::chrono::hours(24)));
    if (scheduler.fiber_count() > 0) answers_.push_back(fmt::format("{} wait for ever", scheduler.fiber_count()));
    scheduler.cancel_others();
  });
  scheduler_ = origin.scheduler_ = nullptr;
  return std::exchange(answers_, {});
}

}  // namespace stampede
