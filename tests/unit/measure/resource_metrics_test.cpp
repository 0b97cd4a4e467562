// Workers, Redis, events, invalidations, and the time series; worked out by hand.
#include <gmock/gmock.h>

#include "simulator/measure/internal_error.h"
#include "tests/unit/measure/recorder_fixture.h"

namespace stampede::measure {
namespace {

using testing::ElementsAre;
using testing::Optional;
using ResourceMetrics = RecorderTest;

TEST_F(ResourceMetrics, BusyShareIsTakenUpToTheLastOutcome) {
  const RequestFacts first = request(0);
  const RequestFacts second = request(0);
  recorder().worker_busy(at_ms(0));
  recorder().worker_busy(at_ms(0));
  answer(first, value(0), 100);
  recorder().worker_idle(at_ms(100));
  recorder().worker_waited(ms(60), at_ms(150));
  answer(second, value(0), 200);
  recorder().worker_idle(at_ms(200));
  const Measurements run = finish(5000);                               // settling dilutes nothing
  EXPECT_NEAR(figure(run, "workers.busy_share"), 300.0 / 800, 1e-12);  // 100 + 200 ms of 200 ms on four workers
  EXPECT_NEAR(figure(run, "workers.waiting_share"), 60.0 / 300, 1e-12);
}

TEST_F(ResourceMetrics, WorkersThatWereBusyBeforeTheMeasuredTimeCountFromItOn) {
  settings.measure_from = at_ms(100);
  recorder().worker_busy(at_ms(0));
  recorder().worker_waited(ms(50), at_ms(60));
  answer(request(150), value(0), 200);
  const Measurements run = finish();
  EXPECT_NEAR(figure(run, "workers.busy_share"), 100.0 / 400, 1e-12);
  EXPECT_EQ(figure(run, "workers.waiting_share"), 0);
}

TEST_F(ResourceMetrics, RedisFiguresAreDifferencesFromTheBeginningOfTheMeasuredTime) {
  settings.measure_from = at_ms(100);
  recorder().redis_usage({10, 1000, 2000, 1}, at_ms(0));
  recorder().redis_usage({20, 2000, 4000, 2}, at_ms(100));
  answer(request(110), value(100), 120);
  answer(request(110), value(100), 120);
  recorder().redis_usage({23, 2300, 4100, 2}, at_ms(150));
  recorder().redis_usage({27, 2500, 4200, 5}, at_ms(300));
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "redis.commands"), 7);
  EXPECT_EQ(figure(run, "redis.commands_per_request"), 3.5);
  EXPECT_EQ(figure(run, "redis.bytes_per_request"), 350);
  EXPECT_EQ(figure(run, "redis.errors"), 3);
}

TEST_F(ResourceMetrics, BackgroundTasksAreWhatTheHarnessCountedAndZeroWithoutAnyCount) {
  recorder().background_tasks(330, 310);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "background.enqueued"), 330);
  EXPECT_EQ(figure(run, "background.left"), 310);
  EXPECT_EQ(metrics_of(Tally{}).at("background.enqueued"), 0);
  EXPECT_EQ(metrics_of(Tally{}).at("background.left"), 0);
}

TEST_F(ResourceMetrics, EventsOfStrategiesAreCountedByKindAndNotDuringWarmUp) {
  settings.measure_from = at_ms(100);
  request(50);
  recorder().count(Event::local_hit);
  answer(request(100), value(100), 100);
  for (const Event event : {Event::local_hit, Event::local_hit, Event::local_eviction, Event::hit_callback,
                            Event::miss_callback, Event::miss_callback, Event::miss_callback}) {
    recorder().count(event);
  }
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "local.hits"), 2);
  EXPECT_EQ(figure(run, "local.evictions"), 1);
  EXPECT_EQ(figure(run, "events.hit_callback"), 1);
  EXPECT_EQ(figure(run, "events.miss_callback"), 3);
}

TEST_F(ResourceMetrics, StatementsToTheRowsAreCountedAndNotDuringWarmUp) {
  settings.measure_from = at_ms(100);
  request(50);
  recorder().row_read(at_ms(50));
  recorder().row_written(at_ms(99));
  for (const int ms : {100, 110, 120}) recorder().row_read(at_ms(ms));
  recorder().row_written(at_ms(130));
  for (const int due_ms : {140, 150}) answer(request(due_ms), value(100), 160);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "rows.reads"), 3);
  EXPECT_EQ(figure(run, "rows.writes"), 1);
  EXPECT_EQ(figure(run, "rows.statements_per_request"), 2);
}

