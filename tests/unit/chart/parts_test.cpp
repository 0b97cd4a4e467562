// The parts that charts are put together from: tables, scales, quantiles, the Pareto front, labels.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reports/chart/figures.h"
#include "reports/chart/labels.h"
#include "reports/chart/pareto.h"
#include "reports/chart/quantiles.h"
#include "reports/chart/scale.h"
#include "reports/chart/table.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using nlohmann::ordered_json;
using testing::ElementsAre;

TEST(ChartTable, TellsTheSameInBothNotations) {
  Table table({"strategy", "value"});
  table.add({"a", 1});
  table.add({"a", nullptr});
  table.add({"b", 2.5});
  table.add({"a", 3});
  EXPECT_EQ(table.as_rows().dump(),
            R"([{"strategy":"a","value":1},{"strategy":"a"},{"strategy":"b","value":2.5},{"strategy":"a","value":3}])");
  EXPECT_EQ(table.compact().dump(),
            R"({"rows":4,"columns":{"strategy":{"words":["a","b"],"runs":[0,2,1,1,0,1]},"value":[1,null,2.5,3]}})");
}

TEST(ChartTable, SaysOfMostlyEmptyColumnsWhereTheirValuesAre) {
  Table table({"never", "once"});
  for (int row = 0; row < 5; ++row) table.add({nullptr, row == 3 ? nlohmann::json("flush") : nlohmann::json()});
  EXPECT_EQ(table.compact().dump(),
            R"({"rows":5,"columns":{"never":{"at":[],"values":[]},"once":{"at":[3],"values":["flush"]}}})");
}

TEST(ChartTable, ShortensToFiveDigits) {
  EXPECT_EQ(shortened(1002.115054), 1002.1);
  EXPECT_EQ(shortened(0.0), 0.0);
  EXPECT_EQ(shortened(-0.0000123456), -0.000012346);
  EXPECT_EQ(shortened(123456789), 123460000);
}

Extent extent(std::initializer_list<double> values) {
  Extent all;
  for (const double value : values) all.add(value);
  return all;
}

TEST(ChartScale, IsLinearWithinAMagnitudeAndHasAPlaceForZeroBeyond) {
  EXPECT_EQ(choose_scale(extent({3, 5})).scale["type"], "linear");
  EXPECT_EQ(choose_scale(extent({0, 0})).scale["type"], "linear");
  EXPECT_EQ(choose_scale(extent({0.04, 200})).scale["type"], "log");
  const ScaleChoice with_zero = choose_scale(extent({0, 0.04, 200}));
  EXPECT_EQ(with_zero.scale["type"], "symlog");
  EXPECT_EQ(with_zero.ticks[0], 0.0);
  EXPECT_NEAR(with_zero.ticks[1].get<double>(), 0.01, 1e-12);
}

// Whatever is added: it lies on the scale, and its ticks do, too.
TEST(ChartScale, HoldsAllOfItsExtent) {
  for (const double low : {0.0, 1e-6, 0.3, 1.0, 7.0, 5000.0}) {
    for (const double factor : {1.0, 2.0, 9.0, 1e3, 1e9}) {
      const double high = (low > 0 ? low : 1.0) * factor;
      for (const ScaleChoice& choice : {choose_scale(extent({low, high})), linear_scale(extent({low, high}))}) {
        EXPECT_GE(place_on(choice, low), -1e-9) << choice.scale;
        EXPECT_LE(place_on(choice, high), 1 + 1e-9) << choice.scale;
        EXPECT_FALSE(choice.ticks.empty());
        for (const ordered_json& tick : choice.ticks) {
          EXPECT_GE(place_on(choice, tick.get<double>()), -1e-9) << choice.scale << tick;
          EXPECT_LE(place_on(choice, tick.get<double>()), 1 + 1e-9) << choice.scale << tick;
        }
      }
    }
  }
}

