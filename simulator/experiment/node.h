// One node: a process with worker slots. A request holds its worker from start to answer; the others queue.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "simulator/experiment/process.h"
#include "simulator/experiment/request.h"

namespace stampede::experiment {

class Node {
 public:
  Node(RunContext& context, std::uint32_t index, BackgroundWorkers& workers);

  Process& process() { return process_; }

  // Where answers go; before the first request.
  void serve(OpenRequests& requests) { requests_ = &requests; }

  // Makes the fibers of that many workers beforehand, so that making them is not measured.
  void start_workers(std::uint64_t count);

  // Never suspends. Rejects the request if the queue is full.
  void take(Request& request);

  bool is_idle() const { return busy_ == 0 && queue_.empty(); }
  std::uint64_t busy_workers() const { return busy_; }

 private:
  // One fiber per worker slot, made when it is first needed and kept for the run.
  void start_worker();
  void work();
  void handle(Request& request);
  // False: the worker was cancelled, as the request's client had given up.
  bool handle_to_its_end(Request& request);
  void read_page(Request& request);
  void ask_strategy(Request& request);
  void do_work(Request& request);
  TimePoint end_work();
  Request& next_request();
  void spend_cpu_on(const Request& request);

  RunContext& context_;
  Process process_;
  runtime::ProcessCpu& cpu_;
  OpenRequests* requests_ = nullptr;
  std::deque<Request*> queue_;
  std::deque<WorkerSlot> workers_;
  std::vector<runtime::Fiber*> idle_;  // last in, first out: the warmest stack
  std::uint64_t busy_ = 0;
};

}  // namespace stampede::experiment
