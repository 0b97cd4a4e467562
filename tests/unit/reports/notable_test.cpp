// Remarks under the table: each observation, when it applies and when not, and how strategies share sentences.
#include "reports/table/notable.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "reports/result/display_text.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The observations about one strategy "a" with these figures.
std::vector<std::string> about(const std::map<std::string, double>& metrics) {
  std::vector<std::string> texts;
  for (const Observation& observation : observations({example_run("a", metrics)})) {
    texts.push_back(observation.text);
  }
  return texts;
}

TEST(Notable, SaysNothingAboutAnUnremarkableRun) {
  EXPECT_THAT(about({}), IsEmpty());
  EXPECT_EQ(notable_text({example_run("a", {})}), "");
  EXPECT_EQ(notable_text({}), "");
}

TEST(Notable, ABoundIsNotSpokenOfWhateverItsFiguresUnlessItCannotBeTrusted) {
  RunResult bound = bound_run({{"recomputations.stampede_max", 400},
                               {"errors.timeout", 5},
                               {"answers.stale", 500},
                               {"recomputations.unused", 9},
                               {"recomputations.total", 10}});
  bound.objectives = {{"requests", 5000, std::nullopt, 1000, false}};
  bound.warnings = {{"not_at_rest", "Work was going on."}, {"few_samples", "Only three."}};
  EXPECT_THAT(observations({bound}), IsEmpty());
  const std::vector<Observation> all = observations({not_valid(bound)});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].text, "ideal (bound) cannot be trusted. The load generator was late. Lower the rate.");
}

TEST(Notable, TheWholeHerdShowsInOneStampedeOrInManyRedundantComputations) {
  EXPECT_THAT(
      about({{"recomputations.total", 1000}, {"recomputations.peak", 990}, {"recomputations.stampede_max", 1000}}),
      ElementsAre("a let the whole herd through: 1000 recomputations for 1000 requests."));
  EXPECT_THAT(about({{"recomputations.total", 950},
                     {"recomputations.peak", 40},
                     {"recomputations.stampede_max", 40},
                     {"recomputations.redundant", 900}}),
              ElementsAre("a let the whole herd through: 950 recomputations for 1000 requests."));
}

TEST(Notable, ASmallerStampedeIsNamedWithItsSize) {
  EXPECT_THAT(about({{"recomputations.stampede_max", 400}}),
              ElementsAre("a started up to 400 recomputations of one key before the first result was visible."));
  EXPECT_THAT(about({{"recomputations.stampede_max", 2}}), IsEmpty());
}

TEST(Notable, AFewComputationsForAFewRequestsAreNoHerd) {
  EXPECT_THAT(about({{"requests", 2}, {"recomputations.stampede_max", 2}}), IsEmpty());
}

TEST(Notable, FailedRequestsAreCountedByKindTheMostFrequentFirst) {
  EXPECT_THAT(about({{"errors.redis", 3}, {"errors.cold_cache", 900}}),
              ElementsAre("a failed 903 of 1000 requests (900 cold_cache, 3 redis)."));
}

TEST(Notable, WhoServedNobodyIsSaidSo) {
  EXPECT_THAT(about({{"answers.empty", 1000}}),
              ElementsAre("a gave nobody a value: all 1000 requests were answered empty."));
  EXPECT_THAT(about({{"answers.empty", 400}, {"errors.timeout", 600}}),
              ElementsAre("a failed 600 of 1000 requests (timeout).",
                          "a gave nobody a value: 400 of 1000 requests were answered empty, and the others failed."));
  EXPECT_THAT(about({{"answers.empty", 1}}), ElementsAre("a answered 1 of 1000 requests without a value."));
}

TEST(Notable, StaleAnswersCountFromOnePercentOn) {
  EXPECT_THAT(about({{"answers.stale", 9}}), IsEmpty());
  EXPECT_THAT(
      about({{"answers.stale", 999}, {"stale_by_s.max", 3.25}}),
      ElementsAre("a served stale values in 999 of 1000 answers, at worst 3.25 s past their freshness lifetime."));
}

TEST(Notable, BrokenPromisesAboutVersionsAreNamed) {
  EXPECT_THAT(about({{"invalidations.total", 20}, {"invalidations.lost", 3}, {"versions.regressions", 1}}),
              ElementsAre("a lost 3 of 20 invalidations (the old version was still answered when all was at rest).",
                          "a went back to an older version in 1 answer."));
  EXPECT_THAT(about({{"answers.foreign", 2}, {"answers.undecodable", 1}}),
              ElementsAre("a answered 2 requests with the value of another key and 1 request with bytes that no "
                          "computation produced."));
}

