#include "simulator/experiment/node.h"

#include <algorithm>
#include <utility>

#include "simulator/runtime/stack_pool.h"
#include "simulator/workload/page.h"

namespace stampede::experiment {

namespace {

constexpr std::chrono::milliseconds kPauseAfterError{20};
constexpr TimePoint kNotReceivedYet = TimePoint::max();

}  // namespace

Node::Node(RunContext& context, std::uint32_t index, BackgroundWorkers& workers)
    : context_(context),
      index_(index),
      background_(workers),
      group_(context.scheduler.new_group()),
      process_(std::make_unique<Process>(context, index, workers,
                                         ProcessStart{.group = group_, .clock_skew = &clock_skew_})),
      cpu_(context.session.cpu(index)),
      finished_(context.scheduler) {
  if (context_.observer != nullptr) context_.observer->process_began(index_, group_, context_.scheduler.now());
}

std::string Node::trouble() const {
  std::string trouble = process_ ? process_->redis().trouble() : std::string();
  return trouble.empty() ? earlier_trouble_ : trouble;
}

void Node::take(Request& request) {
  const auto& limit = context_.scenario.topology.queue_limit;
  const std::uint64_t free_workers = context_.scenario.topology.workers - busy_;
  if (limit && queue_.size() >= free_workers + *limit) {
    requests_->reject(request);
    requests_->let_go(request);
    return;
  }
  receive(request);
  queue_.push_back(&request);
  if (!idle_.empty()) {
    runtime::Fiber* fiber = idle_.back();
    idle_.pop_back();
    context_.scheduler.wake(*fiber);
  } else if (workers_.size() < context_.scenario.topology.workers) {
    start_worker();
  }
}

void Node::receive(Request& request) {
  if (cpu_.costs_nothing()) return;
  request.received = is_paused_ ? kNotReceivedYet : cpu_.receive_request(context_.scheduler.now());
}

void Node::start_workers(std::uint64_t count) {
  while (workers_.size() < std::min<std::uint64_t>(count, context_.scenario.topology.workers)) start_worker();
}

void Node::start_worker() {
  Worker& worker = workers_.emplace_back(Worker{.slot = WorkerSlot{workers_.size()}});
  context_.scheduler.spawn({.name = "worker", .role = runtime::Role::request, .local = &worker.slot, .group = group_},
                           [this, &worker] { work(worker); });
}

Request& Node::next_request() {
  runtime::Fiber& self = context_.scheduler.current();
  self.set_idle(true);
  while (queue_.empty()) {
    idle_.push_back(&self);
    context_.scheduler.suspend("a request");
  }
  self.set_idle(false);
  Request* request = queue_.front();
  queue_.pop_front();
  return *request;
}

void Node::work(Worker& worker) {
  if (context_.scheduler.driver().has_outside()) runtime::touch_stack();
  for (;;) {
    Request& request = next_request();
    if (!requests_->is_to_be_dropped(request) && !handle_to_its_end(worker, request)) end_work(worker);
    requests_->let_go(request);
    say_if_finished();
  }
}

bool Node::handle_to_its_end(Worker& worker, Request& request) {
  try {
    handle(worker, request);
    return true;
  } catch (const runtime::Cancelled&) {
    if (!context_.scheduler.go_on_after_cancel()) throw;
    return false;
  }
}

// The worker is taken already, though what it waits for here counts as the request's wait for a worker: in real time,
// too, a worker that was woken may have to wait for its process.
void Node::spend_cpu_on(const Request& request) {
  runtime::Scheduler& scheduler = context_.scheduler;
  if (request.received > scheduler.now()) scheduler.sleep_until(request.received, "its process");
  const TimePoint done = cpu_.start_request(scheduler.now());
  if (done > scheduler.now()) scheduler.sleep_until(done, "its process");
}

void Node::handle(Worker& worker, Request& request) {
  measure::Recorder& recorder = *context_.recorder;
  ++busy_;
  worker.request = &request;
  request.worker = &context_.scheduler.current();
  if (!cpu_.costs_nothing()) spend_cpu_on(request);
  const TimePoint started = context_.scheduler.now();
  requests_->start(request, started);
  if (requests_->is_to_be_dropped(request)) {
    end_work(worker);
    return;
  }
  recorder.worker_busy(started);
  worker.is_busy = true;
  if (request.facts.endpoint != 0) {
    do_work(worker, request);
  } else if (request.facts.page != 0) {
    read_page(worker, request);
  } else {
    ask_strategy(worker, request);
  }
}

void Node::ask_strategy(Worker& worker, Request& request) {
  const Answer answer = process_->ask(context_.keys.key(request.facts.key));
  requests_->answer(request, answer, end_work(worker));
}

// An application that cannot show a part shows nothing.
void Node::read_page(Worker& worker, Request& request) {
  const scenario::Scenario& scenario = context_.scenario;
  const measure::RandomStream order(scenario.seed, "order of a page", request.facts.page);
  measure::PageReading page;
  for (const std::uint64_t key : workload::keys_of_page(scenario.keys, request.facts.key, order)) {
    const Answer answer = process_->ask(context_.keys.key(key));
    requests_->read(request, key, answer, context_.scheduler.now(), page);
    if (answer.is_error()) break;
  }
  requests_->answer_page(request, page, end_work(worker));
}

void Node::do_work(Worker& worker, Request& request) {
  context_.scheduler.sleep_until(context_.scheduler.now() + request.work, "the work of an endpoint");
  requests_->finish_work(request, end_work(worker));
}

TimePoint Node::end_work(Worker& worker) {
  --busy_;
  const TimePoint now = context_.scheduler.now();
  const Request* const request = std::exchange(worker.request, nullptr);
  if (context_.observer != nullptr && request != nullptr) context_.observer->served(request->facts, now);
  if (std::exchange(worker.is_busy, false)) context_.recorder->worker_idle(now);
  return now;
}

std::shared_ptr<void> Node::hold_for_write() {
  ++writes_;
  return {nullptr, [this](void*) {
            --writes_;
            say_if_finished();
          }};
}

// ---- what goes wrong on purpose ----

void Node::say_if_finished() {
  if (state_ == State::finishing && has_nothing_to_do()) finished_.wake_all();
}

void Node::finish() {
  state_ = State::finishing;
  while (!has_nothing_to_do()) finished_.wait("a node's last requests");
}

// First it is no longer there: a client that loses its request may send the next one at once.
void Node::crash() {
  state_ = State::away;
  is_paused_ = false;
  tolls_.writes_lost += writes_;
  lose_requests();
  context_.scheduler.cancel_group(group_);
  idle_.clear();
  workers_.clear();
  earlier_trouble_ = trouble();
  process_.reset();
}

void Node::lose_requests() {
  for (Worker& worker : workers_) {
    if (std::exchange(worker.is_busy, false)) context_.recorder->worker_idle(context_.scheduler.now());
    if (Request* const request = std::exchange(worker.request, nullptr)) lose(*request);
  }
  for (Request* const request : std::exchange(queue_, {})) lose(*request);
  busy_ = 0;
}

void Node::lose(Request& request) {
  if (request.client_waits) ++tolls_.requests_lost;
  requests_->lose(request);
  requests_->let_go(request);
}

void Node::leave_computations_behind() {
  leaves_computations_ = true;
  context_.origin.outlive(group_);
}

void Node::start_anew() {
  ++starts_before_;
  group_ = context_.scheduler.new_group();
  if (leaves_computations_) context_.origin.outlive(group_);
  if (context_.observer != nullptr) context_.observer->process_began(index_, group_, context_.scheduler.now());
  while (!try_to_start()) context_.scheduler.sleep_until(context_.scheduler.now() + kPauseAfterError, "Redis");
  state_ = State::there;
}

bool Node::try_to_start() {
  try {
    process_ = std::make_unique<Process>(
        context_, index_, background_,
        ProcessStart{.starts_before = starts_before_, .group = group_, .clock_skew = &clock_skew_});
    return true;
  } catch (const RedisError&) {
    return false;  // Redis may be gone for a while; a real process is started again and again, too
  }
}

std::uint64_t Node::pause() {
  is_paused_ = true;
  process_->redis().hold_messages();
  context_.scheduler.pause_group(group_);
  return context_.scheduler.group_size(group_);
}

// It hears first of what has come meanwhile.
void Node::resume() {
  if (!std::exchange(is_paused_, false)) return;
  for (Request* const request : queue_) {
    if (request->received == kNotReceivedYet) receive(*request);
  }
  process_->redis().release_messages();
  context_.scheduler.resume_group(group_);
}

}  // namespace stampede::experiment
