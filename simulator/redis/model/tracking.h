// Client-side caching: who must be told when which key changes.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/redis/model/client.h"

namespace stampede::redis::model {

class Engine;

// Which of a command's words are keys.
std::vector<std::string_view> keys_of(const Command& command, Words words);

class TrackingTable {
 public:
  // The client has read these keys.
  void remember(const Client& client, Words keys);
  // Invalidations for others leave at once, for the client that executes a command when it is done.
  void invalidate(Engine& engine, Client* current, Client* changed_by, std::string_view key);
  void invalidate_all(Engine& engine, Client* current);
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

  void send(Engine& engine, const Client& target, Reply keys);

  std::map<std::string, std::set<ClientId>, std::less<>> readers_;
  std::map<std::string, std::set<ClientId>, std::less<>> prefixes_;
  std::map<std::string, Broadcast, std::less<>> broadcasts_;  // by prefix
  std::vector<Pending> pending_;
  std::size_t clients_ = 0;
};

}  // namespace stampede::redis::model