TEST(ChartScale, KeepsAMarginOfItsOwnLength) {
  for (const auto& values : {extent({3, 5}), extent({0.04, 200}), extent({0, 0.04, 200})}) {
    const ScaleChoice plain = choose_scale(values);
    const ScaleChoice wide = with_margin(plain, 0.1, 0.3);
    EXPECT_NEAR(place_on(wide, plain.scale["domain"][0]), 0.1 / 1.4, 1e-9) << wide.scale;
    EXPECT_NEAR(place_on(wide, plain.scale["domain"][1]), 1.1 / 1.4, 1e-9) << wide.scale;
  }
}

TEST(ChartScale, TakesUnitsFromTheRegistry) {
  EXPECT_EQ(title_of(measures::kLatencyP99), "p99 latency (ms)");
  EXPECT_EQ(title_of(measures::kRecomputations), "recomputations");
  EXPECT_EQ(title_of(measures::kBytes), "bytes per request");
}

RunResult run_with_latencies(std::vector<std::pair<double, std::uint64_t>> buckets, double max) {
  RunResult run = example_run("a", {{"latency_ms.max", max}});
  run.histograms["latency_ms"] = {"ms", std::move(buckets)};
  return run;
}

TEST(ChartQuantiles, AreExactOnWhatTheBucketsHold) {
  const auto quantiles = Quantiles::of_latency(run_with_latencies({{1, 900}, {10, 90}, {100, 9}, {1000, 1}}, 950));
  ASSERT_TRUE(quantiles);
  EXPECT_EQ(quantiles->at(0), 1);
  EXPECT_EQ(quantiles->at(0.9), 1);
  EXPECT_EQ(quantiles->at(0.901), 10);
  EXPECT_EQ(quantiles->at(0.99), 10);
  EXPECT_EQ(quantiles->at(0.999), 100);
  EXPECT_EQ(quantiles->at(1), 950) << "never above the longest";
}

TEST(ChartQuantiles, LineEndsWithTheMaximumAndStepsWhereTheValuesDo) {
  const auto one = Quantiles::of_latency(run_with_latencies({{1, 990}, {100, 10}}, 100));
  const std::vector<QuantilePoint> points = quantile_points({*one});
  ASSERT_EQ(points.size(), 4U) << "two levels, the ends of each";
  EXPECT_EQ(points.front().one_in, 1);
  EXPECT_EQ(points[1].one_in, 100);
  EXPECT_EQ(points[1].middle, 1);
  EXPECT_EQ(points[2].middle, 100);
  EXPECT_EQ(points.back().middle, 100);
}

TEST(ChartQuantiles, ShowMedianAndSpreadOfRepetitions) {
  std::vector<Quantiles> all;
  for (const double value : {3.0, 1.0, 2.0})
    all.push_back(*Quantiles::of_latency(run_with_latencies({{value, 5}}, value)));
  const std::vector<QuantilePoint> points = quantile_points(all);
  EXPECT_EQ(points.front().low, 1);
  EXPECT_EQ(points.front().middle, 2);
  EXPECT_EQ(points.front().high, 3);
}

TEST(ChartQuantiles, AreAbsentWithoutSamples) {
  EXPECT_FALSE(Quantiles::of_latency(example_run("a", {})));
  EXPECT_FALSE(Quantiles::of_latency(run_with_latencies({}, 1)));
  EXPECT_TRUE(quantile_points({}).empty());
}

TEST(Pareto, KeepsWhatNothingElseBeatsInEverything) {
  EXPECT_THAT(undominated({{1, 5}, {5, 1}, {5, 5}, {1, 5}}), ElementsAre(true, true, false, true));
  EXPECT_TRUE(undominated({}).empty());
}

TEST(Pareto, LeavesOutBoundsRunsThatAreNotValidAndLowerBounds) {
  RunResult cut_off = example_run("cut_off", {{"recomputations.total", 0}});
  cut_off.warnings.push_back({"not_at_rest", "Work was still going on."});
  const std::vector<RunResult> runs{example_run("good", {{"latency_ms.p99", 1}}), example_run("worse", {}),
                                    not_valid(example_run("fast", {{"latency_ms.p99", 0}})), bound_run(), cut_off};
  EXPECT_THAT(pareto_front(subjects_of(runs, {})), ElementsAre(true, false, false, false, false));
}

