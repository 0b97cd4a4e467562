#include "simulator/draft/from_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulator/measure/human_units.h"
#include "simulator/scenario/sizes.h"
#include "strategies/units.h"

namespace stampede::draft {

namespace {

using estimate::TraceEstimate;
using measure::human_count;

// The origin's mark, and the longest name that a key of the draft can have.
constexpr double kLeastValueBytes = 96 + 12;
constexpr double kLargestValueBytes = 512.0 * 1024 * 1024;

Duration length_of(const TraceEstimate& estimate) { return estimate.span + estimate.resolution; }

Known keys_setting(const TraceEstimate& estimate) {
  const auto& fit = estimate.popularity;
  std::string reason = fmt::format("{} were asked for", human_count(static_cast<double>(estimate.keys_requested)));
  if (fit.keys_bounded) {
    reason += fmt::format(", and with those that were not there are {} to {} (95 %)",
                          human_count(fit.keys_interval.low), human_count(fit.keys_interval.high));
  } else {
    reason += fmt::format(", and it is too short to tell how many there are: {} at least, by the law",
                          human_count(fit.keys_interval.low));
  }
  return {fmt::to_string(estimate.keys), reason};
}

Known popularity_setting(const TraceEstimate& estimate) {
  const auto& fit = estimate.popularity;
  if (const auto* zipf = std::get_if<scenario::ZipfPopularity>(&fit.popularity)) {
    return {fmt::format("zipf:{:.3f}", std::min(zipf->exponent, 10.0)),
            fmt::format("Zipf's law with {:.3f} to {:.3f} (95 %)", fit.exponent_interval->low,
                        fit.exponent_interval->high)};
  }
  if (const auto* hot = std::get_if<scenario::HotKeyPopularity>(&fit.popularity)) {
    return {fmt::format("hot:{:.4g}", std::max(hot->share, 0.001)), "one key has this share, the others are alike"};
  }
  return {"uniform", "keys are alike, as far as chance lets it be seen"};
}

Known value_size_setting(const estimate::SizeFit& sizes) {
  const auto bytes = [](double size) {
    return static_cast<std::uint64_t>(std::llround(std::clamp(size, kLeastValueBytes, kLargestValueBytes)));
  };
  const bool is_raised = sizes.median_bytes < kLeastValueBytes;
  const std::string reason = fmt::format(
      "by the sizes of {} keys{}", human_count(static_cast<double>(sizes.keys)),
      is_raised
          ? fmt::format(", raised to the least that the simulator needs, from a median of {:.0f} B", sizes.median_bytes)
          : "");
  const std::uint64_t median = bytes(sizes.median_bytes);
  const std::uint64_t p99 = bytes(sizes.p99_bytes);
  if (sizes.is_constant || p99 <= median) return {fmt::format("{}B", median), reason};
  return {fmt::format("lognormal:{}B,{}B", median, p99), reason};
}

}  // namespace

std::map<std::string, Known, std::less<>> settings_from(const TraceEstimate& estimate) {
  std::map<std::string, Known, std::less<>> settings;
  settings["keys"] = keys_setting(estimate);
  settings["popularity"] = popularity_setting(estimate);
  if (estimate.rate) {
    const std::string span = measure::human_duration(length_of(estimate));
    settings["rate"] = {
        fmt::format("{:.4g}", estimate.rate->per_s),
        fmt::format("{} requests in {}", human_count(static_cast<double>(estimate.counts.requests)), span)};
    const double writes_per_s = estimate.writes.writes / to_seconds(length_of(estimate));
    settings["write-rate"] = {
        fmt::format("{:.4g}", writes_per_s),
        fmt::format("{} writes in {}, of {} sets and {} deletes", human_count(estimate.writes.writes), span,
                    human_count(static_cast<double>(estimate.counts.sets)),
                    human_count(static_cast<double>(estimate.counts.deletes)))};
  }
  if (estimate.sizes) settings["value-size"] = value_size_setting(*estimate.sizes);
  if (estimate.ttls) {
    settings["ttl"] = {
        format_duration(estimate.ttls->median),
        fmt::format("the median TTL of {} lines", human_count(static_cast<double>(estimate.ttls->lines)))};
  }
  return settings;
}

ReplayedTrace replay_of(const TraceEstimate& estimate, std::string path, scenario::TraceFormat format) {
  constexpr double kHalf = 0.5;
  return {.path = std::move(path),
          .format = format,
          .spread = estimate.resolution,
          .span = estimate.span,
          .bad_lines = estimate.bad_lines,
          .sets_write = estimate.counts.sets == 0 || estimate.writes.share_of_sets > kHalf};
}

}  // namespace stampede::draft
