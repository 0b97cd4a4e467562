// The rows of the application's database, simulated in both worlds as the origin is: statements take their time, and an
// update waits while a transaction has the row locked (READ COMMITTED).
#pragma once

#include <map>
#include <memory>
#include <string>

#include "simulator/measure/recorder.h"
#include "simulator/runtime/scheduler.h"
#include "simulator/runtime/waiting.h"
#include "strategies/rows.h"

namespace stampede::origin {

struct RowTimes {
  Duration read{};
  Duration write{};
};

class SimulatedRows final : public Rows {
 public:
  SimulatedRows(runtime::Scheduler& scheduler, RowTimes times) : scheduler_(scheduler), times_(times) {}

  // nullptr: nobody counts.
  void observe(measure::Recorder* recorder) { recorder_ = recorder; }

  Row read(const Key& key) override;
  bool update(const Key& key, const RowUpdate& update) override;
  // Every transaction must end before the rows do.
  std::unique_ptr<Transaction> begin() override;

 private:
  class OpenTransaction;

  struct Record {
    explicit Record(runtime::Scheduler& scheduler) : unlocked(scheduler) {}

    Row row;  // as it is committed
    const OpenTransaction* locked_by = nullptr;
    runtime::WaitQueue unlocked;
  };

  // A statement takes effect halfway: before that it is on its way, and after that its reply is.
  template <typename Effect>
  auto execute(Duration takes, Effect effect);
  Record& record_of(const Key& key) { return records_.try_emplace(key.name, scheduler_).first->second; }
  // The row as the update leaves it, when nobody else has it locked; empty: it does not match.
  std::optional<Row> updated(Record& record, const RowUpdate& update);
  void count_read();
  void count_write();

  runtime::Scheduler& scheduler_;
  const RowTimes times_;
  measure::Recorder* recorder_ = nullptr;
  std::map<std::string, Record> records_;  // by the names of keys
};

}  // namespace stampede::origin
