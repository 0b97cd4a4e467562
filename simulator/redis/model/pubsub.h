// Who is subscribed to what.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/redis/model/client.h"

namespace stampede::redis::model {

class Engine;

class PubSub {
 public:
  // In order of subscription.
  using Subscribers = std::map<std::string, std::vector<ClientId>, std::less<>>;

  void subscribe(Client& client, std::string_view channel);
  void unsubscribe(Client& client, std::string_view channel);
  void subscribe_pattern(Client& client, std::string_view pattern);
  void unsubscribe_pattern(Client& client, std::string_view pattern);
  void forget(Client& client);

  // Returns to how many subscriptions it went.
  std::int64_t publish(Engine& engine, std::string_view channel, std::string_view message) const;

  const Subscribers& channels() const { return channels_; }
  const Subscribers& patterns() const { return patterns_; }

 private:
  Subscribers channels_;
  Subscribers patterns_;
};

}  // namespace stampede::redis::model
