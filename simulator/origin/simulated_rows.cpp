#include "simulator/origin/simulated_rows.h"

#include <utility>
#include <vector>

namespace stampede::origin {

template <typename Effect>
auto SimulatedRows::execute(Duration takes, Effect effect) {
  const Duration there = takes / 2;
  scheduler_.sleep_until(scheduler_.now() + there, "the database");
  auto result = effect();
  scheduler_.sleep_until(scheduler_.now() + (takes - there), "the database");
  return result;
}

class SimulatedRows::OpenTransaction final : public Transaction {
 public:
  explicit OpenTransaction(SimulatedRows& rows) : rows_(rows) {}
  OpenTransaction(const OpenTransaction&) = delete;
  OpenTransaction& operator=(const OpenTransaction&) = delete;
  ~OpenTransaction() override { unlock(); }

  Row read(const Key& key) override {
    rows_.count_read();
    return rows_.execute(rows_.times_.read, [&] {
      const auto own = updated_.find(key.name);
      return own == updated_.end() ? rows_.record_of(key).row : own->second.row;
    });
  }

  bool update(const Key& key, const RowUpdate& update) override {
    rows_.count_write();
    return rows_.execute(rows_.times_.write, [&] { return apply(key, update); });
  }

  void on_commit(std::function<void()> action) override { actions_.push_back(std::move(action)); }

  void commit() override {
    for (auto& [name, own] : updated_) own.record.row = std::move(own.row);
    unlock();
    for (const std::function<void()>& action : std::exchange(actions_, {})) action();
  }

 private:
  struct Updated {
    Record& record;
    Row row;
  };

  bool apply(const Key& key, const RowUpdate& update) {
    const auto own = updated_.find(key.name);
    if (own != updated_.end()) {
      Row row = own->second.row;
      if (!update(row)) return false;
      own->second.row = std::move(row);
      return true;
    }
    Record& record = rows_.record_of(key);
    std::optional<Row> row = rows_.updated(record, update);
    if (!row) return false;
    record.locked_by = this;
    updated_.emplace(key.name, Updated{record, *std::move(row)});
    return true;
  }

  void unlock() {
    for (auto& [name, own] : updated_) {
      own.record.locked_by = nullptr;
      own.record.unlocked.wake_all();
    }
    updated_.clear();
  }

  SimulatedRows& rows_;
  std::map<std::string, Updated> updated_;
  std::vector<std::function<void()>> actions_;
};

Row SimulatedRows::read(const Key& key) {
  count_read();
  return execute(times_.read, [&] { return record_of(key).row; });
}

bool SimulatedRows::update(const Key& key, const RowUpdate& update) {
  count_write();
  return execute(times_.write, [&] {
    Record& record = record_of(key);
    std::optional<Row> row = updated(record, update);
    if (!row) return false;
    record.row = *std::move(row);
    return true;
  });
}

std::unique_ptr<Transaction> SimulatedRows::begin() { return std::make_unique<OpenTransaction>(*this); }

// A row that does not match as it is committed is not waited for; one that does is looked at again when it is unlocked.
std::optional<Row> SimulatedRows::updated(Record& record, const RowUpdate& update) {
  for (;;) {
    Row row = record.row;
    if (!update(row)) return std::nullopt;
    if (record.locked_by == nullptr) return row;
    record.unlocked.wait("the lock of a row");
  }
}

void SimulatedRows::count_read() {
  if (recorder_ != nullptr) recorder_->row_read(scheduler_.now());
}

void SimulatedRows::count_write() {
  if (recorder_ != nullptr) recorder_->row_written(scheduler_.now());
}

}  // namespace stampede::origin
