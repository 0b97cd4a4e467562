#include "simulator/redis/model/server.h"

#include <utility>

#include "simulator/redis/model/engine.h"

namespace stampede::redis::model {

class Server::Core : public Engine {
 public:
  using Engine::Engine;
};

Server::Server(ServerSettings settings, Deliver deliver)
    : core_(std::make_unique<Core>(settings, std::move(deliver))) {}

Server::~Server() = default;

ClientId Server::connect() { return core_->connect(); }

void Server::disconnect(ClientId client) { core_->disconnect(client); }

std::optional<Reply> Server::execute(ClientId client, Words words, Duration unix_now) {
  return core_->execute(client, words, unix_now);
}

bool Server::is_blocked(ClientId client) const { return std::as_const(*core_).client(client)->blocked.has_value(); }

std::optional<Duration> Server::next_unblock() const {
  const std::optional<std::int64_t> due_ms = core_->blocked().next_timeout_ms();
  return due_ms ? std::optional<Duration>(std::chrono::milliseconds(*due_ms)) : std::nullopt;
}

void Server::unblock_due(Duration unix_now) { core_->unblock_due(unix_now); }

std::uint64_t Server::used_memory_bytes() const { return core_->keys().memory_bytes(); }
std::uint64_t Server::key_count() const { return core_->keys().size(); }
std::uint64_t Server::evicted_keys() const { return core_->evicted_keys(); }
std::uint64_t Server::expired_keys() const { return core_->expired_keys(); }

void Server::limit_memory(std::uint64_t maxmemory_bytes, bool evicts) { core_->limit_memory(maxmemory_bytes, evicts); }

void Server::limit_tracking(std::uint64_t tracked_keys_max) { core_->tracking().limit(tracked_keys_max); }
std::uint64_t Server::tracked_keys() const { return core_->tracking().key_count(); }

void Server::forget_all() { core_->forget_all(); }

}  // namespace stampede::redis::model
