// A run that lasts for days, with very many requests and workers: no sum overflows, and what it leaves behind stays
// small.
#include <gmock/gmock.h>

#include "simulator/measure/series_recorder.h"
#include "tests/unit/measure/recorder_fixture.h"

namespace stampede::measure {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Optional;

Duration step_for(Duration step, Duration load_length, Duration length_max) {
  RecorderSettings settings;
  settings.series_step = step;
  settings.load_length = load_length;
  settings.length_max = length_max;
  return series_step(settings);
}

TEST(SeriesStep, StaysAsWideAsAskedForWhereTheStepsAreFewEnough) {
  EXPECT_EQ(step_for(100ms, 0s, 0s), 100ms);
  EXPECT_EQ(step_for(100ms, 10s, 45s), 100ms);
  EXPECT_EQ(step_for(5ms, 10s, 45s), 5ms);
  EXPECT_EQ(step_for(1ms, 4096ms, 4096ms), 1ms);
  EXPECT_EQ(step_for(1ms, 1ms, 16384ms), 1ms);
}

TEST(SeriesStep, DoublesUntilTheStepsOfTheLoadAreFewEnough) {
  EXPECT_EQ(step_for(1ms, 4096ms + 1ns, 4097ms), 2ms);
  EXPECT_EQ(step_for(1ms, 8192ms, 8192ms), 2ms);
  EXPECT_EQ(step_for(1ms, 8193ms, 8193ms), 4ms);
  EXPECT_EQ(step_for(100ms, 100'000s, 100'035s), 25600ms);
}

TEST(SeriesStep, DoublesUntilALongEndWouldNotBringTooManySteps) {
  EXPECT_EQ(step_for(1ms, 1s, 16384ms + 1ns), 2ms);
  EXPECT_EQ(step_for(1ms, 1s, 1h), 256ms);
}

TEST(SeriesStep, OfTheLongestRunWithTheFinestStepIsFound) {
  const Duration step = step_for(1ns, 3650 * 24h, 3 * 3650 * 24h);
  EXPECT_LE(3650 * 24h / step, kLoadStepsMax);
  EXPECT_GT(3650 * 24h / step, kLoadStepsMax / 2);
}

class LongRun : public RecorderTest {};

TEST_F(LongRun, HasAWiderStepWhosePercentilesAreThoseOfAllItsRequests) {
  settings.series_step = 1ms;
  settings.load_length = 8192ms;
  settings.length_max = 9s;
  // 98 answers after 0 ms in the step's first half, 2 after 1 ms in its second: the halves' own p99 are 0 and 1.
  for (int i = 0; i < 98; ++i) answer(request(0), value(0), 0);
  for (int i = 0; i < 2; ++i) answer(request(0), value(0), 1);
  const TimeSeries series = finish(2).series;
  EXPECT_THAT(series.columns.at("latency_ms.p50"), ElementsAre(0));
  EXPECT_THAT(series.columns.at("latency_ms.p99"), ElementsAre(1));
}

TEST_F(LongRun, CountsPeaksAndAveragesOverItsWiderSteps) {
  settings.series_step = 1ms;
  settings.load_length = 8192ms;
  settings.length_max = 9s;
  const RequestFacts early = request(0);
  const RequestFacts late = request(0);
  recorder().worker_busy(at_ms(1));
  const ComputationId first = compute(0);
  finish_computation(first, 1);
  compute(1);
  answer(early, value(0), 1);
  answer(late, value(-2000), 1);
  answer(request(2), value(2), 3);
  const TimeSeries series = finish(4).series;
  EXPECT_EQ(series.step, 2ms);
  EXPECT_THAT(series.columns.at("arrivals"), ElementsAre(2, 1));
  EXPECT_THAT(series.columns.at("answers.fresh"), ElementsAre(1, 1));
  EXPECT_THAT(series.columns.at("answers.stale"), ElementsAre(1, 0));
  EXPECT_THAT(series.columns.at("recomputations_under_way"), ElementsAre(1, 1));
  EXPECT_THAT(series.columns.at("workers_busy"), ElementsAre(0.5, 1));
  EXPECT_THAT(series.columns.at("latency_ms.max"), ElementsAre(1, 1));
}

TEST_F(LongRun, OfFiftyDaysLeavesAsManyStepsAsItIsAllowed) {
  settings.load_length = 50 * 24h;
  settings.length_max = 50 * 24h + 35s;
  answer(request(0), value(0), 1);
  const std::int64_t end_ms = 50LL * 24 * 3600 * 1000;
  answer(request(end_ms - 1), value(end_ms - 1), end_ms);
  const TimeSeries series = finish(end_ms).series;
  const auto& arrivals = series.columns.at("arrivals");
  EXPECT_LE(arrivals.size(), static_cast<std::size_t>(kLoadStepsMax));
  EXPECT_GT(arrivals.size(), static_cast<std::size_t>(kLoadStepsMax) / 2);
  EXPECT_THAT(arrivals.front(), Optional(1));
  EXPECT_THAT(arrivals.back(), Optional(1));
  EXPECT_EQ(arrivals.size(), static_cast<std::size_t>((50 * 24h + series.step - 1ns) / series.step));
}

// 10 million workers for two days are 5.5 thousand years, a Duration ends at 292.
TEST_F(LongRun, OfVeryManyWorkersDoesNotOverflowTheirTime) {
  settings.workers_total = 10'000'000;
  settings.origin_capacity = 1'000'000'000;
  const std::int64_t end_ms = 2LL * 24 * 3600 * 1000;
  for (int i = 0; i < 1'000'000; ++i) recorder().worker_busy(at_ms(0));
  const RequestFacts facts = request(0);
  compute(0);
  answer(facts, value(0), end_ms);
  const Measurements run = finish(end_ms);
  EXPECT_DOUBLE_EQ(figure(run, "workers.busy_share"), 0.1);
  EXPECT_DOUBLE_EQ(figure(run, "origin.busy_share"), 1e-9);
}

TEST(LongHistogram, HasTheRightMeanWhereItsSumExceeds64Bits) {
  Histogram histogram;
  const Duration century = 876'600h;
  for (int i = 0; i < 1000; ++i) histogram.record(century);
  EXPECT_DOUBLE_EQ(histogram.mean_ns(), static_cast<double>(century.count()));
  Histogram other = histogram;
  for (int i = 0; i < 1000; ++i) other.record(century + century / 2);
  histogram.merge(other);
  EXPECT_DOUBLE_EQ(histogram.mean_ns(), static_cast<double>(century.count()) * 3.5 / 3);
  histogram.clear();
  histogram.record(1ns);
  EXPECT_EQ(histogram.mean_ns(), 1);
}

class LongInvalidations : public RecorderTest {
 protected:
  // How many of the invalidations of these versions are lost if the cache answers with `answered`.
  double lost(const std::vector<std::uint64_t>& versions, std::uint64_t answered) {
    Recorder fresh(settings, truth);
    for (const std::uint64_t version : versions) fresh.invalidation(0, version, at_ms(1));
    fresh.probe_result(0, answered);
    return figure(fresh.finish(at_ms(10)), "invalidations.lost");
  }
};

TEST_F(LongInvalidations, AreCountedAcrossTheGapsOfWritesThatInvalidateNothing) {
  const std::vector<std::uint64_t> versions{2, 3, 4, 7, 8, 11};
  const std::vector<double> expected{6, 6, 5, 4, 3, 3, 3, 2, 1, 1, 1, 0, 0};
  for (std::uint64_t answered = 0; answered < expected.size(); ++answered) {
    EXPECT_EQ(lost(versions, answered), expected[answered]) << answered;
  }
}

}  // namespace
}  // namespace stampede::measure
