// What a trace asks for, and when: as the file says, faster or slower, and spread over what its clock cannot tell
// apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/measure/random_stream.h"
#include "simulator/workload/keyspace.h"
#include "simulator/workload/trace_reader.h"

namespace stampede::workload {

struct TraceEvent {
  Duration due{};  // from the start of the load
  std::uint64_t key = 0;
  std::uint32_t value_size_bytes = 0;  // 0: unknown
  TraceOperation operation = TraceOperation::get;
};

// Reads as it goes: what it keeps does not grow with the file, but with the different keys, and with the lines that
// share a moment of the trace's clock (24 bytes each, of one moment and the next).
class TraceArrivals {
 public:
  // Reads the first moment. Gives new keys to the keyspace. Load and keyspace must outlive it.
  TraceArrivals(const scenario::TraceLoad& load, Keyspace& keys, measure::RandomStream spread);

  // In order. Empty: no more.
  std::optional<TraceEvent> next();

  // Why it ended before the file did, and before its own time was over.
  std::optional<std::string> failure() const { return ran_out_ ? reader_.failure() : std::nullopt; }
  const TraceReader& reader() const { return reader_; }
  // Of the lines so far, those with a value smaller than what the origin writes into it.
  std::uint64_t values_enlarged() const { return values_enlarged_; }

 private:
  struct Line {
    Duration time{};
    std::uint32_t key = 0;
    std::uint32_t value_size_bytes = 0;
    TraceOperation operation = TraceOperation::get;
  };

  // All lines that cannot be told apart by their times.
  struct Moment {
    std::vector<Line> lines;
    Duration begin{};
    bool is_complete = false;
  };

  Duration moment_of(Duration time) const;
  std::optional<Line> read();
  void gather(std::uint64_t lines_max);
  bool go_to_next_moment();
  Duration due(const Line& line);

  const scenario::TraceLoad& load_;
  Keyspace& keys_;
  measure::RandomStream spread_;
  TraceReader reader_;
  Moment now_;
  Moment following_;
  std::optional<Line> held_;  // the first of the moment after the following one
  std::size_t given_ = 0;     // of this moment's lines
  double passed_ = 0;         // of this moment, as a share
  std::optional<Duration> trace_begin_;
  Duration last_due_{};
  bool ran_out_ = false;
  std::uint64_t values_enlarged_ = 0;
};

}  // namespace stampede::workload
