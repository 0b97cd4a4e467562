// What counts as a broken promise, an excluded one and one that was never put to the test, on histories made by hand.
#include "simulator/check/judge.h"

#include <gtest/gtest.h>

#include "strategies/promises.h"

namespace stampede::check {
namespace {

using namespace std::chrono_literals;

TimePoint at(Duration since) { return TimePoint(since); }

class Judging : public testing::Test {
 protected:
  Verdict verdict_of(Guarantee promise) {
    StrategyInfo strategy;
    strategy.promises = {std::move(promise)};
    run_.metrics = {{"requests", 0}};
    return judge(scenario_, strategy, {}, history_, run_).front().verdict;
  }
  static Guarantee one_computation(Reach reach) {
    return {.kind = GuaranteeKind::one_computation, .reach = reach, .condition = {}};
  }
  void compute(std::uint64_t key, std::uint32_t node, Duration began, Duration ended) {
    history_.computations.push_back({.key = key, .node = node, .began = at(began), .ended = at(ended), .ok = true});
  }
  void answer(Duration started, Duration ended, Duration age) {
    history_.readings.push_back({.intended = at(started),
                                 .started = at(started),
                                 .ended = at(ended),
                                 .is_answer = true,
                                 .failure = {},
                                 .message = {},
                                 .version = 1,
                                 .age = age});
  }

  scenario::Scenario scenario_;
  History history_;
  reports::RunResult run_;
};

TEST_F(Judging, ComputationsThatFollowEachOtherDoNotOverlap) {
  compute(0, 0, 0ms, 10ms);
  compute(0, 1, 10ms, 20ms);
  EXPECT_EQ(verdict_of(one_computation(Reach::all_nodes)), Verdict::not_tested);
  answer(5ms, 11ms, 1ms);
  EXPECT_EQ(verdict_of(one_computation(Reach::all_nodes)), Verdict::held);
}

TEST_F(Judging, TwoNodesMayComputeAtOnceWhereEachHasAComputationOfItsOwn) {
  compute(0, 0, 0ms, 10ms);
  compute(0, 1, 9ms, 20ms);
  compute(1, 0, 5ms, 8ms);
  answer(5ms, 11ms, 1ms);
  EXPECT_EQ(verdict_of(one_computation(Reach::each_node)), Verdict::held);
  EXPECT_EQ(verdict_of(one_computation(Reach::all_nodes)), Verdict::broken);
}

TEST_F(Judging, AnAnswerIsTooOldOnlyBeyondTheBound) {
  const Guarantee promise = promises::never_older_than([](const Parameters&, const RunFacts&) { return 100ms; });
  compute(0, 0, 0ms, 10ms);
  answer(50ms, 60ms, 50ms);
  EXPECT_EQ(verdict_of(promise), Verdict::not_tested);
  answer(200ms, 210ms, 100ms);
  EXPECT_EQ(verdict_of(promise), Verdict::held);
  answer(300ms, 310ms, 100ms + 1ns);
  EXPECT_EQ(verdict_of(promise), Verdict::broken);
}

TEST_F(Judging, AConditionThatTheRunDoesNotMeetExcludesIt) {
  scenario_.faults = {{.at = 0ms, .length = 1s, .kind = scenario::RedisStalled{}}};
  answer(300ms, 310ms, 1h);
  EXPECT_EQ(verdict_of(promises::never_older_than([](const Parameters&, const RunFacts&) { return 100ms; })),
            Verdict::excluded);
}

TEST_F(Judging, AnInvalidationIsLostIfTheCacheAnswersSomethingOlderInTheEnd) {
  const Guarantee promise{.kind = GuaranteeKind::no_lost_invalidation, .condition = {}};
  history_.writes.push_back({.key = 0, .version = 2, .at = at(5ms), .invalidates = true});
  EXPECT_EQ(verdict_of(promise), Verdict::not_tested);
  history_.probes = {{.key = 0, .version = 2}};
  EXPECT_EQ(verdict_of(promise), Verdict::held);
  history_.probes = {{.key = 0, .version = std::nullopt}};
  EXPECT_EQ(verdict_of(promise), Verdict::held);
  history_.probes = {{.key = 0, .version = 1}};
  EXPECT_EQ(verdict_of(promise), Verdict::broken);
}

TEST_F(Judging, WhatTheStrategyCannotBeToldOfIsNotLost) {
  const Guarantee promise{.kind = GuaranteeKind::no_lost_invalidation, .condition = {}};
  scenario_.writes = {{.rate_per_s = 1, .length = 1s, .invalidate = scenario::InvalidateBy::tag}};
  history_.writes.push_back({.key = 0, .version = 2, .at = at(5ms), .invalidates = true});
  history_.probes = {{.key = 0, .version = 1}};
  EXPECT_EQ(verdict_of(promise), Verdict::excluded);
}

TEST_F(Judging, AWaitIsMeasuredFromWhenAWorkerTookTheRequest) {
  const Guarantee promise = promises::bounded_wait([](const Parameters&, const RunFacts&) { return 10ms; });
  compute(0, 0, 0ms, 10ms);
  answer(5ms, 15ms, 1ms);
  EXPECT_EQ(verdict_of(promise), Verdict::held);
  answer(5ms, 15ms + 1ns, 1ms);
  EXPECT_EQ(verdict_of(promise), Verdict::broken);
}

TEST_F(Judging, AFailureOfTheCacheLongAfterTheLastFaultIsNoRecovery) {
  const Guarantee promise = promises::recovers([](const Parameters&) { return Duration::zero(); });
  answer(20s, 20s, 1ms);
  EXPECT_EQ(verdict_of(promise), Verdict::not_tested);  // there was no fault
  scenario_.faults = {{.at = 1s, .length = 1s, .kind = scenario::RedisUnreachable{}}};
  EXPECT_EQ(verdict_of(promise), Verdict::held);
  history_.readings.push_back({.intended = at(21s),
                               .started = at(21s),
                               .ended = at(21s),
                               .is_answer = true,
                               .failure = ErrorKind::redis,
                               .message = "gone",
                               .version = {}});
  EXPECT_EQ(verdict_of(promise), Verdict::broken);
}

TEST_F(Judging, RequestsThatNeverEndAreBrokenWhateverWasPromised) {
  run_.metrics = {{"requests", 1}, {"errors.unanswered", 1}};
  Reading open;
  open.is_over = false;
  history_.readings.push_back(open);
  const auto judgements = judge(scenario_, {}, {}, history_, run_);
  EXPECT_NE(broken(judgements, "comes_to_rest"), nullptr);
  EXPECT_EQ(broken(judgements, "accounting"), nullptr);
  run_.metrics["errors.unanswered"] = 0;
  EXPECT_NE(broken(judge(scenario_, {}, {}, history_, run_), "accounting"), nullptr);
}

}  // namespace
}  // namespace stampede::check
