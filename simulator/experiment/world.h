// A world as a run sees it: fibers, and connections to a Redis that is real or a model. What else a run is made of
// does not know the difference.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "simulator/measure/redis_usage.h"
#include "simulator/redis/server_connection.h"
#include "simulator/redis/server_faults.h"
#include "simulator/runtime/process_cpu.h"
#include "simulator/runtime/scheduler.h"
#include "simulator/scenario/scenario.h"

namespace stampede::experiment {

// The environment failed (Redis cannot be reached or started): nothing that the scenario or a strategy did. The
// message says which and what to do.
class EnvironmentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The user interrupted the program; the run has no result.
struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("interrupted") {}
};

// What one run has of its world. Used on the scheduler's thread only.
class WorldSession {
 public:
  virtual ~WorldSession() = default;

  virtual runtime::Scheduler& scheduler() = 0;

  // Connected, under the run's own key prefix, for the use of this process. Suspends; throws EnvironmentError.
  // Processes are the nodes, by their index, and after them the one of the background workers.
  virtual std::unique_ptr<redis::ServerConnection> connect(std::size_t process) = 0;

  // What can go wrong on purpose with Redis. Null: nothing can.
  virtual redis::ServerFaults* server_faults() { return nullptr; }

  // What the process spends on its own part of the work; costs nothing where it really does work.
  virtual runtime::ProcessCpu& cpu(std::size_t process) = 0;

  // What all connections of the session have asked of Redis.
  virtual const measure::RedisUsage& usage() const = 0;

  // How long before its first request is due a load is prepared.
  virtual Duration lead() const { return Duration::zero(); }

  // The user wants the program to end.
  virtual bool interrupted() const = 0;

  // Over all that Redis did in this session; empty where it cannot be the same twice.
  virtual std::optional<std::uint64_t> event_hash() const = 0;
};

class World {
 public:
  virtual ~World() = default;

  virtual std::string name() const = 0;  // "live", "virtual"
  virtual std::string redis_version() const = 0;

  // Whether what else happens on the machine shows in a run, such as what ran just before it.
  virtual bool is_noisy() const { return false; }

  // Runs `body` as a fiber in a session of its own, with no key of an earlier run, and leaves none behind. Throws
  // what `body` throws, and EnvironmentError. The scenario says what the session is like; its seed is that of the run.
  virtual void run(const scenario::Scenario& scenario, const std::function<void(WorldSession&)>& body) = 0;
};

}  // namespace stampede::experiment
