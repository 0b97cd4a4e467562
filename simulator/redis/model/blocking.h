// Clients that wait in a blocking pop, in the order in which they will be served.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/redis/model/client.h"

namespace stampede::redis::model {

class Engine;
class List;

class BlockedClients {
 public:
  // Precondition: the client is not blocked.
  void block(Client& client, BlockedPop pop);
  void unblock(Client& client);

  // A list has come into being under this key; it is looked at by serve().
  void mark_ready(std::string_view key);

  // Hands elements to those who wait. To be called after the command (transaction, script) that may have pushed some.
  void serve(Engine& engine);

  // Empty: nobody waits with a limit.
  std::optional<std::int64_t> next_timeout_ms() const;
  // Whose patience has ended.
  void time_out(Engine& engine);

  void clear_ready();

 private:
  void serve_key(Engine& engine, const std::string& key);

  std::map<std::string, std::vector<Client*>, std::less<>> waiting_;  // the first came first
  std::set<std::pair<std::int64_t, ClientId>> timeouts_;
  std::vector<std::string> ready_;
};

}  // namespace stampede::redis::model
