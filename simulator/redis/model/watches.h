// Which clients' transactions depend on which keys.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/redis/model/client.h"

namespace stampede::redis::model {

class Keyspace;

class Watches {
 public:
  void watch(Client& client, std::string_view key, bool is_expired);
  void unwatch_all(Client& client);

  // The key was changed; it exists now or not.
  void touch(std::string_view key, bool exists);
  // To be called before all keys go.
  void touch_all(Keyspace& keys);

 private:
  std::map<std::string, std::vector<Client*>, std::less<>> watchers_;
};

}  // namespace stampede::redis::model
