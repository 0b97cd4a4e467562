#include "simulator/experiment/background_workers.h"

#include <utility>

#include "simulator/experiment/process.h"

namespace stampede::experiment {

namespace {

constexpr std::chrono::seconds kLongestPop{5};
constexpr std::chrono::seconds kLongestPopInDoubt{1};
constexpr std::chrono::milliseconds kPauseAfterError{20};

bool may_have_run(const RedisError& error) {
  return error.kind() == RedisError::Kind::lost || error.kind() == RedisError::Kind::timed_out;
}

}  // namespace

BackgroundWorkers::BackgroundWorkers(RunContext& context)
    : context_(context), loss_(context.scenario.seed, "faults: tasks") {}

BackgroundWorkers::~BackgroundWorkers() = default;

void BackgroundWorkers::enqueue(redis::ServerConnection& sender, const Key& key) {
  // The sender's process may die before it hears of it.
  struct UnderWay {
    BackgroundWorkers& workers;
    bool is_answered = false;
    ~UnderWay() {
      --workers.pushes_under_way_;
      if (!is_answered) workers.note_doubt();
    }
  } under_way{*this};
  ++pushes_under_way_;
  ++pushes_begun_;
  try {
    sender.call({"LPUSH", queue(), key.name});
    under_way.is_answered = true;
  } catch (const RedisError& error) {
    under_way.is_answered = !may_have_run(error);
    throw;
  }
  ++tasks_enqueued_;
  ++waiting_;
  start_once();
}

void BackgroundWorkers::note_doubt() {
  ++doubts_;
  start_once();
}

void BackgroundWorkers::start_once() {
  if (std::exchange(wanted_, true) || crashed_) return;
  spawn_process();
}

void BackgroundWorkers::spawn_process() {
  group_ = context_.scheduler.new_group();
  popping_.emplace(context_.scheduler, 1);
  context_.scheduler.spawn({.name = "background process", .role = runtime::Role::background, .group = group_},
                           [this] { start(); });
}

void BackgroundWorkers::start() {
  while (!try_connect()) context_.scheduler.sleep_until(context_.scheduler.now() + kPauseAfterError, "the broker");
  for (std::uint32_t i = 0; i < context_.scenario.background.workers; ++i) {
    context_.scheduler.spawn({.name = "background worker", .role = runtime::Role::background, .group = group_},
                             [this] { work(); });
  }
}

bool BackgroundWorkers::try_connect() {
  try {
    if (!broker_) broker_ = context_.session.connect(context_.scenario.topology.nodes);
    process_ = std::make_unique<Process>(context_, context_.scenario.topology.nodes, *this,
                                         ProcessStart{.starts_before = crashes_, .group = group_});
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
      perform(*key);
      --running_;
    }
  }
}

std::optional<Key> BackgroundWorkers::pop() {
  popping_->acquire("the turn to pop a task");
  const std::uint64_t pushes_before = pushes_begun_ - pushes_under_way_;
  const std::uint64_t doubts_before = doubts_;
  const std::chrono::seconds longest = doubts_ == doubts_resolved_ ? kLongestPop : kLongestPopInDoubt;
  Reply reply;
  bool failed = false;
  try {
    reply = broker_->call_blocking(std::vector<Arg>{"BRPOP", queue(), longest.count()}, longest);
  } catch (const RedisError& error) {
    failed = true;  // the connection repairs itself
    if (may_have_run(error)) ++doubts_;
  }
  if (reply.elements.size() == 2) {
    ++running_;
    --waiting_;
  } else if (!failed) {
    found_empty(pushes_before, doubts_before);
  }
  popping_->release();
  if (failed) context_.scheduler.sleep_until(context_.scheduler.now() + kPauseAfterError, "the broker to come back");
  if (reply.elements.size() != 2) return std::nullopt;
  if (lost_share_ > 0 && loss_.uniform() < lost_share_) {
    ++tasks_lost_;
    --running_;
    return std::nullopt;
  }
  return Key{reply.elements[1].as_string()};
}

// No other pop was under way, and all pushes of the run had ended before this one began: none is left in the list.
void BackgroundWorkers::found_empty(std::uint64_t pushes_before, std::uint64_t doubts_before) {
  if (doubts_before == doubts_resolved_ || pushes_begun_ != pushes_before) return;
  waiting_ = 0;
  doubts_resolved_ = doubts_before;
}

void BackgroundWorkers::perform(const Key& key) {
  try {
    process_->strategy().run_task(key);
  } catch (const std::exception&) {
    // What a worker process does with the failure of a task: it takes the next one.
  }
}

std::uint64_t BackgroundWorkers::crash() {
  crashed_ = true;
  if (group_ != 0) context_.scheduler.cancel_group(group_);
  process_.reset();
  broker_.reset();
  ++crashes_;
  queue_was_emptied();  // perhaps of a task that was on its way to the process
  return std::exchange(running_, 0);
}

void BackgroundWorkers::start_anew() {
  if (!std::exchange(crashed_, false)) return;
  if (wanted_) spawn_process();
}

void BackgroundWorkers::queue_was_emptied() {
  if (waiting_ > 0 || pushes_under_way_ > 0) ++doubts_;
}

}  // namespace stampede::experiment
