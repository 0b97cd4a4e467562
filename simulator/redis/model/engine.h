// The server's state and what all commands share: looking up keys, telling of changes, executing.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "simulator/redis/model/blocking.h"
#include "simulator/redis/model/client.h"
#include "simulator/redis/model/command.h"
#include "simulator/redis/model/keyspace.h"
#include "simulator/redis/model/pubsub.h"
#include "simulator/redis/model/reply.h"
#include "simulator/redis/model/scripting.h"
#include "simulator/redis/model/server.h"
#include "simulator/redis/model/tracking.h"
#include "simulator/redis/model/watches.h"

namespace stampede::redis::model {

class Engine {
 public:
  Engine(ServerSettings settings, Server::Deliver deliver);

  ClientId connect();
  void disconnect(ClientId id);
  std::optional<Reply> execute(ClientId id, Words words, Duration unix_now);
  void unblock_due(Duration unix_now);
  void forget_all();
  void limit_memory(std::uint64_t maxmemory_bytes, bool evicts);

  // A queued command of a transaction, or one of a script.
  Reply run(const Command& command, Client& client, Words words);
  // Whether a command of this name and with so many words exists. Throws CommandError.
  static const Command& resolve(Words words);
  // Whether there is such a command, with whatever number of words.
  static bool knows(Words words);

  Client* client(ClientId id);
  const Client* client(ClientId id) const;
  // In order of connecting.
  std::vector<Client*> clients();
  void deliver(ClientId id, Reply&& reply);
  // What a client was told while its transaction was executed: Redis puts it among the replies.
  std::vector<Reply> take_own_messages() { return std::exchange(own_messages_, {}); }

  std::int64_t now_ms() const { return now_.count() / 1'000'000; }
  Duration now() const { return now_; }

  // Null: no such key. Removes it if it has expired.
  Object* find(std::string_view key);
  // The same, and throws CommandError if the key holds another type.
  template <typename Type>
  Type* find_as(std::string_view key) {
    Object* object = find(key);
    return object == nullptr ? nullptr : &as<Type>(*object);
  }
  template <typename Type>
  static Type& as(Object& object) {
    Type* value = std::get_if<Type>(&object.value);
    if (value == nullptr) throw CommandError(kWrongType);
    return *value;
  }
  // An empty one is added if there is none.
  template <typename Type>
  Type& find_or_add(std::string_view key) {
    if (Type* found = find_as<Type>(key)) return *found;
    return std::get<Type>(add(key, Type()).value);
  }

  Object& add(std::string_view key, Value value);
  // As SET does: whatever was there, with its expiry, is replaced.
  void put(std::string_view key, Value value, bool keeps_expiry = false);
  void remove(Object& object) { keys_.remove(object); }
  // After elements were taken out of an aggregate: without any it is removed.
  template <typename Type>
  void remove_if_empty(std::string_view key, const Type& value) {
    if (value.size() == 0) keys_.remove(*keys_.find(key));
  }
  bool is_expired(const Object& object) const { return object.expiry_ms != kNoExpiry && now_ms() > object.expiry_ms; }

  // To be called after each change of a key, with the client that made it: transactions that watch it fail, and those
  // who cached it are told.
  void changed(Client* by, std::string_view key);
  // The same for what a blocked client took or moved: those who pushed have told of it.
  void served(Client& client, const BlockedPop& pop, const std::string& key);
  // All keys go.
  void flush();

  bool is_out_of_memory() const { return out_of_memory_; }
  bool denies_blocking() const { return in_transaction_ || in_script_; }
  bool is_in_script() const { return in_script_; }

  Keyspace& keys() { return keys_; }
  PubSub& pubsub() { return pubsub_; }
  TrackingTable& tracking() { return tracking_; }
  Watches& watches() { return watches_; }
  BlockedClients& blocked() { return blocked_; }
  Scripting& scripting() { return scripting_; }
  const TrackingTable& tracking() const { return tracking_; }
  const Keyspace& keys() const { return keys_; }
  const BlockedClients& blocked() const { return blocked_; }
  std::uint64_t evicted_keys() const { return evicted_keys_; }
  std::uint64_t expired_keys() const { return expired_keys_; }

  // While it lives, blocking commands do not block and time stands still.
  class Nested {
   public:
    explicit Nested(bool& flag) : flag_(flag) { flag_ = true; }
    ~Nested() { flag_ = false; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    bool& flag_;
  };
  Nested begin_transaction() { return Nested(in_transaction_); }
  Nested begin_script() { return Nested(in_script_); }

 private:
  std::optional<Reply> process(Client& client, Words words);
  std::string refuse(Client& client, Words words, const std::string& error);
  void make_room();
  void expire(Object& object);
  void expire_overdue();
  void queue(Client& client, const Command& command, Words words);

  ServerSettings settings_;
  Server::Deliver deliver_;
  std::vector<std::unique_ptr<Client>> clients_;  // by id, from 1; null: gone
  Keyspace keys_;
  PubSub pubsub_;
  TrackingTable tracking_;
  Watches watches_;
  BlockedClients blocked_;
  Scripting scripting_;
  Duration now_{};
  Client* current_ = nullptr;
  std::vector<Reply> own_messages_;
  bool out_of_memory_ = false;
  bool in_transaction_ = false;
  bool in_script_ = false;
  std::uint64_t evicted_keys_ = 0;
  std::uint64_t expired_keys_ = 0;
};

}  // namespace stampede::redis::model
