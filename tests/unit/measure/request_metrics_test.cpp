// Requests: outcomes, latencies, ages and versions, worked out by hand.
#include <gmock/gmock.h>

#include "simulator/measure/internal_error.h"
#include "tests/unit/measure/recorder_fixture.h"

namespace stampede::measure {
namespace {

using RequestMetrics = RecorderTest;

TEST_F(RequestMetrics, CountEveryOutcomeOnce) {
  answer(request(0), value(0), 10);              // fresh
  answer(request(2000), value(0), 2010);         // stale
  answer(request(2000), Answer::empty(), 2010);  // empty
  for (const ErrorKind kind : {ErrorKind::cold_cache, ErrorKind::timeout, ErrorKind::origin, ErrorKind::redis,
                               ErrorKind::rejected, ErrorKind::strategy}) {
    answer(request(3000), Answer::error(kind), 3001);
  }
  recorder().rejected(request(3000), at_ms(3000));
  recorder().lost(request(3000), at_ms(3500));
  recorder().gave_up(request(3000), at_ms(4000));
  recorder().unanswered(request(3000), at_ms(9000));
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "requests"), 13);
  EXPECT_EQ(figure(run, "answers.fresh"), 1);
  EXPECT_EQ(figure(run, "answers.stale"), 1);
  EXPECT_EQ(figure(run, "answers.empty"), 1);
  EXPECT_EQ(figure(run, "errors.cold_cache"), 1);
  EXPECT_EQ(figure(run, "errors.timeout"), 2);
  EXPECT_EQ(figure(run, "errors.origin"), 1);
  EXPECT_EQ(figure(run, "errors.redis"), 1);
  EXPECT_EQ(figure(run, "errors.rejected"), 2);
  EXPECT_EQ(figure(run, "errors.strategy"), 1);
  EXPECT_EQ(figure(run, "errors.node"), 1);
  EXPECT_EQ(figure(run, "errors.unanswered"), 1);
  // The unanswered one with its age at the end: left out, the worst would look like the best.
  EXPECT_EQ(run.tally.requests.latency.count(), 13U);
  EXPECT_EQ(figure(run, "latency_ms.max"), 6000);
}

TEST_F(RequestMetrics, WhoIsLostInAQueueHasWaitedAndWhomNoNodeTakesHasNot) {
  const RequestFacts refused{0, 0, at_ms(100), at_ms(100), std::nullopt};
  recorder().arrived(refused);
  recorder().lost(refused, at_ms(100));
  const RequestFacts queued = refused;
  recorder().arrived(queued);
  recorder().lost(queued, at_ms(400));
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "errors.node"), 2);
  EXPECT_EQ(run.tally.requests.queue_wait.count(), 1U);
  EXPECT_EQ(figure(run, "workers.queue_ms.max"), 300);
}

TEST_F(RequestMetrics, ARequestWithoutAnOutcomeIsAnInternalErrorWithItsFigures) {
  answer(request(0), value(0), 10);
  request(0);
  try {
    finish();
    FAIL() << "a lost request went unnoticed";
  } catch (const InternalError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("2 requests arrived, but 1 have an outcome: 1 fresh"));
  }
}

TEST_F(RequestMetrics, TwoOutcomesOfOneRequestAreAnInternalError) {
  const RequestFacts facts = request(0);
  recorder().gave_up(facts, at_ms(10));
  answer(facts, value(0), 20);
  EXPECT_THROW(finish(), InternalError);
}

TEST_F(RequestMetrics, LatencyCountsFromTheIntendedTimeAndServiceFromTheWorker) {
  RequestFacts facts{0, 0, at_ms(100), at_ms(105), std::nullopt};  // sent 5 ms late
  recorder().arrived(facts);
  facts.started = at_ms(125);  // 20 ms in the queue
  recorder().started(facts);
  answer(facts, value(100), 155);  // 30 ms with the worker
  const Measurements run = finish();
  for (const char* part : {"mean", "p50", "p90", "p99", "p99_9", "max"}) {
    EXPECT_EQ(figure(run, std::string("latency_ms.") + part), 55);
    EXPECT_EQ(figure(run, std::string("service_ms.") + part), 30);
  }
  EXPECT_EQ(figure(run, "generator_lag_ms.p99"), 5);
  EXPECT_EQ(figure(run, "generator_lag_ms.max"), 5);
  EXPECT_EQ(figure(run, "workers.queue_ms.p99"), 20);
  EXPECT_EQ(figure(run, "workers.queue_ms.max"), 20);
}

TEST_F(RequestMetrics, AClientThatGivesUpInTheQueueHasALatencyAndNoServiceTime) {
  const RequestFacts facts{0, 0, at_ms(100), at_ms(100), std::nullopt};
  recorder().arrived(facts);
  recorder().gave_up(facts, at_ms(400));
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "latency_ms.max"), 300);
  EXPECT_FALSE(has(run, "service_ms.max"));
  EXPECT_EQ(figure(run, "workers.queue_ms.max"), 300);
}

// One worker, 1 ms of service, one pause of 200 ms: the uncorrected figures see one slow request, the clients many.
TEST_F(RequestMetrics, AStallShowsInTheLatencyOfAllWhoWaitedBehindIt) {
  std::int64_t free_at = 0;
  for (int index = 0; index < 1000; ++index) {
    const std::int64_t due = 2 * index;
    RequestFacts facts{0, 0, at_ms(due), at_ms(due), std::nullopt};
    recorder().arrived(facts);
    const std::int64_t start = std::max(due, free_at);
    facts.started = at_ms(start);
    recorder().started(facts);
    free_at = start + (index == 499 ? 200 : 1);
    answer(facts, value(start), free_at);
  }
  const Measurements run = finish();
  EXPECT_NEAR(figure(run, "service_ms.p99"), 1, 0.001);
  EXPECT_NEAR(figure(run, "latency_ms.p99"), 190, 0.5);  // the ten slowest have 200, 199, ... 191 ms
  EXPECT_EQ(figure(run, "latency_ms.max"), 200);
}

