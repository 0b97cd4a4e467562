// What a strategy is. Read this first, then environment.h (what it may use), registry.h (how it is found),
// and plain_ttl.cpp (the smallest real one).
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "strategies/answer.h"
#include "strategies/environment.h"

namespace stampede {

// In which order the application invalidates and commits when it writes. Inside the transaction that it commits later
// it calls invalidate_within.
enum class WriteOrder { commit_first, invalidate_first, within_transaction };

// One instance per node. All members are called on fibers of one thread and may suspend; several calls are
// under way at once, so an instance's state can change across every call into the environment.
class Strategy {
 public:
  virtual ~Strategy() = default;

  // Answers a read. Exceptions: RedisError counts as the error `redis`, any other as `strategy`.
  virtual Answer get(const Key& key) = 0;

  // The members below return false where the strategy has no such operation.
  virtual bool invalidate(const Key& /*key*/) { return false; }
  // Of the application's transaction, which is open. Who does nothing else about it invalidates when it is committed.
  virtual bool invalidate_within(const Key& key, Transaction& transaction) {
    transaction.on_commit([this, key] { invalidate(key); });
    return true;
  }
  virtual bool invalidate_tag(std::string_view /*tag*/) { return false; }
  virtual bool invalidate_by_name(std::string_view /*invalidation_key*/) { return false; }
  virtual bool invalidate_pattern(std::string_view /*pattern*/) { return false; }
  // Write-through: keeps what the application has written as if it had just been computed.
  virtual bool set(const Key& /*key*/, const Value& /*value*/) { return false; }
  // Deletes, so that not even an old value is left to serve.
  virtual bool remove(const Key& /*key*/) { return false; }

  // Raw access: what is stored, however old, without computing or refreshing; an empty answer if nothing is. No answer
  // where the strategy has no such operation.
  virtual std::optional<Answer> peek(const Key& /*key*/) { return std::nullopt; }

  // A background worker has taken this task from the queue.
  virtual void run_task(const Key& /*key*/) {}

  // Called once on every node before the first request; the place to subscribe.
  virtual void start() {}

  // Whether each worker slot has a memory of its own; then the harness fills, writes through and looks at each.
  virtual bool memory_is_per_worker() const { return false; }

  virtual WriteOrder write_order() const { return WriteOrder::commit_first; }
};

}  // namespace stampede
