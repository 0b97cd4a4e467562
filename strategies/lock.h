// A lock in Redis: SET NX PX with a random token, released by a script that compares the token first.
#pragma once

#include <optional>
#include <string>

#include "strategies/environment.h"

namespace stampede {

// Deletes KEYS[1] if it holds ARGV[1]; says whether it did.
extern const Script kDeleteIfOwned;
extern const Script kExtendIfOwned;

// Nobody else has the same.
std::string random_token(Random& random);

// Which nobody else draws.
std::string random_token(Random& random);

// Does not release itself when it goes out of scope: releasing suspends, and a destructor must not.
class Lock {
 public:
  // Empty: somebody else has it.
  static std::optional<Lock> try_acquire(Redis& redis, Random& random, RedisKey name, Duration ttl);

  // One that has been acquired in another way, under this token.
  static Lock acquired(Redis& redis, RedisKey name, std::string token);

  // From now on it lives that long. False: it was no longer ours.
  bool renew(Duration ttl);

  // False: it was no longer ours, because it expired, and perhaps somebody else has taken it.
  bool release();

  const RedisKey& name() const { return name_; }
  const std::string& token() const { return token_; }

 private:
  Lock(Redis& redis, RedisKey name, std::string token);

  Redis* redis_;
  RedisKey name_;
  std::string token_;
};

}  // namespace stampede
