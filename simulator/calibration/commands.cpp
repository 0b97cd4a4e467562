#include "simulator/calibration/commands.h"

#include <fmt/format.h>

#include <memory>

#include "simulator/calibration/samples.h"
#include "strategies/lock.h"

namespace stampede::calibration {
namespace {

constexpr std::chrono::minutes kExpiry{10};
constexpr const char* kToken = "1234567890123456789-1234567890123456789";  // as long as that of a lock

struct Keys {
  RedisKey hash{"hash"};
  RedisKey set{"set"};
  RedisKey sorted_set{"sorted-set"};
  RedisKey list{"list"};
  RedisKey held_lock{"held-lock"};
  RedisKey channel{"channel"};
  std::vector<RedisKey> items;  // one for each member of the crowd
  std::vector<RedisKey> locks;
};

using Commands = std::vector<MeasuredCommand>;
using SharedKeys = std::shared_ptr<const Keys>;

SharedKeys make_keys(std::size_t crowd) {
  auto keys = std::make_shared<Keys>();
  for (std::size_t i = 0; i < crowd; ++i) {
    keys->items.push_back({fmt::format("item>{}", i)});
    keys->locks.push_back({fmt::format("item>{}:lock", i)});
  }
  return keys;
}

void add_values(Commands& commands, Redis& redis, const std::string& value, const SharedKeys& keys) {
  const auto store = [&redis, &value, keys](std::size_t i) { redis.set_px(keys->items[i], value, kExpiry); };
  commands.push_back({"GET", {}, [&redis](std::size_t) { redis.get(stored_key()); }});
  commands.push_back({kSmallGet, {}, [&redis](std::size_t) { redis.get(small_key()); }});
  commands.push_back({"SET", {}, store});
  commands.push_back(
      {kLockSet, {}, [&redis, keys](std::size_t) { redis.set_nx_px(keys->held_lock, kToken, kExpiry); }});
  commands.push_back({"DEL", store, [&redis, keys](std::size_t i) { redis.del(keys->items[i]); }});
  commands.push_back({"UNLINK", store, [&redis, keys](std::size_t i) { redis.call({"UNLINK", keys->items[i]}); }});
  commands.push_back({"EXISTS", {}, [&redis](std::size_t) { redis.exists(stored_key()); }});
  commands.push_back({"TTL", {}, [&redis](std::size_t) { redis.ttl(stored_key()); }});
  commands.push_back({"EXPIRE", {}, [&redis](std::size_t) { redis.call({"EXPIRE", stored_key(), 600}); }});
}

void add_locks_and_messages(Commands& commands, Redis& redis, const SharedKeys& keys) {
  commands.push_back({"EVALSHA", [&redis, keys](std::size_t i) { redis.set_px(keys->locks[i], kToken, kExpiry); },
                      [&redis, keys](std::size_t i) { redis.run(kDeleteIfOwned, {keys->locks[i]}, {kToken}); }});
  commands.push_back({kTransaction, {}, [&redis](std::size_t) { redis.transaction({{"GET", small_key()}}); }});
  commands.push_back({"PUBLISH", {}, [&redis, keys](std::size_t) { redis.call({"PUBLISH", keys->channel, kToken}); }});
  const auto push = [&redis, keys](std::size_t) { redis.call({"LPUSH", keys->list, kToken}); };
  // In this order the list is as long after each round as it was before.
  commands.push_back({"LPUSH", {}, push});
  commands.push_back({"BRPOP", {}, [&redis, keys](std::size_t) { redis.call({"BRPOP", keys->list, 1}); }});
}

void add_collections(Commands& commands, Redis& redis, const std::string& value, const SharedKeys& keys) {
  commands.push_back({"HGET", {}, [&redis, keys](std::size_t) { redis.call({"HGET", keys->hash, "field"}); }});
  commands.push_back({"HSET", {}, [&redis, &value, keys](std::size_t) {
                        redis.call({"HSET", keys->hash, "field", value});
                      }});
  commands.push_back({"SADD", {}, [&redis, keys](std::size_t i) {
                        redis.call({"SADD", keys->set, keys->items[i].name});
                      }});
  commands.push_back({"SREM", {}, [&redis, keys](std::size_t i) {
                        redis.call({"SREM", keys->set, keys->items[i].name});
                      }});
  commands.push_back({"ZADD", {}, [&redis, keys](std::size_t i) {
                        redis.call({"ZADD", keys->sorted_set, i, keys->items[i].name});
                      }});
  commands.push_back({"ZREMRANGEBYSCORE", {}, [&redis, keys](std::size_t) {
                        redis.call({"ZREMRANGEBYSCORE", keys->sorted_set, -2, -1});  // finds nothing, as a rule
                      }});
}

}  // namespace

const RedisKey& stored_key() {
  static const RedisKey key{"stored"};
  return key;
}

const RedisKey& small_key() {
  static const RedisKey key{"small"};
  return key;
}

void prepare_data(Redis& redis, const std::string& value) {
  redis.set_px(stored_key(), value, kExpiry);
  redis.set_px(small_key(), "1", kExpiry);
  redis.set_px(Keys().held_lock, kToken, kExpiry);
  redis.call({"HSET", Keys().hash, "field", value});
}

std::vector<MeasuredCommand> measured_commands(Redis& redis, const std::string& value, std::size_t crowd) {
  const SharedKeys keys = make_keys(crowd);
  Commands commands;
  add_values(commands, redis, value, keys);
  add_locks_and_messages(commands, redis, keys);
  add_collections(commands, redis, value, keys);
  return commands;
}

}  // namespace stampede::calibration
