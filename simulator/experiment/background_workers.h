// The process behind the background queue, as Celery's: one connection that pops tasks from a Redis list, and a
// number of workers that run them on a strategy instance and a connection of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "simulator/experiment/run_context.h"
#include "simulator/redis/server_connection.h"
#include "simulator/runtime/waiting.h"

namespace stampede::experiment {

class Process;

class BackgroundWorkers {
 public:
  explicit BackgroundWorkers(RunContext& context);
  ~BackgroundWorkers();

  static RedisKey queue() { return {"background-queue"}; }

  // A task is in the list. The first one starts the workers, so that strategies without background tasks cause no
  // traffic.
  void enqueued();

  bool is_idle() const { return tasks_done_ >= tasks_enqueued_; }
  std::uint64_t tasks_enqueued() const { return tasks_enqueued_; }
  std::uint64_t tasks_taken() const { return tasks_taken_; }

 private:
  void start();
  bool try_connect();
  void work();
  std::optional<Key> pop();
  void perform(const Key& key);

  RunContext& context_;
  std::unique_ptr<Process> process_;
  // Not that of the process: a pop that waits at the server holds up every later command of its connection.
  std::unique_ptr<redis::ServerConnection> broker_;
  runtime::Semaphore popping_;  // one pop at a time, for the same reason
  bool started_ = false;
  std::uint64_t tasks_enqueued_ = 0;
  std::uint64_t tasks_taken_ = 0;
  std::uint64_t tasks_done_ = 0;
};

}  // namespace stampede::experiment
