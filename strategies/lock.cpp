// The lock that strategies share.
#include "strategies/lock.h"

#include <utility>

namespace stampede {

const Script kDeleteIfOwned{R"lua(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
)lua"};

const Script kExtendIfOwned{R"lua(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
)lua"};

std::string random_token(Random& random) {
  std::string token = std::to_string(random.bits());
  token += '-';
  token += std::to_string(random.bits());
  return token;
}

std::optional<Lock> Lock::try_acquire(Redis& redis, Random& random, RedisKey name, Duration ttl) {
  std::string token = random_token(random);
  if (!redis.set_nx_px(name, token, ttl)) return std::nullopt;
  return Lock(redis, std::move(name), std::move(token));
}

Lock Lock::acquired(Redis& redis, RedisKey name, std::string token) {
  return Lock(redis, std::move(name), std::move(token));
}

Lock::Lock(Redis& redis, RedisKey name, std::string token)
    : redis_(&redis), name_(std::move(name)), token_(std::move(token)) {}

bool Lock::renew(Duration ttl) {
  return redis_->run(kExtendIfOwned, {name_}, {token_, expiry_ms(ttl)}).as_integer() == 1;
}

bool Lock::release() { return redis_->run(kDeleteIfOwned, {name_}, {token_}).as_integer() == 1; }

}  // namespace stampede