TEST(Notable, OldVersionsCountFromOnePercentOn) {
  EXPECT_THAT(about({{"answers.outdated", 9}}), IsEmpty());
  EXPECT_THAT(
      about({{"answers.outdated", 500}, {"outdated_by_s.max", 9.5}}),
      ElementsAre("a served an old version in 500 of 1000 answers, at worst 9.50 s after a newer one was written."));
}

TEST(Notable, BlockedWorkersAreThoseThatWaitForAnothersComputation) {
  EXPECT_THAT(about({{"workers.waiting_share", 0.24}}), IsEmpty());
  EXPECT_THAT(about({{"workers.waiting_share", 0.8}}),
              ElementsAre("a kept workers waiting for another request's computation during 80 % of their busy time."));
  EXPECT_THAT(about({{"workers.waiting_share", 0.8}, {"workers.busy_share", 0.001}}), IsEmpty());
}

TEST(Notable, AShortageOfWorkersCountsWhereItMattersToTheLatency) {
  const auto shortage = [](double busy_share, double queue_ms, double latency_ms) {
    return about(
        {{"workers.busy_share", busy_share}, {"workers.queue_ms.p99", queue_ms}, {"latency_ms.p99", latency_ms}});
  };
  EXPECT_THAT(shortage(0.97, 1500, 2500),
              ElementsAre("a ran short of workers: 1 % of its requests waited 1.50 s or longer for one."));
  EXPECT_THAT(shortage(0.998, 1.04, 1005), IsEmpty());  // all busy, but with a burst that they could take
  EXPECT_THAT(shortage(0.8, 1.36, 10.8), IsEmpty());
  EXPECT_THAT(shortage(0.001, 3, 4), IsEmpty());  // workers to spare
  EXPECT_THAT(shortage(0.97, 0, 0), IsEmpty());
}

TEST(Notable, ABacklogInTheBackgroundIsSaid) {
  EXPECT_THAT(about({{"background.enqueued", 330}, {"background.left", 0}}), IsEmpty());
  EXPECT_THAT(about({{"background.enqueued", 330}, {"background.left", 310}}),
              ElementsAre("a put 330 tasks on the background queue, 310 of them still waiting when counting stopped."));
  EXPECT_THAT(about({{"background.enqueued", 1}, {"background.left", 2}}),
              ElementsAre("a put 1 task on the background queue, 2 still waiting when counting stopped."));
}

TEST(Notable, TheBaselineWithoutACacheIsNoNews) {
  RunResult run = herd_run("no_cache");
  EXPECT_THAT(observations({run}), IsEmpty());
  run.metrics["recomputations.stampede_max"] = 27;
  run.metrics["recomputations.redundant"] = 500;
  EXPECT_THAT(observations({run}), IsEmpty());
}

TEST(Notable, UnusedComputationsCountFromATenthOn) {
  EXPECT_THAT(about({{"recomputations.total", 100}, {"recomputations.unused", 9}}), IsEmpty());
  EXPECT_THAT(about({{"recomputations.total", 1}, {"recomputations.unused", 1}}), IsEmpty());
  EXPECT_THAT(about({{"recomputations.total", 100}, {"recomputations.unused", 10}}),
              ElementsAre("a computed values that no client got in 10 of 100 recomputations."));
}

TEST(Notable, MissedObjectivesAreNamedWithBoundAndFigure) {
  RunResult run = example_run("a", {});
  run.objectives = {{"latency_ms.p99", std::nullopt, 50, 1005.3, false},
                    {"answers.fresh", 1, std::nullopt, 1000, true},
                    {"stale_by_s.max", 1, 2, std::nullopt, false}};
  const auto remarks = observations({run});
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_EQ(remarks[0].kind, ObservationKind::objectives_missed);
  EXPECT_EQ(remarks[0].text,
            "a missed latency_ms.p99 at most 50 (it is 1005) and stale_by_s.max at least 1 and at most 2 (it has no "
            "value).");
}

TEST(Notable, ARunThatIsNotValidComesFirstWithItsReason) {
  RunResult late = not_valid(herd_run("a"));
  late.warnings.push_back({"few_samples", "latency_ms.p99 rests on 5 requests. Run longer."});  // no reason
  const auto remarks = observations({late, herd_run("a"), herd_run("b")});
  ASSERT_EQ(remarks.size(), 3U);
  EXPECT_EQ(remarks[0].kind, ObservationKind::not_valid);
  EXPECT_EQ(remarks[0].text, "a (1 of 2 repetitions) cannot be trusted. The load generator was late. Lower the rate.");
  EXPECT_EQ(remarks[1].kind, ObservationKind::whole_herd);
  EXPECT_EQ(remarks[2].kind, ObservationKind::few_samples);
  EXPECT_EQ(remarks[2].text,
            "a (1 of 2 repetitions) had few requests: latency_ms.p99 rests on 5 requests. Run longer.");
}

