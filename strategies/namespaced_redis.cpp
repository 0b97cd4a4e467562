#include "strategies/namespaced_redis.h"

#include <deque>

namespace stampede {
namespace {

// The arguments with their keys renamed, and the names that they view.
struct Renamed {
  std::vector<Arg> args;
  std::deque<RedisKey> keys;
};

void rename_into(Renamed& renamed, Args args, std::string_view prefix) {
  renamed.args.reserve(args.size());
  for (const Arg& arg : args) {
    if (!arg.is_key()) {
      renamed.args.push_back(arg);
      continue;
    }
    std::string name(prefix);
    name += arg.text();
    renamed.args.emplace_back(renamed.keys.emplace_back(RedisKey{std::move(name)}));
  }
}

}  // namespace

RedisKey NamespacedRedis::inside(std::string_view name) const {
  std::string whole = prefix_;
  whole += name;
  return RedisKey{std::move(whole)};
}

Reply NamespacedRedis::call(Args args) {
  Renamed renamed;
  rename_into(renamed, args, prefix_);
  return inner_.call(Args(renamed.args));
}

std::vector<Reply> NamespacedRedis::transaction(std::span<const std::vector<Arg>> commands) {
  std::deque<Renamed> renamed;
  std::vector<std::vector<Arg>> inner_commands;
  inner_commands.reserve(commands.size());
  for (const std::vector<Arg>& command : commands) {
    rename_into(renamed.emplace_back(), command, prefix_);
    inner_commands.push_back(renamed.back().args);
  }
  return inner_.transaction(std::span<const std::vector<Arg>>(inner_commands));
}

Reply NamespacedRedis::run(const Script& script, std::span<const RedisKey> keys, Args args) {
  std::vector<RedisKey> names;
  names.reserve(keys.size());
  for (const RedisKey& key : keys) names.push_back(inside(key.name));
  Renamed renamed;
  rename_into(renamed, args, prefix_);
  return inner_.run(script, std::span<const RedisKey>(names), Args(renamed.args));
}

void NamespacedRedis::subscribe(const RedisKey& channel, MessageHandler handler) {
  inner_.subscribe(inside(channel.name), std::move(handler));
}

// The keys of other layers that this connection reads are told of as well, and are nobody's business here.
void NamespacedRedis::track(TrackedWrites writes, InvalidationHandler handler) {
  inner_.track(writes, [prefix = prefix_, handler = std::move(handler)](const std::optional<RedisKey>& key) {
    if (!key) return handler(std::nullopt);
    if (key->name.starts_with(prefix)) handler(RedisKey{key->name.substr(prefix.size())});
  });
}

std::vector<RedisKey> NamespacedRedis::scan(const RedisKey& pattern) {
  std::vector<RedisKey> found = inner_.scan(inside(pattern.name));
  for (RedisKey& key : found) key.name.erase(0, prefix_.size());
  return found;
}

}  // namespace stampede
