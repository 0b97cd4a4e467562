#include "simulator/workload/trace_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "strategies/units.h"

namespace stampede::workload {

namespace {

constexpr int kLinesLookedAt = 1000;

}  // namespace

std::optional<TraceLine> TraceReader::next() {
  if (failure_) return std::nullopt;
  try {
    if (!lines_) lines_.emplace(open_bytes(load_.path));
    return next_line();
  } catch (const ByteSourceError& error) {
    failure_ = error.what();
  }
  return std::nullopt;
}

std::optional<TraceLine> TraceReader::next_line() {
  TraceLine read;
  while (const std::optional<std::string_view> line = lines_->next()) {
    if (lines_->number() == 1 && is_trace_header(*line, load_.format)) continue;
    const std::optional<std::string> problem = problem_with(*line, read);
    if (!problem) return read;
    if (!tolerate(*problem)) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> TraceReader::problem_with(std::string_view line, TraceLine& read) {
  if (lines_->was_too_long()) return fmt::format("expected at most {} bytes", LineReader::kLongestLine);
  if (auto problem = parse_trace_line(line, load_.format, read)) return problem;
  if (read.time < latest_ - load_.disorder) {
    return fmt::format("expected a time not before that of an earlier line ({}{}), found {}", format_duration(latest_),
                       load_.disorder > Duration::zero() ? " less tolerate_disorder" : "", format_duration(read.time));
  }
  // One that is a little late has its turn at once.
  latest_ = read.time = std::max(latest_, read.time);
  return std::nullopt;
}

bool TraceReader::tolerate(const std::string& problem) {
  const std::string text = fmt::format("line {}: {}", lines_->number(), problem);
  if (++bad_lines_ == 1) first_bad_line_ = text;
  if (bad_lines_ <= load_.bad_lines_max) return true;
  failure_ = load_.bad_lines_max == 0
                 ? text
                 : fmt::format("{} (bad line {}, where {} are tolerated)", text, bad_lines_, load_.bad_lines_max);
  return false;
}

std::optional<std::string> problem_at_begin(const scenario::TraceLoad& load) {
  TraceReader reader(load);
  int lines = 0;
  while (lines < kLinesLookedAt && reader.next()) ++lines;
  if (reader.failure()) return reader.failure();
  return lines == 0 ? std::optional<std::string>("has no line that could be replayed") : std::nullopt;
}

}  // namespace stampede::workload
