// Computations: where they ran, how many at once, stampede sizes, waste; worked out by hand.
#include <gmock/gmock.h>

#include <vector>

#include "simulator/measure/internal_error.h"
#include "tests/unit/measure/recorder_fixture.h"

namespace stampede::measure {
namespace {

using ComputationMetrics = RecorderTest;

TEST_F(ComputationMetrics, CountWhereTheyRanAndHowTheyEnded) {
  finish_computation(compute(0, 0, false), 10);
  finish_computation(compute(20, 0, true), 30);
  finish_computation(compute(40, 0, true), 50, false);
  compute(60);  // never finishes
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.total"), 4);
  EXPECT_EQ(figure(run, "recomputations.inline"), 2);
  EXPECT_EQ(figure(run, "recomputations.background"), 2);
  EXPECT_EQ(figure(run, "recomputations.failed"), 1);
  EXPECT_EQ(figure(run, "recomputations.unused"), 2);  // the failed and the unfinished one could not be used
}

TEST_F(ComputationMetrics, RedundantIsPerKeyAndPeakOverAllKeys) {
  const ComputationId first = compute(0, 0);
  const ComputationId second = compute(5, 0);  // redundant
  const ComputationId other = compute(5, 1);   // another key
  finish_computation(first, 10);
  const ComputationId third = compute(10, 0);  // redundant: the second is still under way
  finish_computation(second, 20);
  finish_computation(third, 20);
  finish_computation(other, 20);
  finish_computation(compute(20, 0), 30);  // begins when all others have ended
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.redundant"), 2);
  EXPECT_EQ(figure(run, "recomputations.peak"), 3);
}

TEST_F(ComputationMetrics, AnEpisodeEndsWithTheFirstAnswerThatCarriesItsValue) {
  const RequestFacts client = request(0);
  const ComputationId first = compute(0);
  const ComputationId second = compute(1);
  finish_computation(first, 10);
  const ComputationId third = compute(11);  // still the same episode: nobody has seen the value yet
  answer(client, value(10, 1, first), 12);
  const ComputationId fourth = compute(13);  // a new one, though two and three are under way
  finish_computation(second, 20);
  finish_computation(third, 20);
  const ComputationId fifth = compute(21);
  finish_computation(fourth, 22);
  finish_computation(fifth, 22);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.stampede_max"), 3);
  EXPECT_EQ(figure(run, "recomputations.stampede_mean"), 2.5);
}

TEST_F(ComputationMetrics, AnEpisodeEndsWithASuccessThatNobodyAskedFor) {
  finish_computation(compute(0), 10, false);
  finish_computation(compute(20), 30, true);  // the same episode: the first one failed
  finish_computation(compute(40), 50, true);  // a new one
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.stampede_max"), 2);
  EXPECT_EQ(figure(run, "recomputations.stampede_mean"), 1.5);
}

TEST_F(ComputationMetrics, AnOldOrForeignValueDoesNotEndAnEpisode) {
  const ComputationId old = compute(0, 0);
  finish_computation(old, 1);
  answer(request(2), value(1, 1, old), 2);  // ends the first episode
  const ComputationId of_b = compute(3, 1);
  finish_computation(of_b, 4);
  compute(5, 0);
  answer(request(6), value(1, 1, old), 6);        // older than the open episode
  answer(request(6), value(4, 1, of_b, "b"), 6);  // not of this key
  compute(7, 0);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.stampede_max"), 2);
  EXPECT_NEAR(figure(run, "recomputations.stampede_mean"), 4.0 / 3, 1e-12);  // 1 and 2 of a, 1 of b
}

TEST_F(ComputationMetrics, ThoseInTimeAreNeverRedundantNorStampedesAndKeepTheOriginBusy) {
  std::vector<ComputationId> ids;
  for (const std::int64_t now_ms : {100, 150, 200}) {
    const RequestFacts client = request(now_ms);
    ids.push_back(recorder().computation_in_time(0, at_ms(now_ms)));
    recorder().computation_admitted(ids.back(), Duration{}, at_ms(now_ms));
    answer(client, value(now_ms, 1, ids.back()), now_ms);
  }
  for (const ComputationId id : ids) finish_computation(id, 300);
  const RequestFacts last = request(400);
  recorder().computation_in_time(0, at_ms(400));  // nobody ever gets it, nor does it end
  answer(last, value(200, 1, ids.back()), 400);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.total"), 4);
  EXPECT_EQ(figure(run, "recomputations.background"), 4);
  EXPECT_EQ(figure(run, "recomputations.redundant"), 0);
  EXPECT_EQ(figure(run, "recomputations.peak"), 3);
  EXPECT_EQ(figure(run, "recomputations.stampede_max"), 1);
  EXPECT_EQ(figure(run, "recomputations.unused"), 1);
  // One for 50 ms, two for 50 ms, and three on a capacity of two for 100 ms.
  EXPECT_DOUBLE_EQ(figure(run, "origin.busy_share"), (50.0 + 100 + 200) / (2 * 400));
}

TEST_F(ComputationMetrics, OneInTimeLeavesAnothersStampedeAsItIs) {
  const ComputationId ordinary = compute(0);
  recorder().computation_in_time(1, at_ms(5));
  const ComputationId second = compute(10);
  finish_computation(ordinary, 20);
  finish_computation(second, 20);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.redundant"), 1);
  EXPECT_EQ(figure(run, "recomputations.stampede_max"), 2);
}

TEST_F(ComputationMetrics, AThousandColdCallersAreOneStampede) {
  std::vector<ComputationId> ids;
  for (int index = 0; index < 1000; ++index) {
    ids.push_back(compute(0));
  }
  for (const ComputationId id : ids) {
    finish_computation(id, 1000);
    answer(request(0), value(1000, 1, id), 1000);
  }
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.stampede_max"), 1000);
  EXPECT_EQ(figure(run, "recomputations.stampede_mean"), 1000);
  EXPECT_EQ(figure(run, "recomputations.redundant"), 999);
  EXPECT_EQ(figure(run, "recomputations.peak"), 1000);
  EXPECT_EQ(figure(run, "recomputations.unused"), 0);
  EXPECT_EQ(figure(run, "origin.rate_peak"), 10'000);
}

TEST_F(ComputationMetrics, UnusedAreThoseWhoseValueReachedNoWaitingClient) {
  const RequestFacts patient = request(0);
  const RequestFacts impatient = request(0);
  const ComputationId used = compute(0);
  const ComputationId wasted = compute(0);
  finish_computation(used, 10);
  finish_computation(wasted, 10);
  recorder().gave_up(impatient, at_ms(5));
  answer(patient, value(10, 1, used), 10);
  answer(request(11), value(10, 1, used), 11);  // twice served is still one computation
  EXPECT_EQ(figure(finish(), "recomputations.unused"), 1);
}

TEST_F(ComputationMetrics, MoreServedThanSucceededIsAnInternalError) {
  const ComputationId id = compute(0);
  answer(request(0), value(0, 1, id), 10);
  EXPECT_THROW(finish(), InternalError);
}

TEST_F(ComputationMetrics, RatePeakSlidesOverExactTimes) {
  for (const std::int64_t from : {0, 50, 99, 100, 149, 400}) {
    finish_computation(compute(from), from);
  }
  // The fullest window of 100 ms holds 50, 99, 100, 149; at 100 the one of 0 is out.
  EXPECT_EQ(figure(finish(), "origin.rate_peak"), 40);
}

TEST_F(ComputationMetrics, OriginQueueAndBusyShareCountFromAdmission) {
  const ComputationId first = recorder().computation_started(0, false, at_ms(0));
  const ComputationId second = recorder().computation_started(0, false, at_ms(0));
  recorder().computation_admitted(first, ms(0), at_ms(0));
  recorder().computation_admitted(second, ms(30), at_ms(30));
  finish_computation(first, 30);
  finish_computation(second, 60);
  answer(request(0), value(30, 1, first), 100);
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "origin.queue_ms.p99"), 30);
  EXPECT_EQ(figure(run, "origin.queue_ms.max"), 30);
  EXPECT_NEAR(figure(run, "origin.busy_share"), 60.0 / 200, 1e-12);  // 60 ms of 100 ms on two places
}

TEST_F(ComputationMetrics, AnOriginWithoutLimitHasNoBusyShare) {
  settings.origin_capacity = std::nullopt;
  finish_computation(compute(0), 10);
  answer(request(0), value(10), 10);
  EXPECT_FALSE(has(finish(), "origin.busy_share"));
}

TEST_F(ComputationMetrics, WhatBeganBeforeTheMeasuredTimeIsFollowedButNotCounted) {
  settings.measure_from = at_ms(100);
  const ComputationId early = compute(50);
  const ComputationId late = compute(100);
  finish_computation(early, 120);
  finish_computation(late, 130);
  answer(request(110), value(120, 1, early), 125);  // ends the episode of both
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "recomputations.total"), 1);
  EXPECT_EQ(figure(run, "recomputations.redundant"), 1);
  EXPECT_EQ(figure(run, "recomputations.peak"), 2);
  EXPECT_EQ(figure(run, "recomputations.stampede_max"), 1);
  EXPECT_EQ(figure(run, "recomputations.unused"), 1);
}

TEST_F(ComputationMetrics, EventsOfUnknownComputationsAreInternalErrors) {
  EXPECT_THROW(finish_computation(7, 0), InternalError);
  const ComputationId id = compute(0);
  EXPECT_THROW(recorder().computation_admitted(id, ms(0), at_ms(0)), InternalError);
  finish_computation(id, 1);
  EXPECT_THROW(finish_computation(id, 2), InternalError);
  EXPECT_THROW(compute(3, 2), InternalError);
}

}  // namespace
}  // namespace stampede::measure
