// Client-side caching: who must be told when which key changes.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/redis/model/client.h"
#include "simulator/redis/model/server.h"

namespace stampede::redis::model {

class Engine;

// Which of a command's words are keys.
std::vector<std::string_view> keys_of(const Command& command, Words words);

class TrackingTable {
 public:
  explicit TrackingTable(std::uint64_t seed) : random_state_(seed) {}

  // The client has read these keys.
  void remember(const Client& client, Words keys);
  // Invalidations for others leave at once, for the client that executes a command when it is done.
  void invalidate(Engine& engine, Client* current, Client* changed_by, std::string_view key);
  void invalidate_all(Engine& engine, Client* current);
  // Before a command: as many keys as there are too many are invalidated. Redis draws them by a random walk through its
  // radix tree, here each is as likely as any other.
  void keep_to_limit(Engine& engine);
  void limit(std::uint64_t keys_max) { keys_max_ = keys_max; }
  std::uint64_t key_count() const { return by_place_.size(); }
  void forget_readers();
  // At the end of a command.
  void send_pending(Engine& engine);
  // To those who asked for all changes of a prefix: when everything that a command caused is done.
  void send_broadcasts(Engine& engine);

  void enable(Client& client, Tracking settings);
  void disable(Client& client);

 private:
  struct Pending {
    ClientId target;
    Reply keys;
  };
  using Broadcast = std::map<std::string, ClientId, std::less<>>;  // key, who changed it last (0: nobody)

  // Of one key, which knows where it stands among all: to draw one takes no search.
  struct Readers {
    std::set<ClientId> clients;
    std::size_t place = 0;
  };
  using ByKey = std::map<std::string, Readers, std::less<>>;

  void tell_readers(Engine& engine, Client* current, ByKey::iterator entry);
  std::set<ClientId> take_readers(ByKey::iterator entry);
  void send(Engine& engine, const Client& target, Reply keys);

  ByKey readers_;
  std::vector<ByKey::iterator> by_place_;
  std::uint64_t keys_max_ = kTrackedKeysMax;
  std::uint64_t random_state_;
  std::map<std::string, std::set<ClientId>, std::less<>> prefixes_;
  std::map<std::string, Broadcast, std::less<>> broadcasts_;  // by prefix
  std::vector<Pending> pending_;
  std::size_t clients_ = 0;
};

}  // namespace stampede::redis::model
