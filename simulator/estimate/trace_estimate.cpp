#include "simulator/estimate/trace_estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "simulator/estimate/key_table.h"
#include "simulator/workload/trace_reader.h"

namespace stampede::estimate {

namespace {

using workload::TraceLine;
using workload::TraceOperation;

constexpr std::uint64_t kBadLinesMax = 100;
constexpr Duration kDisorder = std::chrono::seconds(1);
constexpr std::uint64_t kSeed = 42;

// Whole seconds, tenths, hundredths or thousandths, as long as all times are.
class Resolution {
 public:
  void add(Duration time) {
    while (step_ < kSteps.size() && time % kSteps[step_] != Duration::zero()) ++step_;
  }
  Duration value() const { return step_ < kSteps.size() ? kSteps[step_] : Duration::zero(); }

 private:
  static constexpr std::array<Duration, 4> kSteps = {std::chrono::seconds(1), std::chrono::milliseconds(100),
                                                     std::chrono::milliseconds(10), std::chrono::milliseconds(1)};
  std::size_t step_ = 0;
};

// Of so many digits that there are never more than some thousands.
std::uint64_t three_digits(std::uint64_t number) {
  std::uint64_t unit = 1;
  while (number / unit >= 1000) unit *= 10;
  return number / unit * unit;
}

std::optional<TtlFit> fit_ttls(const std::map<std::uint64_t, std::uint64_t>& lines_by_ttl) {
  if (lines_by_ttl.empty()) return std::nullopt;
  TtlFit fit{.different = lines_by_ttl.size()};
  std::uint64_t most = 0;
  for (const auto& [ttl_s, lines] : lines_by_ttl) {
    fit.lines += lines;
    if (lines <= most) continue;
    most = lines;
    fit.most_common = std::chrono::seconds(ttl_s);
  }
  std::uint64_t up_to = 0;
  for (const auto& [ttl_s, lines] : lines_by_ttl) {
    fit.median = std::chrono::seconds(ttl_s);
    up_to += lines;
    if (2 * up_to >= fit.lines) break;
  }
  fit.most_common_share = static_cast<double>(most) / static_cast<double>(fit.lines);
  return fit;
}

class Pass {
 public:
  explicit Pass(std::uint64_t keys_max) : keys_(keys_max) {}

  // False: there is no room for its key.
  bool add(const TraceLine& line) {
    const std::size_t known = keys_.records().size();
    const std::optional<std::uint32_t> position = keys_.find_or_add(line.key);
    if (!position) return false;
    KeyRecord& record = keys_[*position];
    if (lines_++ == 0) begin_ = line.time;
    end_ = line.time;
    resolution_.add(line.time);
    if (line.value_size_bytes > 0) {
      record.size_bytes = static_cast<std::uint32_t>(std::min(line.value_size_bytes, kLargestSize)) & kLargestSize;
    }
    if (line.ttl_s > 0) ++lines_by_ttl_[three_digits(line.ttl_s)];
    if (line.operation == TraceOperation::get) {
      add_request(line, *position, record);
    } else {
      add_write(line, *position < known, record);
    }
    return true;
  }

  TraceEstimate finish() const;
  std::uint64_t requests() const { return counts_.requests; }
  std::uint64_t lines() const { return lines_; }

 private:
  static constexpr std::uint64_t kLargestSize = (1U << 30U) - 1;

  void add_request(const TraceLine& line, std::uint32_t position, KeyRecord& record) {
    ++counts_.requests;
    if (record.requests < std::numeric_limits<std::uint32_t>::max()) ++record.requests;
    record.asked_since = 1;
    series_.add(line.time - begin_);
    if (compared_.size() < kRequestsCompared) compared_.push_back(position);
  }

  void add_write(const TraceLine& line, bool is_known, KeyRecord& record) {
    if (line.operation == TraceOperation::remove) {
      ++counts_.deletes;
    } else {
      ++counts_.sets;
      counts_.sets_of_known += is_known ? 1U : 0U;
      counts_.certain += is_known && record.asked_since == 0 ? 1U : 0U;
    }
    record.asked_since = 0;
  }

