// Passes every command on, and lets a test step in: something happens right after a command, or a command fails.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "strategies/redis.h"

namespace stampede::traces {

class InterceptedRedis final : public Redis {
 public:
  explicit InterceptedRedis(Redis& inner) : inner_(inner) {}

  // After the next command of this name, before its caller goes on.
  void after(const std::string& command, std::function<void()> action) { actions_[command] = std::move(action); }

  // The next command of this name never reaches the server.
  void refuse(const std::string& command) { refused_ = command; }

  Reply call(Args args) override {
    const std::string command(args.front().text());
    if (command == refused_) {
      refused_.clear();
      throw RedisError(RedisError::Kind::unavailable, command + " is told to fail");
    }
    Reply reply = inner_.call(args);
    act_after(command);
    return reply;
  }

  std::vector<Reply> transaction(std::span<const std::vector<Arg>> commands) override {
    return inner_.transaction(commands);
  }

  Reply run(const Script& script, std::span<const RedisKey> keys, Args args) override {
    Reply reply = inner_.run(script, keys, args);
    act_after("EVALSHA");
    return reply;
  }

  void subscribe(const RedisKey& channel, MessageHandler handler) override {
    inner_.subscribe(channel, std::move(handler));
  }

  void track(TrackedWrites writes, InvalidationHandler handler) override { inner_.track(writes, std::move(handler)); }
  bool is_tracking() const override { return inner_.is_tracking(); }

  std::vector<RedisKey> scan(const RedisKey& pattern) override { return inner_.scan(pattern); }

 private:
  void act_after(const std::string& command) {
    const auto found = actions_.find(command);
    if (found == actions_.end()) return;
    const std::function<void()> action = std::move(found->second);
    actions_.erase(found);
    action();
  }

  Redis& inner_;
  std::map<std::string, std::function<void()>> actions_;
  std::string refused_;
};

}  // namespace stampede::traces
