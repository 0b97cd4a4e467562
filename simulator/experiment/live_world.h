// Real time on a real Redis server.
#pragma once

#include <cstdint>

#include "simulator/experiment/world.h"
#include "simulator/redis/connection.h"
#include "simulator/redis/private_server.h"
#include "simulator/runtime/interrupt.h"

namespace stampede::experiment {

class LiveSession;

class LiveWorld final : public World {
 public:
  // Looks at the server once. Throws EnvironmentError if it cannot be reached or refuses us. `interrupt` must outlive
  // the world, and so must `own_server`, if the server is one of our own: then anything can be done to it, and what to
  // do when it fails is something else.
  LiveWorld(redis::ConnectionSettings settings, runtime::Interrupt& interrupt,
            redis::PrivateServer* own_server = nullptr);

  std::string name() const override { return "live"; }
  std::string redis_version() const override { return redis_version_; }
  bool is_noisy() const override { return true; }
  void run(const scenario::Scenario& scenario, const std::function<void(WorldSession&)>& body) override;

  // Throws EnvironmentError if the server cannot be reached (any more).
  void check();

  // All keys of all runs begin with it.
  const std::string& prefix() const { return prefix_; }
  // Tries once more where keys of a run could not be removed.
  void remove_left_keys();
  // Why there still are some; empty if all are gone.
  const std::string& left_keys() const { return left_keys_; }

 private:
  // Throws EnvironmentError instead of RedisError.
  void in_session(const std::string& prefix, std::uint64_t seed, const std::function<void(LiveSession&)>& body);

  redis::ConnectionSettings settings_;
  runtime::Interrupt& interrupt_;
  std::string redis_version_;
  std::string prefix_;  // of all runs of this world; each adds its number
  std::uint64_t runs_ = 0;
  redis::PrivateServer* own_server_;
  std::string left_keys_;
};

}  // namespace stampede::experiment
