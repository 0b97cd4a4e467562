// One node: a process with worker slots. A request holds its worker from start to answer; the others queue.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "simulator/experiment/process.h"
#include "simulator/experiment/request.h"
#include "simulator/runtime/waiting.h"

namespace stampede::experiment {

class Node {
 public:
  Node(RunContext& context, std::uint32_t index, BackgroundWorkers& workers);

  std::uint32_t index() const { return index_; }
  // Precondition: it is there.
  Process& process() { return *process_; }
  // Of all fibers of its process.
  std::uint64_t group() const { return group_; }
  // As ServerConnection::trouble(), also of processes that it had before.
  std::string trouble() const;

  // Where answers go; before the first request.
  void serve(OpenRequests& requests) { requests_ = &requests; }

  // Makes the fibers of that many workers beforehand, so that making them is not measured.
  void start_workers(std::uint64_t count);

  // Never suspends. Rejects the request if the queue is full. Precondition: takes_requests().
  void take(Request& request);
  bool takes_requests() const { return state_ == State::there; }
  // A write is under way in its process as long as somebody holds this.
  std::shared_ptr<void> hold_for_write();

  bool is_idle() const { return state_ == State::there && !is_paused_ && has_nothing_to_do(); }
  std::uint64_t busy_workers() const { return busy_; }

  // ---- what goes wrong on purpose ----

  // The process dies with all that it has under way. Suspends until nothing is left of it.
  void crash();
  // It takes nothing new. Suspends until what it has is done.
  void finish();
  // After a crash. Suspends until it is there.
  void start_anew();
  // Whoever is meant for it while it is away is refused, rather than sent to another node.
  void refuse_while_away(bool refuse) { refuses_while_away_ = refuse; }
  bool refuses_while_away() const { return refuses_while_away_; }

  // None of its fibers runs until it goes on. Precondition: it is there, or finishes what it has. How many they are.
  std::uint64_t pause();
  // Nothing happens if it does not stand still (any more).
  void resume();

  // What it has begun to compute goes on at the origin, whatever becomes of the process.
  void leave_computations_behind();

  void skew_clock(Duration by) { clock_skew_ = by; }

  // What its absences have cost.
  struct Tolls {
    std::uint64_t requests_lost = 0;
    std::uint64_t requests_rerouted = 0;
    std::uint64_t requests_refused = 0;
    std::uint64_t writes_lost = 0;  // under way when it died, or never begun as no node was there
  };
  Tolls& tolls() { return tolls_; }
  bool is_away() const { return state_ == State::away; }

 private:
  enum class State { there, finishing, away };
  struct Worker {
    WorkerSlot slot;
    Request* request = nullptr;  // that it works on
    bool is_busy = false;        // and has begun to
  };

  // One fiber per worker slot, made when it is first needed and kept as long as the process.
  void start_worker();
  void work(Worker& worker);
  void handle(Worker& worker, Request& request);
  // False: the worker was cancelled, as the request's client had given up.
  bool handle_to_its_end(Worker& worker, Request& request);
  void read_page(Worker& worker, Request& request);
  void ask_strategy(Worker& worker, Request& request);
  void do_work(Worker& worker, Request& request);
  TimePoint end_work(Worker& worker);
  Request& next_request();
  void spend_cpu_on(const Request& request);
  void receive(Request& request);

  bool has_nothing_to_do() const { return busy_ == 0 && queue_.empty() && writes_ == 0; }
  void say_if_finished();
  void lose_requests();
  void lose(Request& request);
  bool try_to_start();

  RunContext& context_;
  std::uint32_t index_;
  BackgroundWorkers& background_;
  std::uint64_t group_;
  Duration clock_skew_{};
  std::unique_ptr<Process> process_;
  runtime::ProcessCpu& cpu_;
  OpenRequests* requests_ = nullptr;
  std::deque<Request*> queue_;
  std::deque<Worker> workers_;
  std::vector<runtime::Fiber*> idle_;  // last in, first out: the warmest stack
  std::uint64_t busy_ = 0;
  std::uint64_t writes_ = 0;

  State state_ = State::there;
  bool is_paused_ = false;
  bool leaves_computations_ = false;
  bool refuses_while_away_ = false;
  std::uint64_t starts_before_ = 0;
  std::string earlier_trouble_;
  Tolls tolls_;
  runtime::WaitQueue finished_;
};

}  // namespace stampede::experiment
