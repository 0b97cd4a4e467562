// A part of Redis for a layer of its own: all its keys and channels have a prefix.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "strategies/redis.h"

namespace stampede {

class NamespacedRedis final : public Redis {
 public:
  // `inner` must outlive it.
  NamespacedRedis(Redis& inner, std::string prefix) : inner_(inner), prefix_(std::move(prefix)) {}

  using Redis::call;
  using Redis::run;
  using Redis::transaction;
  Reply call(Args args) override;
  std::vector<Reply> transaction(std::span<const std::vector<Arg>> commands) override;
  Reply run(const Script& script, std::span<const RedisKey> keys, Args args) override;
  void subscribe(const RedisKey& channel, MessageHandler handler) override;
  // As the server keeps one list of what a connection reads, only one layer of a stack can track.
  void track(TrackedWrites writes, InvalidationHandler handler) override;
  bool is_tracking() const override { return inner_.is_tracking(); }
  std::vector<RedisKey> scan(const RedisKey& pattern) override;

 private:
  RedisKey inside(std::string_view name) const;

  Redis& inner_;
  const std::string prefix_;
};

}  // namespace stampede