  KeyTable keys_;
  RateSeries series_;
  Resolution resolution_;
  WriteCounts counts_;
  std::map<std::uint64_t, std::uint64_t> lines_by_ttl_;
  std::vector<std::uint32_t> compared_;
  std::uint64_t lines_ = 0;
  Duration begin_{};
  Duration end_{};
};

std::uint64_t keys_of_model(const TraceEstimate& estimate) {
  double keys = estimate.popularity.keys;
  // Where there is no upper bound, some number has to do.
  constexpr double kTimesTheKeysSeen = 10;
  if (!estimate.popularity.keys_bounded) {
    keys = std::min(keys, kTimesTheKeysSeen * static_cast<double>(estimate.keys_requested));
  }
  return static_cast<std::uint64_t>(std::llround(std::min(keys, static_cast<double>(kKeysMax))));
}

TraceEstimate Pass::finish() const {
  TraceEstimate estimate;
  estimate.lines = lines_;
  estimate.span = end_ - begin_;
  estimate.resolution = resolution_.value();
  estimate.keys_seen = keys_.records().size();
  estimate.counts = counts_;
  estimate.rate = fit_rate(series_, counts_.requests, estimate.span, estimate.resolution);
  std::vector<std::uint32_t> requests;
  std::vector<std::uint32_t> sizes;
  for (const KeyRecord& record : keys_.records()) {
    if (record.requests > 0) requests.push_back(record.requests);
    sizes.push_back(record.size_bytes);
    estimate.value_bytes += record.size_bytes;
  }
  estimate.keys_requested = requests.size();
  estimate.keys_requested_once = static_cast<std::uint64_t>(std::count(requests.begin(), requests.end(), 1U));
  estimate.popularity = fit_popularity(counts_of_counts(std::move(requests)));
  estimate.sizes = fit_sizes(std::move(sizes));
  estimate.ttls = fit_ttls(lines_by_ttl_);
  estimate.writes = fit_writes(counts_);
  estimate.keys = keys_of_model(estimate);
  estimate.check = check_by_replay(compared_, {.count = estimate.keys, .popularity = estimate.popularity.popularity},
                                   measure::RandomStream(kSeed, "requests of the fitted law"));
  return estimate;
}

scenario::TraceLoad load_of(const std::string& path, scenario::TraceFormat format) {
  scenario::TraceLoad load;
  load.path = path;
  load.format = format;
  load.disorder = kDisorder;
  load.bad_lines_max = kBadLinesMax;
  return load;
}

}  // namespace

std::optional<scenario::TraceFormat> format_of_trace(const std::string& path, std::string& problem) {
  constexpr int kLinesLookedAt = 200;
  std::array<std::string, 2> first_bad;
  for (const auto format : {scenario::TraceFormat::plain, scenario::TraceFormat::twitter}) {
    const scenario::TraceLoad load = load_of(path, format);
    workload::TraceReader reader(load);
    std::uint64_t good = 0;
    while (good < kLinesLookedAt && reader.next()) ++good;
    if (good > reader.bad_lines()) return format;
    const bool is_plain = format == scenario::TraceFormat::plain;
    first_bad[is_plain ? 0 : 1] = reader.first_bad_line();
    if (reader.failure() && reader.first_bad_line().empty()) {
      problem = *reader.failure();
      return std::nullopt;
    }
  }
  problem = first_bad[0].empty() ? "has no line"
                                 : fmt::format("is neither plain ({}) nor twitter ({})", first_bad[0], first_bad[1]);
  return std::nullopt;
}

std::variant<TraceEstimate, TraceFailure> estimate_trace(const std::string& path, scenario::TraceFormat format,
                                                         std::uint64_t keys_max) {
  const scenario::TraceLoad load = load_of(path, format);
  workload::TraceReader reader(load);
  Pass pass(keys_max);
  bool had_room = true;
  while (had_room) {
    const std::optional<TraceLine> line = reader.next();
    if (!line) break;
    had_room = pass.add(*line);
  }
  if (reader.failure()) return TraceFailure{*reader.failure()};
  if (pass.lines() <= reader.bad_lines()) {
    return TraceFailure{reader.bad_lines() == 0 ? "has no line" : reader.first_bad_line()};
  }
  if (pass.requests() == 0) return TraceFailure{"has no request (get), only writes"};
  TraceEstimate estimate = pass.finish();
  estimate.bad_lines = reader.bad_lines();
  estimate.first_bad_line = reader.first_bad_line();
  estimate.tolerated_disorder = kDisorder;
  estimate.had_too_many_keys = !had_room;
  return estimate;
}

}  // namespace stampede::estimate
