// An in-memory Redis for one thread: the commands that strategies use, answered at once, every one recorded.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "strategies/redis.h"

namespace stampede {

class FakeRedis final : public Redis {
 public:
  // Expiries follow this clock.
  using Now = std::function<TimePoint()>;
  explicit FakeRedis(Now now) : now_(std::move(now)) {}

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
  using Hash = std::map<std::string, std::string>;
  using Set = std::set<std::string>;
  using SortedSet = std::map<std::string, std::int64_t>;
  struct Entry {
    std::variant<std::string, Hash, Set, SortedSet> content;
    std::optional<TimePoint> expiry;
  };

  Reply execute(const Words& words);
  std::optional<Reply> execute_on_strings(const Words& words);
  std::optional<Reply> execute_on_hashes(const Words& words);
  std::optional<Reply> execute_on_sets(const Words& words);
  std::optional<Reply> execute_on_sorted_sets(const Words& words);
  Reply execute_set(const Words& words);
  Reply read_or_claim(const std::string& key, const Words& argv);
  Reply publish(const std::string& channel, const std::string& message);

  void forget_expired();
  bool holds(const std::string& key) const { return data_.contains(key); }
  void drop_if_empty(const std::string& key);

  // The content under a key, created if need be; another type is an error, as in Redis.
  template <typename Content>
  Content& content(const std::string& key);

  Now now_;
  std::map<std::string, Entry> data_;
  std::map<std::string, std::vector<MessageHandler>> subscribers_;
  std::vector<InvalidationHandler> trackers_;
  bool tracking_ = false;
  std::vector<std::string> commands_;
};

}  // namespace stampede
