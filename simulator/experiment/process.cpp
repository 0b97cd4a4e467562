#include "simulator/experiment/process.h"
#include "simulator/measure/internal_error.h"

namespace stampede::experiment {

Duration Process::NodeClock::unix_time() {
  return context_.scheduler.driver().unix_time_at_zero() + now().time_since_epoch();
}

void Process::NodeClock::sleep_for(Duration duration) {
  runtime::Scheduler& scheduler = context_.scheduler;
  const TimePoint before = scheduler.now();
  scheduler.sleep_until(before + duration, "a strategy's sleep");
  // A strategy sleeps only to wait for somebody else's computation.
  if (context_.recorder != nullptr && scheduler.current().role() == runtime::Role::request) {
    const TimePoint after = scheduler.now();
    context_.recorder->worker_waited(after - before, after);
  }
}

std::size_t Process::NodePlacement::current_worker() const {
  if (!scheduler_.on_fiber()) return 0;
  const void* slot = scheduler_.current().local();
  return slot == nullptr ? 0 : static_cast<const WorkerSlot*>(slot)->index;
}

void Process::Broker::enqueue(const Key& key) {
  redis_.call({"LPUSH", BackgroundWorkers::queue(), key.name});
  workers_.enqueued();
}

Process::Process(RunContext& context, std::size_t index, BackgroundWorkers& workers)
    : redis_(context.session.connect()),
      broker_(*redis_, workers),
      clock_(context),
      placement_(context.scheduler, index),
      random_(measure::RandomStream(context.scenario.seed, "strategy", index)),
      environment_{.redis = *redis_,
                   .origin = context.origin,
                   .clock = clock_,
                   .background = broker_,
                   .events = context.events,
                   .labels = context.keys,
                   .random = random_,
                   .placement = placement_,
                   .freshness = {context.scenario.freshness.fresh_for, context.scenario.freshness.keep_for},
                   .parameters = context.parameters},
      strategy_(context.strategy.create(environment_)) {
  strategy_->start();
}

Answer Process::ask(const Key& key) {
  try {
    return strategy_->get(key);
  } catch (const RedisError& error) {
    return Answer::error(ErrorKind::redis, error.what());
  } catch (const measure::InternalError&) {
    throw;
  } catch (const std::exception& error) {
    return Answer::error(ErrorKind::strategy, error.what());
  }
}

}  // namespace stampede::experiment
