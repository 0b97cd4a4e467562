#include "simulator/experiment/background_workers.h"

#include "simulator/experiment/process.h"
#include "simulator/measure/internal_error.h"

namespace stampede::experiment {

namespace {

constexpr std::chrono::seconds kLongestPop{5};
constexpr std::chrono::milliseconds kPauseAfterError{20};

}  // namespace

BackgroundWorkers::BackgroundWorkers(RunContext& context) : context_(context), popping_(context.scheduler, 1) {}

BackgroundWorkers::~BackgroundWorkers() = default;

void BackgroundWorkers::enqueued() {
  ++tasks_enqueued_;
  if (started_) return;
  started_ = true;
  context_.scheduler.spawn({.name = "background process", .role = runtime::Role::background}, [this] { start(); });
}

void BackgroundWorkers::start() {
  while (!try_connect()) context_.scheduler.sleep_until(context_.scheduler.now() + kPauseAfterError, "the broker");
  for (std::uint32_t i = 0; i < context_.scenario.background.workers; ++i) {
    context_.scheduler.spawn({.name = "background worker", .role = runtime::Role::background}, [this] { work(); });
  }
}

bool BackgroundWorkers::try_connect() {
  try {
    if (!broker_) broker_ = context_.session.connect();
    process_ = std::make_unique<Process>(context_, context_.scenario.topology.nodes, *this);
    return true;
  } catch (const RedisError&) {
    return false;  // Redis may be gone for a while; that is no reason to lose the run
  }
}

void BackgroundWorkers::work() {
  runtime::Fiber& self = context_.scheduler.current();
  for (;;) {
    self.set_idle(true);
    const std::optional<Key> key = pop();
    self.set_idle(false);
    if (key) {
      ++tasks_taken_;
      perform(*key);
      ++tasks_done_;
    }
  }
}

std::optional<Key> BackgroundWorkers::pop() {
  popping_.acquire("the turn to pop a task");
  Reply reply;
  bool failed = false;
  try {
    reply = broker_->call_blocking(std::vector<Arg>{"BRPOP", queue(), std::chrono::seconds(kLongestPop).count()},
                                   kLongestPop);
  } catch (const RedisError&) {
    failed = true;  // the connection repairs itself
  }
  popping_.release();
  if (failed) context_.scheduler.sleep_until(context_.scheduler.now() + kPauseAfterError, "the broker to come back");
  if (reply.elements.size() != 2) return std::nullopt;
  return Key{reply.elements[1].as_string()};
}

void BackgroundWorkers::perform(const Key& key) {
  try {
    process_->strategy().run_task(key);
  } catch (const measure::InternalError&) {
    throw;
  } catch (const std::exception&) {
    // What a worker process does with the failure of a task: it takes the next one.
  }
}

}  // namespace stampede::experiment