// To fail at once is no way onto the front for free: another one that answers is not beaten by it.
TEST(Pareto, CountsRequestsWithoutAValue) {
  const std::vector<RunResult> runs{example_run("fails", {{"latency_ms.p99", 1}, {"errors.cold_cache", 999}}),
                                    example_run("answers", {{"latency_ms.p99", 2}})};
  EXPECT_THAT(pareto_front(subjects_of(runs, {})), ElementsAre(true, true));
}

TEST(Subjects, KeepInvalidRunsOutOfAllFigures) {
  const std::vector<RunResult> runs{
      example_run("a", {{"latency_ms.p99", 1}}), example_run("a", {{"latency_ms.p99", 3}}),
      not_valid(example_run("a", {{"latency_ms.p99", 900}})), not_valid(example_run("b", {{"latency_ms.p99", 7}}))};
  const std::vector<Subject> subjects = subjects_of(runs, {});
  ASSERT_EQ(subjects.size(), 2U);
  EXPECT_EQ(subjects[0].name, "a (1 of 3 runs not valid)");
  EXPECT_EQ(subjects[0].figure("latency_ms.p99")->value, 2);
  EXPECT_EQ(subjects[0].figure("latency_ms.p99")->high, 3);
  EXPECT_EQ(subjects[1].name, "b (not valid)");
  EXPECT_EQ(subjects[1].figure("latency_ms.p99")->value, 7);
}

TEST(Subjects, KeepTheirColoursAcrossResults) {
  ChartOptions options;
  options.strategies = {"z", "b", "a"};
  const std::vector<RunResult> runs{example_run("a", {}), example_run("new", {}), example_run("b", {})};
  const std::vector<Subject> subjects = subjects_of(runs, options);
  EXPECT_EQ(subjects[0].colour, 2U);
  EXPECT_EQ(subjects[1].colour, 3U);
  EXPECT_EQ(subjects[2].colour, 1U);
}

TEST(Subjects, HaveDifferentNamesHoweverTheirLabelsLook) {
  const std::vector<RunResult> runs{example_run("a\n", {}), example_run("a\\x0a", {}), example_run("", {})};
  const std::vector<Subject> subjects = subjects_of(runs, {});
  EXPECT_NE(subjects[0].name, subjects[1].name);
  EXPECT_EQ(subjects[2].name, "(without a name)");
}

TEST(Figures, MarkLowerBoundsAsTablesDo) {
  RunResult run = example_run("a", {{"recomputations.total", 20}, {"answers.stale", 3}});
  run.warnings.push_back({"not_at_rest", "Work was still going on."});
  const std::vector<RunResult> runs{run};
  const std::vector<Subject> subjects = subjects_of(runs, {});
  EXPECT_EQ(figure_text(subjects[0], measures::kRecomputations), "20+");
  EXPECT_EQ(figure_text(subjects[0], measures::kStale), "3");
  EXPECT_EQ(figure_text(subjects[0], measures::kBytes), "-");
}

TEST(Figures, OfRequestsWithoutAValueAreTheWorstRepetition) {
  const std::vector<RunResult> runs{example_run("a", {{"errors.timeout", 2}, {"answers.empty", 3}}),
                                    example_run("a", {{"errors.origin", 9}})};
  const Figure figure = *figure_of(subjects_of(runs, {})[0], measures::kWithoutValue);
  EXPECT_EQ(figure.value, 9);
  EXPECT_EQ(figure.low, 5);
}

TEST(Labels, ShareAPlaceAndNeverLieOverEachOther) {
  const std::vector<PlacedLabel> labels = place_labels(
      {{"a", 1, 1, 50, 50, false}, {"b", 1, 1, 51, 50, true}, {"c", 2, 2, 100, 50, false}, {"d", 3, 3, 50, 200, false}},
      250, 260);
  ASSERT_EQ(labels.size(), 3U);
  EXPECT_EQ(labels[0].text, "b and 1 more");
  EXPECT_EQ(labels[0].names, "b, a");
  EXPECT_NE(labels[0].down, 0) << "beside the point it would lie on c";
}

}  // namespace
}  // namespace stampede::reports
