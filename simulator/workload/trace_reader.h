// The lines of a trace file that can be replayed, in the order of their times; bad ones are counted, and end it when
// they are more than may be.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "simulator/scenario/scenario.h"
#include "simulator/workload/line_reader.h"
#include "simulator/workload/trace_format.h"

namespace stampede::workload {

class TraceReader {
 public:
  // Opens the file when it is first read. The load must outlive the reader.
  explicit TraceReader(const scenario::TraceLoad& load) : load_(load) {}

  // The key is valid until the next call. Empty: there are no more, or failure() says why it cannot go on.
  std::optional<TraceLine> next();

  const std::optional<std::string>& failure() const { return failure_; }
  // Those that were left out.
  std::uint64_t bad_lines() const { return std::min(bad_lines_, load_.bad_lines_max); }
  const std::string& first_bad_line() const { return first_bad_line_; }  // "line 7: expected ..., found ..."

 private:
  std::optional<TraceLine> next_line();
  std::optional<std::string> problem_with(std::string_view line, TraceLine& read);
  // Whether to go on.
  bool tolerate(const std::string& problem);

  const scenario::TraceLoad& load_;
  std::optional<LineReader> lines_;
  Duration latest_{};
  std::uint64_t bad_lines_ = 0;
  std::string first_bad_line_;
  std::optional<std::string> failure_;
};

// What a look at the first lines shows: the file cannot be read, has no lines, or another format. Empty: nothing wrong.
std::optional<std::string> problem_at_begin(const scenario::TraceLoad& load);

}  // namespace stampede::workload
