#include "simulator/experiment/process.h"
#include "simulator/runtime/waiting.h"

namespace stampede::experiment {

namespace {

// A strategy sleeps or waits only for somebody else's computation.
void note_waiting(const RunContext& context, TimePoint since) {
  if (context.recorder == nullptr || context.scheduler.current().role() != runtime::Role::request) return;
  const TimePoint now = context.scheduler.now();
  context.recorder->worker_waited(now - since, now);
}

class ProcessWaitList final : public WaitList {
 public:
  explicit ProcessWaitList(RunContext& context) : context_(context), queue_(context.scheduler) {}

  bool wait(std::optional<Duration> timeout) override {
    const TimePoint before = context_.scheduler.now();
    const bool woken = queue_.wait(kWaitingForAnother, timeout ? std::optional(before + *timeout) : std::nullopt);
    note_waiting(context_, before);
    return woken;
  }
  bool wake_one() override { return queue_.wake_one(); }
  void wake_all() override { queue_.wake_all(); }

 private:
  static constexpr const char* kWaitingForAnother = "another request to wake it";

  RunContext& context_;
  runtime::WaitQueue queue_;
};

std::unique_ptr<Strategy> make_strategy(RunContext& context, Environment& environment) {
  if (context.oracle) return std::make_unique<Ideal>(*context.oracle);
  return context.strategy.create(environment);
}

}  // namespace

std::unique_ptr<WaitList> Process::NodeWaiting::make_list() { return std::make_unique<ProcessWaitList>(context_); }

Duration Process::NodeClock::unix_time() {
  const Duration true_time = context_.scheduler.driver().unix_time_at_zero() + now().time_since_epoch();
  return skew_ == nullptr ? true_time : true_time + *skew_;
}

void Process::NodeClock::sleep_for(Duration duration) {
  runtime::Scheduler& scheduler = context_.scheduler;
  const TimePoint before = scheduler.now();
  scheduler.sleep_until(before + duration, "a strategy's sleep");
  note_waiting(context_, before);
}

std::size_t Process::NodePlacement::current_worker() const {
  if (!scheduler_.on_fiber()) return 0;
  const void* slot = scheduler_.current().local();
  return slot == nullptr ? 0 : static_cast<const WorkerSlot*>(slot)->index;
}

void Process::NodeFibers::spawn(std::function<void()> work) {
  // It goes on with the memory of the worker that spawns it, who may be gone by then.
  auto slot = std::make_shared<WorkerSlot>(WorkerSlot{placement_.current_worker()});
  ++context_.fibers_running;
  const runtime::FiberOptions options{
      .name = "fiber of a strategy", .role = runtime::Role::background, .local = slot.get(), .group = group_};
  // Counted as running until the fiber is gone, however it ends.
  const std::shared_ptr<void> running(nullptr, [&context = context_](void*) { --context.fibers_running; });
  context_.scheduler.spawn(options, [running, slot = std::move(slot), work = std::move(work)] {
    try {
      work();
    } catch (const std::exception&) {
      // As with a thread whose result nobody reads.
    }
  });
}

void Process::Broker::enqueue(const Key& key) { workers_.enqueue(redis_, key); }

Process::Process(RunContext& context, std::size_t index, BackgroundWorkers& workers, const ProcessStart& start)
    : context_(context),
      redis_(context.session.connect(index)),
      broker_(*redis_, workers),
      clock_(context, start.clock_skew),
      waiting_(context),
      placement_(context.scheduler, index),
      fibers_(context, placement_, start.group),
      random_(measure::RandomStream(context.scenario.seed, "strategy", index, start.starts_before)),
      environment_{.redis = *redis_,
                   .origin = context.origin,
                   .source = context.origin,
                   .rows = context.rows,
                   .clock = clock_,
                   .waiting = waiting_,
                   .fibers = fibers_,
                   .background = broker_,
                   .events = context.events,
                   .labels = context.keys,
                   .random = random_,
                   .placement = placement_,
                   .freshness = {context.scenario.freshness.fresh_for, context.scenario.freshness.keep_for},
                   .parameters = context.parameters},
      strategy_(make_strategy(context, environment_)) {
  strategy_->start();
}

Answer Process::ask(const Key& key) {
  Answer answer = answer_of_strategy(key);
  const bool is_first_failure = answer.is_error() && answer.error().kind == ErrorKind::strategy &&
                                context_.recorder != nullptr && context_.strategy_failure.empty();
  if (is_first_failure) context_.strategy_failure = answer.error().message;
  return answer;
}

Answer Process::answer_of_strategy(const Key& key) {
  try {
    return strategy_->get(key);
  } catch (const RedisError& error) {
    return Answer::error(ErrorKind::redis, error.what());
  } catch (const std::exception& error) {
    return Answer::error(ErrorKind::strategy, error.what());
  }
}

}  // namespace stampede::experiment
