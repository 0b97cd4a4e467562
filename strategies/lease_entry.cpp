// The scripts of the protocol.
#include "strategies/lease_entry.h"

#include <array>
#include <utility>

#include "strategies/lock.h"

namespace stampede {
namespace {

std::array<RedisKey, 3> names_of(const Key& key) {
  return {RedisKey{key.name}, RedisKey{"lease:" + key.name}, RedisKey{"stale:" + key.name}};
}

RedisError not_a_look() { return {RedisError::Kind::unexpected, "not the reply of a look at a lease"}; }

}  // namespace

const Script kLookOrLease{R"lua(
local value = redis.call('GET', KEYS[1])
if value then return {0, value} end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {1} end
return {2, redis.call('GET', KEYS[3])}
)lua"};

// A lease that is not there any more may have been invalidated: whoever cannot show it must not store.
const Script kStoreIfLeased{R"lua(
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
if ARGV[4] == '1' then
  redis.call('SET', KEYS[2], 'used', 'KEEPTTL')
else
  redis.call('DEL', KEYS[2])
end
redis.call('DEL', KEYS[3])
return 1
)lua"};

const Script kInvalidateWithLease{R"lua(
if ARGV[1] ~= '0' then
  local value = redis.call('GET', KEYS[1])
  if value then redis.call('SET', KEYS[3], value, 'PX', ARGV[1]) end
end
redis.call('DEL', KEYS[1])
if ARGV[2] == '1' then
  redis.call('SET', KEYS[2], 'used', 'XX', 'KEEPTTL')
else
  redis.call('DEL', KEYS[2])
end
return 1
)lua"};

LeaseEntry::Look LeaseEntry::look(const Key& key, const std::string& token) {
  const std::array<Arg, 2> args{token, expiry_ms(settings_.interval)};
  Reply reply = redis_.run(kLookOrLease, names_of(key), args);
  if (reply.type != Reply::Type::array || reply.elements.empty()) throw not_a_look();
  Look look;
  switch (reply.elements[0].as_integer()) {
    case 0:
      look.outcome = Outcome::value;
      break;
    case 1:
      look.outcome = Outcome::leased;
      break;
    case 2:
      look.outcome = Outcome::held_off;
      break;
    default:
      throw not_a_look();
  }
  if (reply.elements.size() < 2) return look;
  if (auto bytes = std::move(reply.elements[1]).as_optional_string()) look.value = Value{std::move(*bytes)};
  return look;
}

bool LeaseEntry::store(const Key& key, const std::string& token, const Value& value, Duration ttl) {
  const std::array<Arg, 4> args{token, value.bytes, expiry_ms(ttl), settings_.keeps_interval ? 1 : 0};
  return redis_.run(kStoreIfLeased, names_of(key), args).as_integer() == 1;
}

void LeaseEntry::give_back(const Key& key, const std::string& token) {
  redis_.run(kDeleteIfOwned, {names_of(key)[1]}, {token});
}

void LeaseEntry::invalidate(const Key& key) {
  const std::int64_t stale_ms = settings_.stale_for > Duration::zero() ? expiry_ms(settings_.stale_for) : 0;
  const std::array<Arg, 2> args{stale_ms, settings_.keeps_interval ? 1 : 0};
  redis_.run(kInvalidateWithLease, names_of(key), args);
}

void LeaseEntry::remove(const Key& key) {
  const std::array<Arg, 2> args{0, settings_.keeps_interval ? 1 : 0};
  redis_.run(kInvalidateWithLease, names_of(key), args);
  if (settings_.stale_for > Duration::zero()) redis_.del(names_of(key)[2]);
}

std::optional<Value> LeaseEntry::peek(const Key& key) {
  auto bytes = redis_.get(names_of(key)[0]);
  if (!bytes) return std::nullopt;
  return Value{std::move(*bytes)};
}

}  // namespace stampede
