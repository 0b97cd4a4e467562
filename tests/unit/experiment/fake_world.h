// A world without Redis, on a clock that jumps: connections to an in-memory store that answer after a fixed delay.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/experiment/world.h"
#include "simulator/runtime/waiting.h"
#include "tests/fakes/jumping_clock.h"

namespace stampede::experiment {

// GET, SET, LPUSH and BRPOP. A connection works on one command after the other, as that of a real server.
struct FakeStore {
  std::map<std::string, std::string> values;
  std::map<std::string, std::deque<std::string>> lists;
  Duration delay{};             // of each command
  std::size_t refusals = 0;     // so many connections cannot be made
  std::size_t connections = 0;  // made so far
  // Whether the reply to the next command of this name gets lost: the server has run it, the sender gets an error.
  std::function<bool(std::string_view command)> loses_reply;
};

class FakeConnection final : public redis::ServerConnection {
 public:
  FakeConnection(runtime::Scheduler& scheduler, FakeStore& store, measure::RedisUsage& usage)
      : scheduler_(scheduler), store_(store), usage_(usage), turn_(scheduler, 1) {}

  using Redis::call;
  void connect() override {}
  std::string trouble() const override { return {}; }
  Reply call(Args args) override;
  Reply call_blocking(Args args, Duration longest) override;
  std::vector<Reply> transaction(std::span<const std::vector<Arg>> commands) override;
  Reply run(const Script& script, std::span<const RedisKey> keys, Args args) override;
  void subscribe(const RedisKey& channel, MessageHandler handler) override;
  void track(TrackedWrites writes, InvalidationHandler handler) override;
  bool is_tracking() const override { return false; }
  std::vector<RedisKey> scan(const RedisKey& pattern) override;

 private:
  void wait_for_turn();
  Reply execute(Args args);
  void lose_reply_if_told(Args args) const;

  runtime::Scheduler& scheduler_;
  FakeStore& store_;
  measure::RedisUsage& usage_;
  runtime::Semaphore turn_;
};

class FakeSession final : public WorldSession {
 public:
  FakeSession(runtime::Scheduler& scheduler, FakeStore& store, std::optional<TimePoint> interrupted_at)
      : scheduler_(scheduler), store_(store), interrupted_at_(interrupted_at) {}

  runtime::Scheduler& scheduler() override { return scheduler_; }
  const measure::RedisUsage& usage() const override { return usage_; }
  bool interrupted() const override { return interrupted_at_ && scheduler_.now() >= *interrupted_at_; }
  std::optional<std::uint64_t> event_hash() const override { return std::nullopt; }
  std::unique_ptr<redis::ServerConnection> connect(std::size_t process) override;
  runtime::ProcessCpu& cpu(std::size_t /*process*/) override { return cpu_; }

 private:
  runtime::Scheduler& scheduler_;
  FakeStore& store_;
  std::optional<TimePoint> interrupted_at_;
  runtime::ProcessCpu cpu_;
  measure::RedisUsage usage_;
};

// Every run begins at time zero with an empty store.
class FakeWorld final : public World {
 public:
  std::string name() const override { return "fake"; }
  std::string redis_version() const override { return "7.0.0"; }
  bool is_noisy() const override { return noisy; }
  void run(const scenario::Scenario& scenario, const std::function<void(WorldSession&)>& body) override;

  JumpingClock& clock() { return *clock_; }

  bool noisy = false;
  std::size_t runs = 0;
  std::optional<std::size_t> fails_at;                       // the run with this number does
  std::optional<std::size_t> interrupted_run;                // this one is interrupted ...
  TimePoint interrupted_at{std::chrono::milliseconds(500)};  // ... at this time
  Duration delay{};                                          // of each command
  std::size_t refusals_after_nodes = 0;                      // so many connections beyond the first fail
  std::function<bool(std::string_view)> loses_reply;         // as that of the store
  std::map<std::string, std::string> last_values;            // what the last run has left

 private:
  std::unique_ptr<JumpingClock> clock_;
};

}  // namespace stampede::experiment
