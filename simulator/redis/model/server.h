// What a Redis server does, without time and without a network: commands in, replies and pushes out, in RESP2 and as
// Redis 7.0 answers. Who calls it decides what each command costs and when its reply arrives.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "strategies/redis.h"
#include "strategies/time.h"

namespace stampede::redis::model {

using ClientId = std::uint64_t;  // as CLIENT ID gives it; from 1, never reused

// One command: its name and its arguments.
using Words = std::span<const std::string_view>;

inline constexpr std::uint64_t kTrackedKeysMax = 1'000'000;  // as Redis has it by default

struct ServerSettings {
  std::uint64_t maxmemory_bytes = 0;  // 0: no limit
  bool evicts = true;                 // beyond maxmemory: keys by allkeys-lru; false: writes are refused (noeviction)
  std::uint64_t seed = 1;             // of what Redis leaves to chance (math.random in scripts)
  bool expires_actively = true;       // expired keys go within 100 ms; false: only when somebody asks for them
};

// Used on one thread. Times are since 1970-01-01 and must not go back.
class Server {
 public:
  // Receives what a client gets without asking for it at that moment: messages of its subscriptions, invalidations, the
  // late reply of a blocking command, further confirmations of one SUBSCRIBE. Called from within the calls below; must
  // not call back.
  using Deliver = std::function<void(ClientId, Reply&&)>;

  Server(ServerSettings settings, Deliver deliver);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  ClientId connect();
  // Its transaction, subscriptions, tracking and blocked command end.
  void disconnect(ClientId client);

  // The reply; empty: the client is blocked, and its reply will be delivered. Precondition: the client is connected and
  // not blocked.
  std::optional<Reply> execute(ClientId client, Words words, Duration unix_now);
  bool is_blocked(ClientId client) const;

  // When the first blocked client's patience ends, and its nil reply is due.
  std::optional<Duration> next_unblock() const;
  void unblock_due(Duration unix_now);

  // The memory of all keys as the model accounts for it: names, values and an overhead for each, near to what Redis
  // itself would report for them.
  std::uint64_t used_memory_bytes() const;
  std::uint64_t key_count() const;
  std::uint64_t evicted_keys() const;
  std::uint64_t expired_keys() const;

  // From now on; the settings of the beginning are no more. 0: no limit.
  void limit_memory(std::uint64_t maxmemory_bytes, bool evicts);

  // Of client-side caching: of how many keys it is remembered who has read them. What is beyond that is invalidated,
  // key by key, each drawn at random, before the next command.
  void limit_tracking(std::uint64_t tracked_keys_max);
  std::uint64_t tracked_keys() const;

  // As after a crash without persistence: no keys, no scripts; clients are not told and stay connected.
  void forget_all();

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace stampede::redis::model
