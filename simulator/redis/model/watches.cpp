#include "simulator/redis/model/watches.h"

#include <algorithm>

#include "simulator/redis/model/keyspace.h"

namespace stampede::redis::model {
namespace {

WatchedKey& watched_by(Client& client, std::string_view key) {
  return *std::find_if(client.watched.begin(), client.watched.end(),
                       [key](const WatchedKey& watched) { return watched.key == key; });
}

}  // namespace

void Watches::watch(Client& client, std::string_view key, bool is_expired) {
  for (const WatchedKey& watched : client.watched) {
    if (watched.key == key) return;
  }
  client.watched.push_back({std::string(key), is_expired});
  watchers_[std::string(key)].push_back(&client);
}

void Watches::unwatch_all(Client& client) {
  for (const WatchedKey& watched : client.watched) {
    const auto found = watchers_.find(watched.key);
    std::erase(found->second, &client);
    if (found->second.empty()) watchers_.erase(found);
  }
  client.watched.clear();
}

void Watches::touch(std::string_view key, bool exists) {
  if (watchers_.empty()) return;
  const auto found = watchers_.find(key);
  if (found == watchers_.end()) return;
  const std::vector<Client*> clients = found->second;
  for (Client* client : clients) {
    WatchedKey& watched = watched_by(*client, key);
    if (watched.was_expired) {
      if (exists) break;
      watched.was_expired = false;  // the expired key is removed only now: nothing changed
      continue;
    }
    client->transaction.is_outdated = true;
    unwatch_all(*client);
  }
}

void Watches::touch_all(Keyspace& keys) {
  for (auto& [key, clients] : watchers_) {
    if (keys.find(key) == nullptr) continue;
    for (Client* client : clients) {
      WatchedKey& watched = watched_by(*client, key);
      if (!watched.was_expired) client->transaction.is_outdated = true;
      watched.was_expired = false;
    }
  }
}

}  // namespace stampede::redis::model
