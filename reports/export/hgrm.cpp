// Which runs go together, and the layout of the text.
#include "reports/export/hgrm.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "reports/export/safe_names.h"
#include "reports/result/display_text.h"
#include "reports/result/strategy_row.h"
#include "reports/result/sweep_rows.h"

namespace stampede::reports {
namespace {

struct Exported {
  std::string_view histogram;
  HgrmForm form;
};

constexpr HgrmForm kLatency{.decimals = 6, .sub_buckets = 1024};
constexpr HgrmForm kService{.decimals = 6, .sub_buckets = 128};
constexpr HgrmForm kStaleness{.decimals = 9, .sub_buckets = 128};
constexpr Exported kExported[] = {
    {"latency_ms", kLatency}, {"service_ms", kService}, {"stale_by_s", kStaleness}, {"outdated_by_s", kStaleness}};

// The repetitions of one strategy in one world.
struct Group {
  std::string label;
  std::string display_label;
  std::string world;
  std::vector<Setting> point;
  std::vector<const RunResult*> valid;
  std::size_t not_valid = 0;
};

std::vector<Group> groups_of(const Result& result) {
  std::vector<Group> groups;
  for (const RunResult& run : result.runs) {
    auto group = std::find_if(groups.begin(), groups.end(), [&run](const Group& other) {
      return other.label == run.label && other.world == run.world && other.point == run.point;
    });
    if (group == groups.end())
      group = groups.insert(group, Group{run.label, display_label(run), run.world, run.point, {}, 0});
    if (run.valid) {
      group->valid.push_back(&run);
    } else {
      ++group->not_valid;
    }
  }
  return groups;
}

std::optional<double> metric(const RunResult& run, std::string_view histogram, std::string_view which) {
  const auto found = run.metrics.find(fmt::format("{}.{}", histogram, which));
  return found == run.metrics.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t count_in(const HistogramData& histogram) {
  std::uint64_t count = 0;
  for (const auto& [highest, in_bucket] : histogram.buckets) count += in_bucket;
  return count;
}

struct Merged {
  MergedHistogram histogram;
  std::optional<double> mean;  // only if every run knows its own
};

Merged merge(const std::vector<const RunResult*>& runs, std::string_view name) {
  Merged merged;
  double sum = 0;
  bool means_known = true;
  for (const RunResult* run : runs) {
    const auto found = run->histograms.find(std::string(name));
    if (found == run->histograms.end()) continue;
    add(merged.histogram, found->second, metric(*run, name, "max"));
    const std::optional<double> mean = metric(*run, name, "mean");
    means_known = means_known && mean;
    sum += mean.value_or(0) * static_cast<double>(count_in(found->second));
  }
  if (means_known && merged.histogram.total > 0) merged.mean = sum / static_cast<double>(merged.histogram.total);
  return merged;
}

std::string repetitions_text(std::size_t count) { return fmt::format("{} repetition{}", count, count == 1 ? "" : "s"); }

std::string tail_text(const MergedHistogram& histogram, const HgrmForm& form) {
  return fmt::format("# p99: {:.{}f}\n# p99.9: {:.{}f}\n", value_below_one_in(histogram, 100), form.decimals,
                     value_below_one_in(histogram, 1000), form.decimals);
}

std::string about(const NamedResult& named, const Group& group, std::string_view histogram) {
  std::string text = fmt::format("# scenario: {}\n# strategy: {}\n# world: {}\n# histogram: {}\n# result: {}\n",
                                 printable(named.result->scenario_name), group.display_label, printable(group.world),
                                 histogram, printable(named.file));
  for (const Setting& setting : group.point) {
    text += fmt::format("# {}: {}\n", printable(setting.path), setting_text(setting.value));
  }
  text += fmt::format("# of {} taken together", repetitions_text(group.valid.size()));
  if (group.not_valid > 0) text += fmt::format("; {} left out: not valid", group.not_valid);
  return text + "\n";
}

std::string stem_of(const NamedResult& named, const Group& group, std::string_view histogram) {
  std::string label = safe_part(group.label);
  for (const Setting& setting : group.point) {
    label += fmt::format(".{}", safe_part(fmt::format("{}={}", setting.path, setting_text(setting.value))));
  }
  return fmt::format("{}.{}.{}.{}", safe_part(named.result->scenario_name), label, safe_part(group.world), histogram);
}

void add_files(const NamedResult& named, const Group& group, UniqueNames& names, HgrmExport& made) {
  const std::string which = fmt::format("{} in {}", group.display_label, printable(named.file));
  if (group.valid.empty()) {
    made.left_out.push_back(fmt::format("{}: no repetition is valid", which));
    return;
  }
  const std::size_t before = made.files.size();
  for (const auto& [histogram, form] : kExported) {
    const Merged merged = merge(group.valid, histogram);
    if (merged.histogram.total == 0) continue;
    made.files.push_back({names.unique(stem_of(named, group, histogram), ".hgrm"),
                          hgrm_text(merged.histogram, merged.mean, form) + tail_text(merged.histogram, form) +
                              about(named, group, histogram)});
  }
  if (made.files.size() == before) made.left_out.push_back(fmt::format("{}: the result holds no histogram", which));
}

}  // namespace

HgrmExport hgrm_files(const NamedResults& results) {
  HgrmExport made;
  UniqueNames names;
  for (const NamedResult& named : results) {
    // A sweep has hundreds of strategies at points, and says the same of each.
    const bool keeps_any = std::any_of(named.result->runs.begin(), named.result->runs.end(),
                                       [](const RunResult& run) { return !run.histograms.empty(); });
    if (named.result->sweep && !keeps_any) {
      made.left_out.push_back(fmt::format("{}: a sweep keeps no histograms", printable(named.file)));
      continue;
    }
    if (named.result->runs.empty()) made.left_out.push_back(fmt::format("{}: no run", printable(named.file)));
    for (const Group& group : groups_of(*named.result)) add_files(named, group, names, made);
  }
  return made;
}

std::string hgrm_text(const MergedHistogram& histogram, std::optional<double> mean, const HgrmForm& form) {
  std::string text =
      fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  for (const PercentileLine& line : percentile_lines(histogram)) {
    text += fmt::format("{:12.{}f} {:14.12f} {:10}", line.value, form.decimals, line.percentile, line.up_to);
    if (line.inverse_rest > 0) text += fmt::format(" {:14.2f}", line.inverse_rest);
    text += "\n";
  }
  const auto total = static_cast<double>(histogram.total);
  double sum = 0;
  for (const auto& [highest, count] : histogram.buckets) sum += highest * static_cast<double>(count);
  const double centre = mean.value_or(sum / total);
  double squares = 0;
  for (const auto& [highest, count] : histogram.buckets) {
    const double distance = std::min(highest, histogram.max) - centre;
    squares += distance * distance * static_cast<double>(count);
  }
  text += fmt::format("#[Mean    = {:12.{}f}, StdDeviation   = {:12.{}f}]\n", centre, form.decimals,
                      std::sqrt(squares / total), form.decimals);
  text +=
      fmt::format("#[Max     = {:12.{}f}, Total count    = {:12}]\n", histogram.max, form.decimals, histogram.total);
  return text + fmt::format("#[Buckets = {:12}, SubBuckets     = {:12}]\n", histogram.buckets.size(), form.sub_buckets);
}

}  // namespace stampede::reports
