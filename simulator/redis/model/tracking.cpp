#include "simulator/redis/model/tracking.h"

#include <algorithm>
#include <utility>

#include "simulator/redis/model/engine.h"

namespace stampede::redis::model {
namespace {

constexpr const char* kChannel = "__redis__:invalidate";

// SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t bits = state += 0x9E3779B97F4A7C15U;
  bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
  bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
  return bits ^ (bits >> 31U);
}

}  // namespace

void TrackingTable::remember(const Client& client, Words keys) {
  const Tracking& tracking = client.tracking;
  if (!tracking.is_on || tracking.broadcasts) return;
  if ((tracking.opts_in && !tracking.caching_given) || (tracking.opts_out && tracking.caching_given)) return;
  for (const std::string_view key : keys) {
    const auto [entry, is_new] = readers_.try_emplace(std::string(key));
    entry->second.clients.insert(client.id);
    if (!is_new) continue;
    entry->second.place = by_place_.size();
    by_place_.push_back(entry);
  }
}

void TrackingTable::invalidate(Engine& engine, Client* current, Client* changed_by, std::string_view key) {
  for (const auto& [prefix, clients] : prefixes_) {
    if (key.starts_with(prefix)) broadcasts_[prefix][std::string(key)] = changed_by == nullptr ? 0 : changed_by->id;
  }
  if (const auto found = readers_.find(key); found != readers_.end()) tell_readers(engine, current, found);
}

void TrackingTable::tell_readers(Engine& engine, Client* current, ByKey::iterator entry) {
  const std::string key = entry->first;
  for (const ClientId id : take_readers(entry)) {
    const Client* target = engine.client(id);
    if (target == nullptr || !target->tracking.is_on || target->tracking.broadcasts) continue;
    if (target->tracking.no_loop && target == current) continue;
    Reply keys = array_reply({text_reply(std::string_view(key))});
    if (target == current) {
      pending_.push_back({id, std::move(keys)});
    } else {
      send(engine, *target, std::move(keys));
    }
  }
}

void TrackingTable::invalidate_all(Engine& engine, Client* current) {
  if (clients_ > 0) {
    for (const Client* target : engine.clients()) {
      if (!target->tracking.is_on) continue;
      if (target == current) {
        pending_.push_back({target->id, nil_reply()});
      } else {
        send(engine, *target, nil_reply());
      }
    }
  }
  forget_readers();
}

void TrackingTable::forget_readers() {
  readers_.clear();
  by_place_.clear();
}

std::set<ClientId> TrackingTable::take_readers(ByKey::iterator entry) {
  std::set<ClientId> clients = std::move(entry->second.clients);
  const std::size_t place = entry->second.place;
  by_place_[place] = by_place_.back();
  by_place_[place]->second.place = place;
  by_place_.pop_back();
  readers_.erase(entry);
  return clients;
}

void TrackingTable::keep_to_limit(Engine& engine) {
  while (by_place_.size() > keys_max_) {
    tell_readers(engine, nullptr, by_place_[next_random(random_state_) % by_place_.size()]);
  }
}

void TrackingTable::send_pending(Engine& engine) {
  for (Pending& message : std::exchange(pending_, {})) {
    if (const Client* target = engine.client(message.target)) send(engine, *target, std::move(message.keys));
  }
}

void TrackingTable::send_broadcasts(Engine& engine) {
  if (broadcasts_.empty()) return;
  for (const auto& [prefix, changes] : std::exchange(broadcasts_, {})) {
    const auto clients = prefixes_.find(prefix);
    if (clients == prefixes_.end()) continue;
    for (const ClientId id : clients->second) {
      const Client& target = *engine.client(id);
      std::vector<Reply> keys;
      for (const auto& [key, changed_by] : changes) {
        if (target.tracking.no_loop && changed_by == id) continue;
        keys.push_back(text_reply(std::string_view(key)));
      }
      if (!keys.empty()) send(engine, target, array_reply(std::move(keys)));
    }
  }
}

void TrackingTable::send(Engine& engine, const Client& target, Reply keys) {
  // Without a redirection there is no way to tell a client of the protocol's version 2.
  const Client* receiver = engine.client(target.tracking.redirect);
  if (receiver == nullptr || !receiver->is_subscriber()) return;
  engine.deliver(receiver->id, array_reply({text_reply("message"), text_reply(kChannel), std::move(keys)}));
}

void TrackingTable::enable(Client& client, Tracking settings) {
  if (!client.tracking.is_on) ++clients_;
  settings.is_on = true;
  settings.caching_given = client.tracking.caching_given;
  if (settings.broadcasts && settings.prefixes.empty()) settings.prefixes.emplace_back();
  // Prefixes that it has already stay.
  for (const std::string& prefix : client.tracking.prefixes) {
    if (std::find(settings.prefixes.begin(), settings.prefixes.end(), prefix) == settings.prefixes.end()) {
      settings.prefixes.push_back(prefix);
    }
  }
  client.tracking = std::move(settings);
  for (const std::string& prefix : client.tracking.prefixes) prefixes_[prefix].insert(client.id);
}

void TrackingTable::disable(Client& client) {
  if (!client.tracking.is_on) return;
  --clients_;
  for (const std::string& prefix : client.tracking.prefixes) {
    const auto found = prefixes_.find(prefix);
    found->second.erase(client.id);
    if (found->second.empty()) prefixes_.erase(found);
  }
  client.tracking = {};
}

std::vector<std::string_view> keys_of(const Command& command, Words words) {
  std::vector<std::string_view> keys;
  if (command.keys.first == 0) return keys;
  const int last = command.keys.last < 0 ? static_cast<int>(words.size()) + command.keys.last : command.keys.last;
  for (int i = command.keys.first; i <= last; i += command.keys.step)
    keys.push_back(words[static_cast<std::size_t>(i)]);
  return keys;
}

}  // namespace stampede::redis::model
