#include "simulator/redis/model/blocking.h"

#include <algorithm>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/lists.h"

namespace stampede::redis::model {
namespace {

// The reply of a pop that found its element. Precondition: the list is not empty.
Reply serve_one(Engine& engine, const BlockedPop& pop, const std::string& key, List& list) {
  if (!pop.destination) {
    return array_reply({text_reply(std::string_view(key)), text_reply(pop_end(list, pop.from))});
  }
  List* destination = nullptr;
  try {
    destination = engine.find_as<List>(*pop.destination);
  } catch (const CommandError& error) {
    return error_reply(error.text());
  }
  const std::string element = pop_end(list, pop.from);
  if (destination == nullptr) destination = &engine.find_or_add<List>(*pop.destination);
  push_end(*destination, pop.to, element);
  return text_reply(std::string_view(element));
}

}  // namespace

void BlockedClients::block(Client& client, BlockedPop pop) {
  for (const std::string& key : pop.keys) {
    std::vector<Client*>& queue = waiting_[key];
    if (queue.empty() || queue.back() != &client) queue.push_back(&client);
  }
  if (pop.until_ms) timeouts_.emplace(*pop.until_ms, client.id);
  client.blocked = std::move(pop);
}

void BlockedClients::unblock(Client& client) {
  for (const std::string& key : client.blocked->keys) {
    const auto queue = waiting_.find(key);
    if (queue == waiting_.end()) continue;  // the same key twice
    std::erase(queue->second, &client);
    if (queue->second.empty()) waiting_.erase(queue);
  }
  if (client.blocked->until_ms) timeouts_.erase({*client.blocked->until_ms, client.id});
  client.blocked.reset();
}

void BlockedClients::mark_ready(std::string_view key) {
  if (waiting_.find(key) == waiting_.end()) return;
  if (std::find(ready_.begin(), ready_.end(), key) == ready_.end()) ready_.emplace_back(key);
}

void BlockedClients::serve(Engine& engine) {
  while (!ready_.empty()) {
    // A move may make further keys ready.
    for (const std::string& key : std::exchange(ready_, {})) serve_key(engine, key);
  }
}

void BlockedClients::serve_key(Engine& engine, const std::string& key) {
  const auto queue = waiting_.find(key);
  if (queue == waiting_.end()) return;
  const std::vector<Client*> clients = queue->second;
  for (Client* client : clients) {
    Object* object = engine.find(key);
    List* list = object == nullptr ? nullptr : std::get_if<List>(&object->value);
    if (list == nullptr) return;
    const BlockedPop pop = *client->blocked;
    unblock(*client);
    Reply reply = serve_one(engine, pop, key, *list);
    engine.served(*client, pop, key);
    engine.deliver(client->id, std::move(reply));
  }
}

std::optional<std::int64_t> BlockedClients::next_timeout_ms() const {
  return timeouts_.empty() ? std::nullopt : std::optional(timeouts_.begin()->first);
}

void BlockedClients::time_out(Engine& engine) {
  while (!timeouts_.empty() && timeouts_.begin()->first <= engine.now_ms()) {
    const ClientId id = timeouts_.begin()->second;
    unblock(*engine.client(id));
    engine.deliver(id, nil_reply());
  }
}

void BlockedClients::clear_ready() { ready_.clear(); }

}  // namespace stampede::redis::model