RunResult late_by(const std::string& label, double milliseconds) {
  RunResult run = example_run(label, {{"generator_lag_ms.p99", milliseconds}});
  run.valid = false;
  run.warnings = {{"generator_late", fmt::format("Late by {} ms. Slow down.", milliseconds)}};
  return run;
}

TEST(Notable, EachReasonIsGivenOnceWithTheTextOfTheWorst) {
  std::vector<RunResult> runs = {late_by("a", 2), late_by("b", 9), late_by("c", 5), late_by("d", 3), late_by("e", 4)};
  runs[3].warnings.push_back({"redis_lost", "Redis was lost. Look into its log."});
  runs.push_back(example_run("f", {}));
  runs.back().valid = false;
  const auto remarks = observations(runs);
  ASSERT_EQ(remarks.size(), 3U);
  EXPECT_EQ(remarks[0].text, "b, c, e and 2 more cannot be trusted (worst: b). Late by 9 ms. Slow down.");
  EXPECT_EQ(remarks[1].text, "d cannot be trusted. Redis was lost. Look into its log.");
  EXPECT_EQ(remarks[2].text, "f cannot be trusted, though no warning says why.");
}

TEST(Notable, OfSeveralRepetitionsTheWorstSpeaks) {
  const auto remarks = observations({late_by("a", 2), late_by("a", 8), late_by("a", 3)});
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_EQ(remarks[0].text, "a cannot be trusted. Late by 8 ms. Slow down.");
}

TEST(Notable, WhatHadNotComeToRestIsNamedAndItsCountsAreLowerBounds) {
  RunResult run = example_run("a", {{"recomputations.total", 20}, {"recomputations.unused", 16}});
  run.warnings = {{"not_at_rest", "5 s after the last answer work was still going on. Raise settle."}};
  const auto remarks =
      observations({run, example_run("b", {{"recomputations.total", 9}, {"recomputations.unused", 9}})});
  ASSERT_EQ(remarks.size(), 2U);
  EXPECT_EQ(remarks[0].text,
            "a had not come to rest: 5 s after the last answer work was still going on. Raise settle.");
  EXPECT_EQ(remarks[1].text, "a computed values that no client got in at least 16 of 20 recomputations; b 9 of 9.");
}

RunResult failing(const std::string& label, double count) { return example_run(label, {{"errors.timeout", count}}); }

TEST(Notable, StrategiesThatDidTheSameShareAClauseAndTheWorstComesFirst) {
  const auto remarks = observations({failing("a", 5), failing("b", 7), failing("c", 5), failing("d", 5)});
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_EQ(remarks[0].text, "b failed 7 of 1000 requests (timeout); a, c and d 5 of 1000 (timeout).");
}

TEST(Notable, ALongListIsCutShort) {
  const auto text_about = [](int strategies, bool same) {
    std::vector<RunResult> runs;
    for (int index = 1; index <= strategies; ++index) {
      runs.push_back(failing(fmt::format("s{}", index), same ? 1 : index));
    }
    return observations(runs).at(0).text;
  };
  EXPECT_EQ(text_about(7, true), "s1, s2, s3, s4 and 3 more failed 1 of 1000 requests (timeout).");
  EXPECT_EQ(text_about(5, true), "s1, s2, s3, s4 and s5 failed 1 of 1000 requests (timeout).");
  EXPECT_THAT(text_about(6, false),
              testing::EndsWith("s4 4 of 1000 (timeout); s3 3 of 1000 (timeout); 2 more likewise."));
  EXPECT_THAT(text_about(5, false), testing::EndsWith("; s1 1 of 1000 (timeout)."));
}

TEST(Notable, TheTextIsWrappedEscapedAndLimited) {
  const RunResult everything = not_valid(example_run("name\nwith\033control", {{"errors.timeout", 5},
                                                                               {"answers.empty", 5},
                                                                               {"answers.foreign", 5},
                                                                               {"answers.stale", 500},
                                                                               {"recomputations.stampede_max", 50},
                                                                               {"recomputations.total", 100},
                                                                               {"recomputations.unused", 50},
                                                                               {"workers.waiting_share", 0.5},
                                                                               {"invalidations.total", 5},
                                                                               {"invalidations.lost", 5},
                                                                               {"versions.regressions", 5}}));
  EXPECT_EQ(observations({everything}).size(), 10U);
  const std::string text = notable_text({everything}, 60, 8);
  std::istringstream lines(text);
  std::size_t remarks = 0;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(display_width(line), 60U) << line;
    EXPECT_EQ(printable(line), line);
    remarks += line.starts_with("* ") ? 1 : 0;
  }
  EXPECT_EQ(remarks, 8U);
  EXPECT_TRUE(text.starts_with("* name\\x0awith\\x1bcontrol cannot be trusted."));
}

}  // namespace
}  // namespace stampede::reports
