// What was found in a trace, in words.
#include <fmt/format.h>

#include <cmath>

#include "reports/result/display_text.h"
#include "simulator/draft/from_trace.h"
#include "simulator/draft/titled_lines.h"
#include "simulator/measure/human_units.h"
#include "simulator/scenario/sizes.h"

namespace stampede::draft {

namespace {

using estimate::TraceEstimate;
using measure::human_count;
using measure::human_duration;
using measure::human_number;
using measure::human_share;

std::string count_text(std::uint64_t count) { return human_count(static_cast<double>(count)); }

void add_rate(TitledLines& lines, const TraceEstimate& estimate) {
  if (!estimate.rate) {
    return lines.add("rate", "not to be told: all requests came at one moment");
  }
  const estimate::RateFit& rate = *estimate.rate;
  lines.add("rate",
            fmt::format("{} +- {} requests/s ({} in {}; twice the standard deviation)", human_number(rate.per_s),
                        human_number(2 * rate.deviation_per_s), count_text(estimate.counts.requests),
                        human_duration(estimate.span + estimate.resolution)));
  std::string dispersion;
  for (const estimate::Dispersion& each : rate.dispersion) {
    dispersion += fmt::format("{}{:.2f} over {} (chance: 1 +- {:.2f})", dispersion.empty() ? "" : ", ", each.index,
                              human_duration(each.width), each.within);
  }
  switch (rate.arrivals) {
    case estimate::Arrivals::unknown:
      return lines.add("", "too few to tell how evenly they come");
    case estimate::Arrivals::poisson:
      lines.add("", fmt::format("as even as independent arrivals (Poisson): dispersion index {}", dispersion));
      break;
    case estimate::Arrivals::steadier:
      lines.add("",
                fmt::format("steadier than independent arrivals (Poisson), which the model has: dispersion index {}",
                            dispersion));
      break;
    case estimate::Arrivals::burstier:
      lines.add("",
                fmt::format("BURSTIER than independent arrivals (Poisson), which the model has: dispersion index {}. "
                            "Replay the trace to keep its bursts",
                            dispersion));
  }
  lines.add("",
            fmt::format("busiest {}: {} requests/s", human_duration(rate.peak_width), human_number(rate.peak_per_s)));
  if (rate.trend_share) {
    lines.add("",
              fmt::format("it {} by {} from begin to end (a straight line, more than 4 standard deviations from none); "
                          "the model keeps the mean",
                          *rate.trend_share > 0 ? "rises" : "falls", human_share(std::abs(*rate.trend_share))));
  }
  if (rate.day_and_night) {
    lines.add("",
              fmt::format("day and night: +- {} of the mean, which explains {} of the variance; the model keeps the "
                          R"(mean. For the wave: "load": [{{ "diurnal": {{ "mean": {}, "amplitude": {:.3f}, )"
                          R"("period": "24h", "phase": {:.3f} }} }}])",
                          human_share(rate.day_and_night->amplitude), human_share(rate.day_and_night->explained_share),
                          human_number(rate.day_and_night->mean_per_s), rate.day_and_night->amplitude,
                          rate.day_and_night->phase));
  }
}

void add_popularity(TitledLines& lines, const TraceEstimate& estimate) {
  const auto settings = settings_from(estimate);
  lines.add("popularity", fmt::format("{}: {}", settings.at("popularity").text, settings.at("popularity").reason));
  const auto ahead = [&](const std::optional<double>& by, std::string_view law) {
    if (!by) return;
    lines.add("", fmt::format("{} fits {}: BIC / 2 differs by {}", law,
                              *by > 10 ? "far worse" : (*by > 3 ? "worse" : "hardly worse"), human_number(*by)));
  };
  ahead(estimate.popularity.ahead_of_uniform, "uniform");
  ahead(estimate.popularity.ahead_of_hot_key, "one hot key among keys that are alike");
  ahead(estimate.popularity.ahead_of_zipf, "Zipf's law");
  lines.add("keys", fmt::format("{}: {}", settings.at("keys").text, settings.at("keys").reason));
  lines.add("", fmt::format("{} ({} of those asked for) only once{}", count_text(estimate.keys_requested_once),
                            human_share(static_cast<double>(estimate.keys_requested_once) /
                                        static_cast<double>(estimate.keys_requested)),
                            estimate.had_too_many_keys
                                ? fmt::format(". MORE THAN {} keys: the trace was read up to there, as if it ended",
                                              count_text(estimate::kKeysMax))
                                : ""));
}

void add_check(TitledLines& lines, const TraceEstimate& estimate) {
  if (!estimate.check) return;
  const estimate::ReplayCheck& check = *estimate.check;
  std::string shares =
      fmt::format("hottest key {} / {}", human_share(check.hottest_trace), human_share(check.hottest_model));
  for (const auto& each : check.concentration) {
    shares += fmt::format(", {} of the keys {} / {}", human_share(each.share_of_keys), human_share(each.trace),
                          human_share(each.model));
  }
  lines.add("check",
            fmt::format("the trace's first {} requests / as many drawn from this law:", count_text(check.requests)));
  lines.add("", fmt::format("share of the requests: {}; they differ by at most {} anywhere (Kolmogorov-Smirnov)",
                            shares, human_share(check.distance)));
  std::string hits;
  double worst = 0;
  for (const auto& each : check.lru) {
    hits += fmt::format("{}{} / {} with room for {} of the keys", hits.empty() ? "" : ", ", human_share(each.trace),
                        human_share(each.model), human_share(each.share_of_keys));
    worst = std::max(worst, std::abs(each.trace - each.model));
  }
  lines.add("", fmt::format("hit ratio of an LRU cache: {}", hits));
  constexpr double kWellDescribed = 0.05;
  if (worst > kWellDescribed || check.distance > kWellDescribed) {
    lines.add("",
              "NOT WELL DESCRIBED: they differ by more than 5 percentage points (requests for a key may come "
              "together in time, or popularity follow no such law). Replay the trace rather than this model");
  }
}

void add_values(TitledLines& lines, const TraceEstimate& estimate) {
  if (!estimate.sizes) {
    lines.add("value sizes", "not in the trace");
  } else if (estimate.sizes->is_constant) {
    lines.add("value sizes", fmt::format("{:.0f} B, all alike ({} keys)", estimate.sizes->median_bytes,
                                         count_text(estimate.sizes->keys)));
  } else {
    lines.add(
        "value sizes",
        fmt::format("lognormal with median {:.0f} B and p99 {:.0f} B, by {} keys; measured and fitted distribution "
                    "differ by at most {} (Kolmogorov-Smirnov)",
                    estimate.sizes->median_bytes, estimate.sizes->p99_bytes, count_text(estimate.sizes->keys),
                    human_share(estimate.sizes->distance)));
  }
  if (estimate.value_bytes > 0) {
    lines.add("working set",
              fmt::format("{} keys with {} of values", count_text(estimate.keys_seen),
                          fmt::format("{} MB", human_number(static_cast<double>(estimate.value_bytes) / 1e6))));
  }
  if (!estimate.ttls) {
    lines.add("TTL", "not in the trace");
  } else {
    lines.add("TTL", fmt::format("median {}; most common {} ({} of {} lines with one), {} different ones",
                                 human_duration(estimate.ttls->median), human_duration(estimate.ttls->most_common),
                                 human_share(estimate.ttls->most_common_share), count_text(estimate.ttls->lines),
                                 count_text(estimate.ttls->different)));
  }
}

void add_writes(TitledLines& lines, const TraceEstimate& estimate) {
  const estimate::WriteCounts& counts = estimate.counts;
  lines.add("writes", fmt::format("{} sets, {} deletes beside {} requests", count_text(counts.sets),
                                  count_text(counts.deletes), count_text(counts.requests)));
  if (counts.sets == 0) return;
  const estimate::WriteFit& fit = estimate.writes;
  if (fit.too_few_to_tell) {
    return lines.add("",
                     "whether the sets are writes, or fill the cache after misses, cannot be told from so few; they "
                     "are taken for writes");
  }
  lines.add(
      "", fmt::format("{} of the sets taken for writes, the rest for fills after misses: {} of {} came with no request "
                      "of their key since the last set, and no miss can have caused them; of independent writes, "
                      "each would be so with the probability sets / (requests + writes)",
                      human_share(fit.share_of_sets), count_text(counts.certain), count_text(counts.sets_of_known)));
}

}  // namespace

std::string estimate_text(const TraceEstimate& estimate, const std::string& path, scenario::TraceFormat format) {
  TitledLines lines;
  std::string clock = estimate.resolution > Duration::zero()
                          ? fmt::format("its clock ticks every {}", human_duration(estimate.resolution))
                          : "its clock is finer than a millisecond";
  if (estimate.bad_lines > 0) {
    clock += fmt::format("; {} bad lines left out, the first: {}", estimate.bad_lines, estimate.first_bad_line);
  }
  lines.add("trace",
            fmt::format("{} lines over {}; {}", count_text(estimate.lines), human_duration(estimate.span), clock));
  add_rate(lines, estimate);
  add_popularity(lines, estimate);
  add_check(lines, estimate);
  add_values(lines, estimate);
  add_writes(lines, estimate);
  lines.add("not in a trace",
            "compute time, capacity of the origin, nodes, workers, timeouts, how long values may be kept");
  return fmt::format("Found in {} ({}):\n", reports::printable(path),
                     format == scenario::TraceFormat::plain ? "plain" : "twitter") +
         std::move(lines).text();
}

}  // namespace stampede::draft
