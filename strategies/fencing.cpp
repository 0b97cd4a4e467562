// The scripts of fencing.
#include "strategies/fencing.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

// After the last acquisition. Longer than any pause: numbers begin anew when it is over.
constexpr Duration kKept = 24h;

RedisKey fence_of(const Key& key) { return {"fence:" + key.name}; }

}  // namespace

const Script kAcquireWithFence{R"lua(
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
local number = redis.call('HINCRBY', KEYS[2], 'issued', 1)
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return number
)lua"};

const Script kDrawFence{R"lua(
local number = redis.call('HINCRBY', KEYS[1], 'issued', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return number
)lua"};

// A number that was never issued is from before the fence was lost; to store it would shut out all that come.
const Script kStoreIfNotFencedOff{R"lua(
local number = tonumber(ARGV[1])
local lowest = tonumber(redis.call('HGET', KEYS[2], 'lowest') or '0')
local issued = tonumber(redis.call('HGET', KEYS[2], 'issued') or '0')
if number < lowest or number > issued then return 0 end
redis.call('HSET', KEYS[2], 'lowest', ARGV[1])
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
)lua"};

// Where no number was issued nobody can store one.
const Script kInvalidateAndFenceOff{R"lua(
redis.call('DEL', KEYS[1])
local issued = redis.call('HGET', KEYS[2], 'issued')
if issued then redis.call('HSET', KEYS[2], 'lowest', issued + 1) end
return 1
)lua"};

std::optional<Fencing::Held> Fencing::try_acquire(const RedisKey& lock, const Key& key, Duration ttl) {
  std::string token = random_token(random_);
  const Reply reply = redis_.run(kAcquireWithFence, {lock, fence_of(key)}, {token, expiry_ms(ttl), expiry_ms(kKept)});
  const std::int64_t number = reply.as_integer();
  if (number == 0) return std::nullopt;
  return Held{.lock = Lock::acquired(redis_, lock, std::move(token)), .number = number};
}

std::int64_t Fencing::draw(const Key& key) {
  return redis_.run(kDrawFence, {fence_of(key)}, {expiry_ms(kKept)}).as_integer();
}

bool Fencing::store(const Key& key, std::int64_t number, std::string_view bytes, Duration ttl) {
  const RedisKey value{key.name};
  return redis_.run(kStoreIfNotFencedOff, {value, fence_of(key)}, {number, bytes, expiry_ms(ttl)}).as_integer() == 1;
}

void Fencing::invalidate(const Key& key) { redis_.run(kInvalidateAndFenceOff, {RedisKey{key.name}, fence_of(key)}); }

}  // namespace stampede
