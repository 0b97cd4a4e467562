// The application's rows in its database, for a strategy that keeps what it caches beside the data themselves.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "strategies/answer.h"
#include "strategies/time.h"

namespace stampede {

// What an object of the application has in its row because one of its fields is cached.
struct Row {
  std::optional<Value> value;
  bool recalculation_needed = true;
  std::optional<Duration> expires_after;  // unix time

  // For who wants to know more than whether the row is flagged. Zero: nobody computes.
  std::uint64_t flaggings = 0;
  std::uint64_t computed_by = 0;
  Duration computed_until{};  // unix time

  bool operator==(const Row&) const = default;
};

// WHERE and SET of one UPDATE: changes the row and returns true, or leaves it alone and returns false. Must not
// suspend. It is asked again if the row was locked at first; what the last time said is what has happened.
using RowUpdate = std::function<bool(Row&)>;

// Several statements of which others see all or nothing, and that only from its commit on. A row that it has updated is
// locked until it ends: other updates of the row wait. Without commit() it is rolled back.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // Suspend as the same members of Rows do. Reads see what this transaction has updated itself.
  virtual Row read(const Key& key) = 0;
  virtual bool update(const Key& key, const RowUpdate& update) = 0;

  // Called by commit(), on its fiber, after all has become visible. May suspend and throw.
  virtual void on_commit(std::function<void()> action) = 0;
  // Once. Takes no time of its own, and throws what an action throws; later ones are not called then.
  virtual void commit() = 0;
};

class Rows {
 public:
  virtual ~Rows() = default;

  // Both suspend for as long as the statement takes. A row that nobody has touched is a Row{}.
  virtual Row read(const Key& key) = 0;  // SELECT: sees what is committed
  // UPDATE, committed at once. False: no row matched.
  virtual bool update(const Key& key, const RowUpdate& update) = 0;

  virtual std::unique_ptr<Transaction> begin() = 0;
};

}  // namespace stampede
