// What commands cost the server that come one by one, each on a connection of its own, by the server's own account.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "simulator/redis/server_connection.h"
#include "simulator/runtime/scheduler.h"

namespace stampede::calibration {

// Nanoseconds of the server's main thread for a small GET; empty if it does not tell (INFO cpu). All connections are
// open, and the small key is stored. Suspends the calling fiber; throws RedisError.
std::optional<double> cost_of_command_alone_ns(runtime::Scheduler& scheduler,
                                               std::span<const std::unique_ptr<redis::ServerConnection>> connections);

}  // namespace stampede::calibration
