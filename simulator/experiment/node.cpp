#include "simulator/experiment/node.h"

#include <algorithm>

#include "simulator/runtime/stack_pool.h"
#include "simulator/workload/page.h"

namespace stampede::experiment {

Node::Node(RunContext& context, std::uint32_t index, BackgroundWorkers& workers)
    : context_(context), process_(context, index, workers), cpu_(context.session.cpu(index)) {}

void Node::take(Request& request) {
  const auto& limit = context_.scenario.topology.queue_limit;
  const std::uint64_t free_workers = context_.scenario.topology.workers - busy_;
  if (limit && queue_.size() >= free_workers + *limit) {
    requests_->reject(request);
    requests_->let_go(request);
    return;
  }
  if (!cpu_.costs_nothing()) request.received = cpu_.receive_request(context_.scheduler.now());
  queue_.push_back(&request);
  if (!idle_.empty()) {
    runtime::Fiber* fiber = idle_.back();
    idle_.pop_back();
    context_.scheduler.wake(*fiber);
  } else if (workers_.size() < context_.scenario.topology.workers) {
    start_worker();
  }
}

void Node::start_workers(std::uint64_t count) {
  while (workers_.size() < std::min<std::uint64_t>(count, context_.scenario.topology.workers)) start_worker();
}

void Node::start_worker() {
  WorkerSlot& slot = workers_.emplace_back(WorkerSlot{workers_.size()});
  context_.scheduler.spawn({.name = "worker", .role = runtime::Role::request, .local = &slot}, [this] { work(); });
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

void Node::work() {
  if (context_.scheduler.driver().has_outside()) runtime::touch_stack();
  for (;;) {
    Request& request = next_request();
    if (requests_->is_to_be_dropped(request)) {
      requests_->let_go(request);
      continue;
    }
    if (handle_to_its_end(request)) continue;
    if (request.facts.started) context_.recorder->worker_idle(context_.scheduler.now());
    --busy_;
    requests_->let_go(request);
  }
}

bool Node::handle_to_its_end(Request& request) {
  try {
    handle(request);
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

void Node::handle(Request& request) {
  measure::Recorder& recorder = *context_.recorder;
  ++busy_;
  request.worker = &context_.scheduler.current();
  if (!cpu_.costs_nothing()) spend_cpu_on(request);
  const TimePoint started = context_.scheduler.now();
  requests_->start(request, started);
  if (requests_->is_to_be_dropped(request)) {
    --busy_;
    requests_->let_go(request);
    return;
  }
  recorder.worker_busy(started);
  if (request.facts.endpoint != 0) {
    do_work(request);
  } else if (request.facts.page != 0) {
    read_page(request);
  } else {
    ask_strategy(request);
  }
  requests_->let_go(request);
}

void Node::ask_strategy(Request& request) {
  const Answer answer = process_.ask(context_.keys.key(request.facts.key));
  requests_->answer(request, answer, end_work());
}

// An application that cannot show a part shows nothing.
void Node::read_page(Request& request) {
  const scenario::Scenario& scenario = context_.scenario;
  const measure::RandomStream order(scenario.seed, "order of a page", request.facts.page);
  measure::PageReading page;
  for (const std::uint64_t key : workload::keys_of_page(scenario.keys, request.facts.key, order)) {
    const Answer answer = process_.ask(context_.keys.key(key));
    requests_->read(request, key, answer, context_.scheduler.now(), page);
    if (answer.is_error()) break;
  }
  requests_->answer_page(request, page, end_work());
}

void Node::do_work(Request& request) {
  context_.scheduler.sleep_until(context_.scheduler.now() + request.work, "the work of an endpoint");
  requests_->finish_work(request, end_work());
}

TimePoint Node::end_work() {
  --busy_;
  const TimePoint now = context_.scheduler.now();
  context_.recorder->worker_idle(now);
  return now;
}

}  // namespace stampede::experiment
