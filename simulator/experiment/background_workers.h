// The process behind the background queue, as Celery's: one connection that pops tasks from a Redis list, and a
// number of workers that run them on a strategy instance and a connection of their own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>

#include "simulator/experiment/run_context.h"
#include "simulator/measure/random_stream.h"
#include "simulator/redis/server_connection.h"
#include "simulator/runtime/waiting.h"

namespace stampede::experiment {

class Process;

class BackgroundWorkers {
 public:
  explicit BackgroundWorkers(RunContext& context);
  ~BackgroundWorkers();

  static RedisKey queue() { return {"background-queue"}; }

  // One LPUSH on the sender's own connection; throws RedisError. The first task starts the workers, so that strategies
  // without background tasks cause no traffic.
  void enqueue(redis::ServerConnection& sender, const Key& key);

  // No task is in the list or under way. Counting tells, until a reply is lost: then a task may be in the list although
  // its sender got an error, or may have been popped for nobody. From there on it takes a pop that found the list empty
  // while no push was under way.
  bool is_idle() const { return running_ == 0 && waiting_ <= 0 && doubts_ == doubts_resolved_; }
  // Those whose senders were told that they are in the list.
  std::uint64_t tasks_enqueued() const { return tasks_enqueued_; }
  // Those of them that are still in the list: neither taken, nor gone with the list itself. As long as it is not known
  // what became of some (is_idle), they count as waiting.
  std::uint64_t tasks_waiting() const { return static_cast<std::uint64_t>(std::max<std::int64_t>(waiting_, 0)); }

  // ---- what goes wrong on purpose ----

  // This share of the tasks that are taken from now on is lost. Zero: none.
  void lose_tasks(double share) { lost_share_ = share; }
  std::uint64_t tasks_lost() const { return tasks_lost_; }
  // The process dies, and with it the tasks that it works on: how many. Suspends until nothing is left of it. It is
  // started anew by start_anew().
  std::uint64_t crash();
  void start_anew();
  // Whose fibers are its own; 0: it has not been started yet.
  std::uint64_t group() const { return group_; }
  // Somebody may have taken tasks out of the list behind its back.
  void queue_was_emptied();

 private:
  void note_doubt();
  void start_once();
  void spawn_process();
  void start();
  bool try_connect();
  void work();
  std::optional<Key> pop();
  void found_empty(std::uint64_t pushes_before, std::uint64_t doubts_before);
  void perform(const Key& key);

  RunContext& context_;
  std::unique_ptr<Process> process_;
  // Not that of the process: a pop that waits at the server holds up every later command of its connection.
  std::unique_ptr<redis::ServerConnection> broker_;
  std::optional<runtime::Semaphore> popping_;  // one pop at a time, for the same reason
  bool wanted_ = false;                        // there are, or were, tasks
  bool crashed_ = false;
  std::uint64_t crashes_ = 0;
  std::uint64_t group_ = 0;  // of the fibers of the process
  measure::RandomStream loss_;
  double lost_share_ = 0;
  std::uint64_t tasks_lost_ = 0;
  std::uint64_t tasks_enqueued_ = 0;
  std::uint64_t running_ = 0;
  std::int64_t waiting_ = 0;  // in the list; below zero when tasks were taken before their senders heard of them
  std::uint64_t pushes_begun_ = 0;
  std::uint64_t pushes_under_way_ = 0;
  std::uint64_t doubts_ = 0;  // replies that were lost
  std::uint64_t doubts_resolved_ = 0;
};

}  // namespace stampede::experiment
