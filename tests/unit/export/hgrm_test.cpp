// The text format of HdrHistogram, and what goes into which file.
#include "reports/export/hgrm.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>

#include "simulator/measure/histogram.h"
#include "tests/golden/golden.h"

namespace stampede::reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> names_of(const HgrmExport& made) {
  std::vector<std::string> names;
  for (const ExportedFile& file : made.files) names.push_back(file.name);
  return names;
}

MergedHistogram histogram_of(std::vector<std::pair<double, std::uint64_t>> buckets) {
  MergedHistogram merged;
  add(merged, {"ms", std::move(buckets)}, std::nullopt);
  return merged;
}

// As HdrHistogram itself prints three values (the expectation of its JavaScript version's own test).
TEST(HgrmText, IsWhatHdrHistogramPrints) {
  const std::string text =
      hgrm_text(histogram_of({{25, 1}, {50, 1}, {75, 1}}), 50, {.decimals = 3, .sub_buckets = 2048});
  EXPECT_EQ(text,
            "       Value     Percentile TotalCount 1/(1-Percentile)\n\n"
            "      25.000 0.000000000000          1           1.00\n"
            "      25.000 0.100000000000          1           1.11\n"
            "      25.000 0.200000000000          1           1.25\n"
            "      25.000 0.300000000000          1           1.43\n"
            "      50.000 0.400000000000          2           1.67\n"
            "      50.000 0.500000000000          2           2.00\n"
            "      50.000 0.550000000000          2           2.22\n"
            "      50.000 0.600000000000          2           2.50\n"
            "      50.000 0.650000000000          2           2.86\n"
            "      75.000 0.700000000000          3           3.33\n"
            "      75.000 1.000000000000          3\n"
            "#[Mean    =       50.000, StdDeviation   =       20.412]\n"
            "#[Max     =       75.000, Total count    =            3]\n"
            "#[Buckets =            3, SubBuckets     =         2048]\n");
}

