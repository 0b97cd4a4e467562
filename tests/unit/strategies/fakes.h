// A Redis in memory for one thread: the model of the server, answering at once, with every command recorded.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/redis/model/server.h"
#include "strategies/redis.h"

namespace stampede {

class FakeRedis final : public Redis {
 public:
  // Expiries follow this clock.
  using Now = std::function<TimePoint()>;
  explicit FakeRedis(Now now);

  using Redis::call;
  using Redis::run;
  using Redis::transaction;
  Reply call(Args args) override;
  std::vector<Reply> transaction(std::span<const std::vector<Arg>> commands) override;
  Reply run(const Script& script, std::span<const RedisKey> keys, Args args) override;
  void subscribe(const RedisKey& channel, MessageHandler handler) override;
  // Which client it is that writes cannot be told here: a test says what is told, and when.
  void track(TrackedWrites writes, InvalidationHandler handler) override;
  bool is_tracking() const override { return tracking_; }
  std::vector<RedisKey> scan(const RedisKey& pattern) override;

  // Commands since the previous call; words joined by spaces.
  std::vector<std::string> take_commands() { return std::exchange(commands_, {}); }

  // To all who track what they read.
  void tell_invalidated(const std::optional<RedisKey>& key);
  // As when a connection is lost, and when everything works again.
  void set_tracking(bool on);

  // A look at what is stored, unrecorded.
  std::optional<std::string> peek(const std::string& key);
  std::optional<std::string> peek_field(const std::string& hash, const std::string& field);
  std::set<std::string> peek_members(const std::string& set);

 private:
  using Words = std::vector<std::string>;

  // Throws RedisError (server) for an error.
  Reply execute(redis::model::ClientId client, const Words& words);
  Reply execute(const Words& words) { return execute(client_, words); }
  void deliver(const Reply& message);

  Now now_;
  redis::model::Server server_;
  const redis::model::ClientId client_;
  const redis::model::ClientId subscriber_;
  std::map<std::string, MessageHandler> handlers_;
  std::vector<InvalidationHandler> trackers_;
  bool tracking_ = false;
  std::vector<std::string> commands_;
};

}  // namespace stampede
