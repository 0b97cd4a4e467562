// SUBSCRIBE, PUBLISH and their relatives.
#include "simulator/redis/model/pubsub.h"

#include <algorithm>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/glob.h"

namespace stampede::redis::model {
namespace {

void add(PubSub::Subscribers& subscribers, std::string_view name, ClientId id) {
  subscribers[std::string(name)].push_back(id);
}

void take(PubSub::Subscribers& subscribers, std::string_view name, ClientId id) {
  const auto found = subscribers.find(name);
  std::erase(found->second, id);
  if (found->second.empty()) subscribers.erase(found);
}

Reply confirmation(const Client& client, const char* what, Reply name) {
  const auto count = static_cast<std::int64_t>(client.channels.size() + client.patterns.size());
  return array_reply({text_reply(what), std::move(name), integer_reply(count)});
}

// The first confirmation is the command's reply, the others are delivered.
class Confirmations {
 public:
  explicit Confirmations(Call& call) : call_(call) {}

  void add(const char* what, std::string_view name) { add(confirmation(call_.client, what, text_reply(name))); }
  void add(Reply reply) {
    if (!first_) {
      first_ = std::move(reply);
    } else {
      call_.engine.deliver(call_.client.id, std::move(reply));
    }
  }
  bool is_empty() const { return !first_; }
  Reply first() && { return std::move(*first_); }

 private:
  Call& call_;
  std::optional<Reply> first_;
};

Reply subscribe(Call& call) {
  Confirmations confirmations(call);
  for (const std::string_view channel : call.words.subspan(1)) {
    call.engine.pubsub().subscribe(call.client, channel);
    confirmations.add("subscribe", channel);
  }
  return std::move(confirmations).first();
}

Reply psubscribe(Call& call) {
  Confirmations confirmations(call);
  for (const std::string_view pattern : call.words.subspan(1)) {
    call.engine.pubsub().subscribe_pattern(call.client, pattern);
    confirmations.add("psubscribe", pattern);
  }
  return std::move(confirmations).first();
}

// Of those named, or of all.
template <typename Unsubscribe>
Reply leave(Call& call, const std::set<std::string, std::less<>>& subscribed, const char* what,
            Unsubscribe unsubscribe) {
  Confirmations confirmations(call);
  std::vector<std::string> names(call.words.begin() + 1, call.words.end());
  if (names.empty()) names.assign(subscribed.begin(), subscribed.end());
  for (const std::string& name : names) {
    unsubscribe(name);
    confirmations.add(what, name);
  }
  if (confirmations.is_empty()) confirmations.add(confirmation(call.client, what, nil_reply()));
  return std::move(confirmations).first();
}

Reply unsubscribe(Call& call) {
  return leave(call, call.client.channels, "unsubscribe",
               [&](std::string_view name) { call.engine.pubsub().unsubscribe(call.client, name); });
}

Reply punsubscribe(Call& call) {
  return leave(call, call.client.patterns, "punsubscribe",
               [&](std::string_view name) { call.engine.pubsub().unsubscribe_pattern(call.client, name); });
}

Reply publish(Call& call) { return integer_reply(call.engine.pubsub().publish(call.engine, call[1], call[2])); }

Reply channels(Call& call) {
  if (call.size() > 3) throw CommandError("ERR wrong number of arguments for 'pubsub|channels' command");
  std::vector<Reply> names;
  for (const auto& [name, subscribers] : call.engine.pubsub().channels()) {
    if (call.size() == 2 || matches(call[2], name)) names.push_back(text_reply(std::string_view(name)));
  }
  return array_reply(std::move(names));
}

Reply numsub(Call& call) {
  std::vector<Reply> counts;
  const PubSub::Subscribers& all = call.engine.pubsub().channels();
  for (const std::string_view channel : call.words.subspan(2)) {
    const auto found = all.find(channel);
    counts.push_back(text_reply(channel));
    counts.push_back(integer_reply(found == all.end() ? 0 : static_cast<std::int64_t>(found->second.size())));
  }
  return array_reply(std::move(counts));
}

Reply numpat(Call& call) { return integer_reply(static_cast<std::int64_t>(call.engine.pubsub().patterns().size())); }

constexpr unsigned kSubscribing = flags::kNoScript | flags::kSubscriber;

constexpr Command kCommands[] = {
    {"subscribe", -2, kSubscribing, {}, subscribe},      {"unsubscribe", -1, kSubscribing, {}, unsubscribe},
    {"psubscribe", -2, kSubscribing, {}, psubscribe},    {"punsubscribe", -1, kSubscribing, {}, punsubscribe},
    {"publish", 3, flags::kNone, {}, publish},           {"pubsub", -2, flags::kContainer, {}, nullptr},
    {"pubsub|channels", -2, flags::kNone, {}, channels}, {"pubsub|numsub", -2, flags::kNone, {}, numsub},
    {"pubsub|numpat", 2, flags::kNone, {}, numpat},
};

}  // namespace

void PubSub::subscribe(Client& client, std::string_view channel) {
  if (client.channels.emplace(channel).second) add(channels_, channel, client.id);
}

void PubSub::unsubscribe(Client& client, std::string_view channel) {
  if (client.channels.erase(std::string(channel)) != 0) take(channels_, channel, client.id);
}

void PubSub::subscribe_pattern(Client& client, std::string_view pattern) {
  if (client.patterns.emplace(pattern).second) add(patterns_, pattern, client.id);
}

void PubSub::unsubscribe_pattern(Client& client, std::string_view pattern) {
  if (client.patterns.erase(std::string(pattern)) != 0) take(patterns_, pattern, client.id);
}

void PubSub::forget(Client& client) {
  for (const std::string& channel : client.channels) take(channels_, channel, client.id);
  for (const std::string& pattern : client.patterns) take(patterns_, pattern, client.id);
}

std::int64_t PubSub::publish(Engine& engine, std::string_view channel, std::string_view message) const {
  std::int64_t receivers = 0;
  if (const auto found = channels_.find(channel); found != channels_.end()) {
    for (const ClientId id : found->second) {
      engine.deliver(id, array_reply({text_reply("message"), text_reply(channel), text_reply(message)}));
      ++receivers;
    }
  }
  for (const auto& [pattern, subscribers] : patterns_) {
    if (!matches(pattern, channel)) continue;
    for (const ClientId id : subscribers) {
      engine.deliver(id, array_reply({text_reply("pmessage"), text_reply(std::string_view(pattern)),
                                      text_reply(channel), text_reply(message)}));
      ++receivers;
    }
  }
  return receivers;
}

Commands pubsub_commands() { return kCommands; }

}  // namespace stampede::redis::model