// Independent: by counting along a sorted list of all values.
TEST(Percentiles, AgreeWithSortingAllValues) {
  std::vector<double> values;
  std::map<double, std::uint64_t> counts;
  std::uint64_t state = 1;
  for (int i = 0; i < 12'345; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    values.push_back(static_cast<double>((state >> 40U) % 5000U) / 16);
    ++counts[values.back()];
  }
  std::sort(values.begin(), values.end());
  MergedHistogram merged;
  add(merged, {"ms", {counts.begin(), counts.end()}}, values.back());
  const std::vector<PercentileLine> lines = percentile_lines(merged);
  ASSERT_GT(lines.size(), 60);
  for (const PercentileLine& line : lines) {
    const auto rank = static_cast<std::size_t>(std::ceil(line.percentile * 12'345 - 1e-7));
    EXPECT_EQ(line.value, values[rank == 0 ? 0 : rank - 1]) << line.percentile;
    EXPECT_EQ(line.up_to, std::upper_bound(values.begin(), values.end(), line.value) - values.begin());
  }
  EXPECT_EQ(value_below_one_in(merged, 100), values[12'222 - 1]);
  EXPECT_EQ(value_below_one_in(merged, 1000), values[12'333 - 1]);
  EXPECT_EQ(lines.back().value, values.back());
}

TEST(Percentiles, AreThoseOfTheRecorder) {
  measure::Histogram recorded;
  for (std::int64_t i = 0; i < 1000; ++i) recorded.record(Duration(i * i * 7919));
  MergedHistogram merged;
  HistogramData data{"ns", {}};
  recorded.for_each_bucket([&](Duration highest, std::uint64_t count) {
    data.buckets.emplace_back(static_cast<double>(highest.count()), count);
  });
  add(merged, data, static_cast<double>(recorded.max().count()));
  for (const PercentileLine& line : percentile_lines(merged)) {
    EXPECT_EQ(line.value, static_cast<double>(recorded.quantile(line.percentile).count())) << line.percentile;
  }
  EXPECT_EQ(value_below_one_in(merged, 100), static_cast<double>(recorded.quantile(0.99).count()));
  EXPECT_EQ(value_below_one_in(merged, 1000), static_cast<double>(recorded.quantile(0.999).count()));
}

TEST(Percentiles, AreAtTheSameLevelsHoweverManyValues) {
  const std::vector<PercentileLine> few = percentile_lines(histogram_of({{1, 20}, {2, 1}}));
  const std::vector<PercentileLine> many = percentile_lines(histogram_of({{1, 1'000'000'000'000}, {2, 1}}));
  ASSERT_LT(few.size(), many.size());
  for (std::size_t i = 0; i + 1 < few.size(); ++i) EXPECT_EQ(few[i].percentile, many[i].percentile);
  EXPECT_THAT(percentile_lines(histogram_of({})), IsEmpty());
}

TEST(Percentiles, OfRepetitionsAreThoseOfAllTheirValues) {
  MergedHistogram merged;
  add(merged, {"ms", {{1, 2}, {3, 1}}}, 2.5);
  add(merged, {"ms", {{1, 1}, {2, 4}}}, 2.0);
  add(merged, {"ms", {}}, std::nullopt);
  EXPECT_THAT(merged.buckets, ElementsAre(std::pair(1, 3), std::pair(2, 4), std::pair(3, 1)));
  EXPECT_EQ(merged.total, 8);
  EXPECT_EQ(merged.max, 2.5);
  EXPECT_EQ(percentile_lines(merged).back().value, 2.5);
}

// Latency is kept as it was recorded, service time and staleness with 128 buckets per power of two.
TEST(HgrmFiles, AgreeWithTheMetricsOfTheirRun) {
  Result one = golden::result();
  std::size_t compared = 0;
  for (const RunResult& run : golden::result().runs) {
    one.runs = {run};
    one.runs[0].valid = true;
    for (const ExportedFile& file : hgrm_files({{"one", &one}}).files) {
      const std::string metric =
          file.name.substr(0, file.name.size() - 5).substr(file.name.rfind('.', file.name.size() - 6) + 1);
      const double tolerance = metric == "latency_ms" ? 5e-10 : 1.0 / 128;
      for (const auto& [mark, which] : {std::pair("\n# p99: ", ".p99"), std::pair("\n# p99.9: ", ".p99_9")}) {
        if (!run.metrics.contains(metric + which)) continue;
        const double expected = run.metrics.at(metric + which);
        const double shown = std::strtod(file.text.c_str() + file.text.find(mark) + std::string(mark).size(), nullptr);
        EXPECT_NEAR(shown, expected, expected * tolerance + 1e-9) << file.name << which;
        ++compared;
      }
    }
  }
  EXPECT_GE(compared, 20);
}

TEST(HgrmFiles, LeaveOutWhatIsNotValidAndSaySo) {
  Result result = golden::result();
  const HgrmExport made = hgrm_files({{"result.json", &result}});
  EXPECT_THAT(made.left_out, IsEmpty());
  EXPECT_THAT(made.files.at(0).text, HasSubstr("# of 2 repetitions taken together; 1 left out: not valid\n"));
  for (RunResult& run : result.runs) run.valid = run.valid && run.label != "plain_ttl";
  const HgrmExport without = hgrm_files({{"result.json", &result}});
  EXPECT_THAT(without.left_out, ElementsAre("plain_ttl in result.json: no repetition is valid"));
  for (const std::string& name : names_of(without)) EXPECT_THAT(name, Not(HasSubstr("plain_ttl")));
}

TEST(HgrmFiles, SayWhyThereAreNone) {
  Result sweep;
  sweep.sweep = Sweep{};
  sweep.runs.emplace_back();
  Result empty;
  Result without;
  without.runs.emplace_back().label = "a";
  EXPECT_THAT(hgrm_files({{"1", &sweep}, {"2", &empty}, {"3", &without}}).left_out,
              ElementsAre("1: a sweep keeps no histograms", "2: no run", "a in 3: the result holds no histogram"));
}

TEST(HgrmFiles, OfSeveralResultsNeverShareAName) {
  const Result result = golden::result();
  const std::vector<std::string> names = names_of(hgrm_files({{"1", &result}, {"2", &result}}));
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  EXPECT_THAT(names, testing::Contains("golden.plain_ttl.virtual.latency_ms.hgrm"));
  EXPECT_THAT(names, testing::Contains("golden.plain_ttl.virtual.latency_ms-2.hgrm"));
}

TEST(GoldenHgrm, IsAsLastLookedAt) {
  std::string text;
  const Result result = golden::result();
  for (const ExportedFile& file : hgrm_files({{"result.json", &result}}).files) text += file.name + "\n" + file.text;
  golden::expect_golden("result.hgrm", text);
  const Result hostile = golden::result("hostile.json");
  std::string names;
  for (const ExportedFile& file : hgrm_files({{"hostile.json", &hostile}}).files) {
    names += file.name + "\n" + file.text.substr(file.text.find("# p99"));
  }
  golden::expect_golden("hostile.hgrm", names);
}

}  // namespace
}  // namespace stampede::reports
