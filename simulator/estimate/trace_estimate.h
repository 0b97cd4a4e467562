// What one pass over a trace tells of the service that it was recorded at. Memory grows with the different keys, about
// 32 to 48 bytes for each, up to a limit; not with the requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "simulator/estimate/popularity_fit.h"
#include "simulator/estimate/rate_fit.h"
#include "simulator/estimate/replay_check.h"
#include "simulator/estimate/size_fit.h"
#include "simulator/estimate/write_fit.h"
#include "simulator/scenario/scenario.h"

namespace stampede::estimate {

// As many as a scenario can have.
inline constexpr std::uint64_t kKeysMax = 10'000'000;

struct TtlFit {
  std::uint64_t lines = 0;  // that had one
  Duration median{};
  Duration most_common{};
  double most_common_share = 0;
  std::uint64_t different = 0;
};

struct TraceEstimate {
  std::uint64_t lines = 0;
  std::uint64_t bad_lines = 0;
  std::string first_bad_line;
  Duration tolerated_disorder{};
  Duration span{};        // from the first line to the last
  Duration resolution{};  // of its clock; zero: finer than a millisecond
  std::uint64_t keys_seen = 0;
  std::uint64_t keys_requested = 0;
  std::uint64_t keys_requested_once = 0;
  std::uint64_t value_bytes = 0;   // of all keys whose size is known
  bool had_too_many_keys = false;  // it was read up to there, and what follows left out
  WriteCounts counts;
  std::optional<RateFit> rate;
  PopularityFit popularity;
  std::uint64_t keys = 1;  // that the model has: as many as were estimated, and as a scenario can have
  std::optional<SizeFit> sizes;
  std::optional<TtlFit> ttls;
  WriteFit writes;
  std::optional<ReplayCheck> check;
};

struct TraceFailure {
  std::string message;  // without the file's name
};

// Which format the first lines have. Empty: none of them, or the file cannot be read, as `problem` says.
std::optional<scenario::TraceFormat> format_of_trace(const std::string& path, std::string& problem);

std::variant<TraceEstimate, TraceFailure> estimate_trace(const std::string& path, scenario::TraceFormat format,
                                                         std::uint64_t keys_max = kKeysMax);

}  // namespace stampede::estimate
