#include "simulator/workload/trace_arrivals.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/measure/value_stamp.h"
#include "strategies/portable_math.h"

namespace stampede::workload {

namespace {

// Lines of the following moment that are read for one of this moment: twice as many may come then, without a pause to
// read them all at once.
constexpr std::uint64_t kReadAhead = 2;
constexpr std::uint64_t kAll = std::uint64_t{0} - 1;

}  // namespace

TraceArrivals::TraceArrivals(const scenario::TraceLoad& load, Keyspace& keys, measure::RandomStream spread)
    : load_(load), keys_(keys), spread_(spread), reader_(load) {
  gather(kAll);
}

Duration TraceArrivals::moment_of(Duration time) const {
  return load_.spread > Duration::zero() ? time - time % load_.spread : time;
}

std::optional<TraceArrivals::Line> TraceArrivals::read() {
  if (held_) return std::exchange(held_, std::nullopt);
  for (;;) {
    const std::optional<TraceLine> line = reader_.next();
    if (!line) return std::nullopt;
    if (line->operation == TraceOperation::set && !load_.sets_write) continue;
    const std::uint64_t size = line->value_size_bytes;
    values_enlarged_ += size > 0 && size < measure::stamp_size(line->key) ? 1 : 0;
    return Line{.time = line->time,
                .key = static_cast<std::uint32_t>(keys_.intern(line->key)),
                .value_size_bytes = static_cast<std::uint32_t>(size),
                .operation = line->operation};
  }
}

// Reads up to so many lines of the following moment.
void TraceArrivals::gather(std::uint64_t lines_max) {
  for (std::uint64_t i = 0; i < lines_max && !following_.is_complete; ++i) {
    const std::optional<Line> line = read();
    if (line && following_.lines.empty()) following_.begin = moment_of(line->time);
    if (!line || moment_of(line->time) != following_.begin) {
      held_ = line;
      following_.is_complete = true;
    } else {
      following_.lines.push_back(*line);
    }
  }
}

bool TraceArrivals::go_to_next_moment() {
  gather(kAll);
  if (following_.lines.empty()) return false;
  std::swap(now_, following_);
  following_.lines.clear();
  following_.is_complete = false;
  given_ = 0;
  passed_ = 0;
  if (!trace_begin_) trace_begin_ = now_.begin;
  return true;
}

// The next of as many as are left of this moment, which are anywhere in the rest of it independently of each other: the
// least of n uniform draws is that of 1 - u^(1/n).
Duration TraceArrivals::due(const Line& line) {
  Duration at = line.time;
  if (load_.spread > Duration::zero()) {
    const auto left = static_cast<double>(now_.lines.size() - given_);
    passed_ += (1 - passed_) * (1 - portable::exponential(portable::ln(1 - spread_.uniform()) / left));
    at = now_.begin + Duration(std::llround(passed_ * static_cast<double>(load_.spread.count())));
  }
  const auto since_begin = static_cast<double>((at - *trace_begin_).count());
  const double longest = static_cast<double>(load_.length.count());
  return load_.from + Duration(std::llround(std::min(since_begin / load_.speed, longest)));
}

std::optional<TraceEvent> TraceArrivals::next() {
  ran_out_ = given_ == now_.lines.size() && !go_to_next_moment();
  if (ran_out_) return std::nullopt;
  gather(kReadAhead);
  const Line& line = now_.lines[given_];
  last_due_ = std::max(last_due_, due(line));
  ++given_;
  if (last_due_ >= load_.from + load_.length) return std::nullopt;
  return TraceEvent{
      .due = last_due_, .key = line.key, .value_size_bytes = line.value_size_bytes, .operation = line.operation};
}

}  // namespace stampede::workload