TEST_F(RequestMetrics, AnAnswerIsStaleOnlyBeyondLifetimeAndTolerance) {
  answer(request(1001), value(0), 1001);  // age 1001 ms: within the tolerance
  answer(request(1002), value(0), 1002);
  answer(request(3500), value(0), 3500);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "answers.fresh"), 1);
  EXPECT_EQ(figure(run, "answers.stale"), 2);
  EXPECT_NEAR(figure(run, "stale_by_s.mean"), (0.002 + 2.5) / 2, 1e-9);
  EXPECT_NEAR(figure(run, "stale_by_s.p99"), 2.5, 1e-9);
  EXPECT_NEAR(figure(run, "stale_by_s.max"), 2.5, 1e-9);
}

TEST_F(RequestMetrics, OutdatedMeansANewerVersionBeforeTheRequestWasDue) {
  truth.commit(0, at_ms(100));               // version 2
  truth.commit(0, at_ms(200));               // version 3
  answer(request(100), value(0, 1), 150);    // due at the very commit: not outdated
  answer(request(101), value(0, 1), 150);    // one behind, superseded 50 ms before delivery
  answer(request(300), value(0, 1), 400);    // two behind, superseded 300 ms before
  answer(request(300), value(150, 2), 400);  // one behind, 200 ms
  answer(request(300), value(250, 3), 400);  // the newest
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "answers.outdated"), 3);
  EXPECT_EQ(figure(run, "version_lag.max"), 2);
  EXPECT_NEAR(figure(run, "outdated_by_s.mean"), 0.55 / 3, 1e-9);
  EXPECT_NEAR(figure(run, "outdated_by_s.p99"), 0.3, 1e-9);
  EXPECT_NEAR(figure(run, "outdated_by_s.max"), 0.3, 1e-9);
}

TEST_F(RequestMetrics, ARegressionIsAgainstWhatTheSameNodeAnsweredForTheKey) {
  truth.commit(0, at_ms(1));
  truth.commit(0, at_ms(2));
  answer(request(10, 0, 0), value(5, 1), 10);
  answer(request(10, 0, 0), value(5, 3), 10);
  answer(request(10, 0, 0), value(5, 2), 10);  // regression: 3 was known
  answer(request(10, 0, 0), value(5, 1), 10);  // regression, to the version that is never stored
  answer(request(10, 0, 0), value(5, 3), 10);
  answer(request(10, 0, 1), value(5, 2), 10);                       // another node
  answer(request(10, 1, 0), value(5, 1, kNoComputation, "b"), 10);  // another key
  EXPECT_EQ(figure(finish(), "versions.regressions"), 2);
}

TEST_F(RequestMetrics, AForeignValueCountsByItsAgeAndNotByItsVersion) {
  truth.commit(0, at_ms(1));
  answer(request(10), value(0, 1, kNoComputation, "b"), 20);
  answer(request(2000), value(0, 1, kNoComputation, "b"), 2020);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "answers.foreign"), 2);
  EXPECT_EQ(figure(run, "answers.fresh"), 1);
  EXPECT_EQ(figure(run, "answers.stale"), 1);
  EXPECT_EQ(figure(run, "answers.outdated"), 0);
}

TEST_F(RequestMetrics, BytesWithoutAStampAreAnErrorOfTheStrategy) {
  answer(request(0), Answer::of(Value{"None"}), 10);
  answer(request(0), Answer::error(ErrorKind::strategy), 10);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "errors.strategy"), 2);
  EXPECT_EQ(figure(run, "answers.undecodable"), 1);
}

TEST_F(RequestMetrics, WhatWasDueBeforeTheMeasuredTimeIsFollowedButNotCounted) {
  settings.measure_from = at_ms(1000);
  truth.commit(0, at_ms(1));
  truth.commit(0, at_ms(2));
  answer(request(999), value(900, 3), 1200);  // not counted, but remembered as version 3
  recorder().gave_up(request(10), at_ms(1500));
  answer(request(1000), value(900, 2), 1010);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "requests"), 1);
  EXPECT_EQ(figure(run, "answers.fresh"), 1);
  EXPECT_EQ(figure(run, "errors.timeout"), 0);
  EXPECT_EQ(figure(run, "versions.regressions"), 1);
  EXPECT_EQ(figure(run, "latency_ms.max"), 10);
}

TEST_F(RequestMetrics, WithoutRequestsFiguresThatNeedOneAreAbsent) {
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "requests"), 0);
  for (const char* name : {"latency_ms.p99", "service_ms.mean", "generator_lag_ms.max", "stale_by_s.max",
                           "outdated_by_s.mean", "workers.busy_share", "workers.waiting_share", "origin.busy_share",
                           "origin.queue_ms.p99", "redis.commands_per_request", "recomputations.stampede_mean"}) {
    EXPECT_FALSE(has(run, name)) << name;
  }
}

TEST_F(RequestMetrics, ARequestOutsideTheScenarioIsAnInternalError) {
  EXPECT_THROW(request(0, 2), InternalError);
  EXPECT_THROW(request(0, 0, 2), InternalError);
}

}  // namespace
}  // namespace stampede::measure
