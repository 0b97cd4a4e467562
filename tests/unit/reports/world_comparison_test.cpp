// Live and virtual runs side by side, as a person sees them.
#include "reports/table/world_comparison.h"

#include <gmock/gmock.h>

#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

RunResult in_world(RunResult run, const char* world) {
  run.world = world;
  return run;
}

TEST(WorldComparison, ShowsEachMetricOfBothWorldsAndTheDifference) {
  const std::vector<RunResult> runs{
      in_world(example_run("mutex_stale", {{"latency_ms.p50", 4.0}, {"errors.cold_cache", 999}}), "live"),
      in_world(example_run("mutex_stale", {{"latency_ms.p50", 3.0}, {"errors.cold_cache", 998}}), "virtual"),
  };
  EXPECT_EQ(world_comparison(runs), R"(strategy     metric                         live  virtual        difference
mutex_stale  recomputations.total              1        1              none
             recomputations.peak               1        1              none
             answers.fresh                     1        2       +1 (+100 %)
             latency_ms.p50              4.00 ms  3.00 ms  -1.00 ms (-25 %)
             latency_ms.p99               1.01 s   1.01 s              none
             latency_ms.max               1.01 s   1.01 s              none
             redis.commands_per_request        2        2              none
             errors.cold_cache               999      998       -1 (-0.1 %)
)");
}

TEST(WorldComparison, MarksABound) {
  const std::string text = world_comparison({in_world(bound_run(), "live"), in_world(bound_run(), "virtual")});
  EXPECT_THAT(text, HasSubstr("\nideal (bound)  recomputations.total"));
  EXPECT_THAT(text, HasSubstr("\n(bound)  no strategy: "));
}

TEST(WorldComparison, TakesTheMedianOfTheRepetitions) {
  std::vector<RunResult> runs;
  for (const double p99 : {5.0, 7.0, 90.0}) {
    runs.push_back(in_world(example_run("plain_ttl", {{"latency_ms.p99", p99}}), "live"));
    runs.back().repetition = static_cast<std::uint32_t>(runs.size() - 1);
  }
  runs.push_back(in_world(example_run("plain_ttl", {{"latency_ms.p99", 7.0}}), "virtual"));
  EXPECT_THAT(world_comparison(runs), HasSubstr("latency_ms.p99              7.00 ms  7.00 ms"));
}

TEST(WorldComparison, CountsThatWereCutOffAreLowerBoundsAndNotCompared) {
  RunResult cut_off = in_world(example_run("mutex_stale", {{"recomputations.total", 15}}), "live");
  cut_off.warnings.push_back({"not_at_rest", "Work was going on."});
  const std::string text =
      world_comparison({cut_off, in_world(example_run("mutex_stale", {{"recomputations.total", 16}}), "virtual")});
  EXPECT_THAT(text, HasSubstr("recomputations.total           15+       16           -"));
  EXPECT_THAT(text, HasSubstr("+  at least"));
  EXPECT_THAT(text, Not(HasSubstr("(+6")));
}

TEST(WorldComparison, MediansBetweenTwoCountsAreNotRounded) {
  std::vector<RunResult> runs{in_world(example_run("plain_ttl", {{"recomputations.total", 1}}), "live")};
  for (const double total : {1.0, 2.0}) {
    runs.push_back(in_world(example_run("plain_ttl", {{"recomputations.total", total}}), "virtual"));
  }
  EXPECT_THAT(world_comparison(runs), HasSubstr("+0.5 (+50 %)"));
}

TEST(WorldComparison, MarksWhatIsNotValidAndLeavesOutWhatHasNoCounterpart) {
  const std::vector<RunResult> runs{
      not_valid(in_world(example_run("plain_ttl", {}), "live")),
      in_world(example_run("plain_ttl", {}), "virtual"),
      in_world(example_run("no_cache", {}), "live"),
  };
  const std::string text = world_comparison(runs);
  EXPECT_THAT(text, HasSubstr("1 !"));
  EXPECT_THAT(text, HasSubstr("!  not valid: these numbers are not to be trusted"));
  EXPECT_THAT(text, Not(HasSubstr("no_cache")));
}

}  // namespace
}  // namespace stampede::reports