TEST_F(ResourceMetrics, LostInvalidationsAreThoseNewerThanWhatTheWorstNodeStillAnswers) {
  recorder().invalidation(0, 2, at_ms(10));
  recorder().invalidation(0, 3, at_ms(20));
  recorder().invalidation(0, 4, at_ms(30));
  recorder().invalidation(1, 2, at_ms(30));
  recorder().probe_result(0, value(0, 4));
  recorder().probe_result(0, value(0, 2));  // the other node: 3 and 4 are lost
  recorder().probe_result(1, value(0, 2, kNoComputation, "b"));
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "invalidations.total"), 4);
  EXPECT_EQ(figure(run, "invalidations.lost"), 2);
}

TEST_F(ResourceMetrics, AProbeWithoutAValueLosesNothing) {
  recorder().invalidation(0, 2, at_ms(10));
  recorder().probe_result(0, Answer::empty());
  EXPECT_EQ(figure(finish(), "invalidations.lost"), 0);
}

TEST_F(ResourceMetrics, WithoutProbesNobodyKnowsWhatWasLost) {
  recorder().invalidation(0, 2, at_ms(10));
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "invalidations.total"), 1);
  EXPECT_FALSE(has(run, "invalidations.lost"));
}

TEST_F(ResourceMetrics, CannotBeFinishedTwice) {
  finish();
  EXPECT_THROW(finish(), InternalError);
}

TEST_F(ResourceMetrics, SeriesTellTheStoryStepByStep) {
  recorder().redis_usage({5, 0, 0, 0}, at_ms(0));
  recorder().worker_busy(at_ms(50));
  const RequestFacts first = request(50);
  const RequestFacts second = request(60);
  const ComputationId id = compute(60);
  recorder().redis_usage({8, 0, 0, 0}, at_ms(100));  // at the end of the first step
  answer(first, value(-2000), 90);
  finish_computation(id, 250);
  answer(second, value(250, 1, id), 260);
  recorder().worker_idle(at_ms(275));
  recorder().rejected(request(280), at_ms(281));
  recorder().redis_usage({9, 0, 0, 0}, at_ms(290));
  const TimeSeries series = finish(400).series;
  EXPECT_EQ(series.step, ms(100));
  const auto column = [&](const char* name) { return series.columns.at(name); };
  EXPECT_THAT(column("arrivals"), ElementsAre(2, 0, 1, 0));
  EXPECT_THAT(column("answers.stale"), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(column("answers.fresh"), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(column("answers.empty"), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(column("errors"), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(column("recomputations_under_way"), ElementsAre(1, 1, 1, 0));
  EXPECT_THAT(column("workers_busy"), ElementsAre(0.5, 1, 0.75, 0));
  EXPECT_THAT(column("latency_ms.max"), ElementsAre(40, std::nullopt, 200, std::nullopt));
  EXPECT_THAT(column("stale_share"), ElementsAre(1, std::nullopt, 0, std::nullopt));
  EXPECT_THAT(column("redis_commands"), ElementsAre(3, std::nullopt, 1, std::nullopt));
  EXPECT_THAT(column("latency_ms.p50")[2], Optional(testing::DoubleNear(1, 0.02)));
  EXPECT_THAT(column("latency_ms.p99")[2], Optional(200));
}

TEST_F(ResourceMetrics, SeriesBeginWithTheMeasuredTimeAndCarryLevelsOverIt) {
  settings.measure_from = at_ms(1000);
  compute(10);
  recorder().worker_busy(at_ms(10));
  answer(request(1010), value(1000), 1020);
  const TimeSeries series = finish(1150).series;
  EXPECT_THAT(series.columns.at("recomputations_under_way"), ElementsAre(1, 1));
  EXPECT_THAT(series.columns.at("workers_busy"), ElementsAre(1, 1));  // the last step is only half as long
  EXPECT_THAT(series.columns.at("arrivals"), ElementsAre(1, 0));
}

}  // namespace
}  // namespace stampede::measure
