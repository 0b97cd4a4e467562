// Warnings: a closed list of sentences that say what to do next; and numbers as people read them.
#include "simulator/measure/warnings.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <vector>

#include "simulator/measure/human_units.h"

namespace stampede::measure {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::vector<Warning> one_of_each() {
  return {generator_late(milliseconds(3), milliseconds(1)),
          rate_not_achieved(50'000, 42'000),
          interrupted(TimePoint(seconds(3)), seconds(10)),
          prefill_incomplete(3, seconds(7), seconds(5)),
          redis_lost("connection refused"),
          redis_errors(12),
          not_at_rest(seconds(5), 2),
          unanswered_requests(1, seconds(30)),
          foreign_values(7),
          undecodable_values(1),
          few_samples(10, "latency_ms.p99", 100),
          no_requests(),
          virtual_deadlock("fiber 3 waits for a lock"),
          fault_failed("redis_stalled", "the process cannot be stopped"),
          trace_ended_early("a.csv", "line 7: expected a time"),
          trace_lines_skipped("a.csv", 2, "line 7: expected a time"),
          trace_values_enlarged("a.csv", 3),
          strategy_failed(2, "boom"),
          recovery_unknown("the load ends at once. Let it go on")};
}

std::vector<WarningKind> kinds_of(const std::vector<Warning>& warnings) {
  std::vector<WarningKind> kinds;
  for (const Warning& warning : warnings) {
    kinds.push_back(warning.kind);
  }
  return kinds;
}

TEST(Warnings, CoverTheWholeListWithDistinctIds) {
  std::set<std::string_view> ids;
  for (const WarningKind kind : all_warnings()) {
    ids.insert(id_of(kind));
    EXPECT_EQ(find_warning(id_of(kind)), kind);
  }
  EXPECT_EQ(ids.size(), all_warnings().size());
  EXPECT_THAT(kinds_of(one_of_each()), testing::UnorderedElementsAreArray(all_warnings()));
  EXPECT_EQ(find_warning("generator_early"), std::nullopt);
}

TEST(Warnings, AreAtLeastTwoSentences) {
  for (const Warning& warning : one_of_each()) {
    EXPECT_TRUE(warning.text.ends_with('.')) << warning.text;
    EXPECT_THAT(warning.text, testing::HasSubstr(". ")) << "says what is the matter, but not what to do";
  }
}

TEST(Warnings, ErrorsOfRedisAreToldButAreAResultLikeAnyOther) {
  EXPECT_FALSE(invalidates(WarningKind::redis_errors));
  const Metrics metrics = {{"requests", 1000}, {"redis.errors", 12}};
  EXPECT_THAT(kinds_of(warnings_in(metrics, milliseconds(1), seconds(30))),
              testing::ElementsAre(WarningKind::redis_errors));
}

TEST(Warnings, NameTheirNumbers) {
  EXPECT_EQ(generator_late(std::chrono::microseconds(1250), milliseconds(1)).text,
            "The load generator was late: 1 % of the requests were sent 1.25 ms or more after they were due, "
            "where 1 ms is allowed. Lower the rate, free the machine of other work, or raise "
            "generator.lag_p99_max.");
  EXPECT_THAT(rate_not_achieved(50'000, 42'000).text, testing::HasSubstr("sent 42000 requests/s"));
  EXPECT_THAT(not_at_rest(seconds(5), 1).text,
              testing::StartsWith("5 s after the last answer work was still going on (1 computation under way): "));
  EXPECT_THAT(not_at_rest(seconds(5), 0).text, testing::HasSubstr("still going on: recomputations"));
  EXPECT_THAT(unanswered_requests(1, seconds(30)).text, testing::StartsWith("1 request was still open 30 s"));
  EXPECT_THAT(unanswered_requests(12'345, seconds(30)).text, testing::StartsWith("12 345 requests were still"));
}

TEST(Warnings, AreDrawnFromMetrics) {
  const Metrics clean = {{"requests", 5000}, {"generator_lag_ms.p99", 0.9}, {"errors.unanswered", 0}};
  EXPECT_TRUE(warnings_in(clean, milliseconds(1), seconds(30)).empty());
  const Metrics bad = {{"requests", 99},
                       {"generator_lag_ms.p99", 1.1},
                       {"errors.unanswered", 1},
                       {"answers.foreign", 1},
                       {"answers.undecodable", 1}};
  EXPECT_THAT(kinds_of(warnings_in(bad, milliseconds(1), seconds(30))),
              testing::UnorderedElementsAre(WarningKind::generator_late, WarningKind::unanswered_requests,
                                            WarningKind::foreign_values, WarningKind::undecodable_values,
                                            WarningKind::few_samples));
  EXPECT_THAT(kinds_of(warnings_in({{"requests", 0}}, milliseconds(1), seconds(30))),
              testing::ElementsAre(WarningKind::no_requests));
}

TEST(Warnings, FewSamplesAreThoseThatAPrintedQuantileRestsOn) {
  const auto kinds = [](double requests, double unanswered) {
    auto all = kinds_of(warnings_in({{"requests", requests}, {"errors.unanswered", unanswered}}, milliseconds(1), {}));
    std::erase(all, WarningKind::unanswered_requests);
    return all;
  };
  EXPECT_THAT(kinds(1000, 0), testing::IsEmpty());
  EXPECT_THAT(kinds(100, 0), testing::IsEmpty());
  EXPECT_THAT(kinds(99, 0), testing::ElementsAre(WarningKind::few_samples));
  EXPECT_THAT(kinds(100, 1), testing::ElementsAre(WarningKind::few_samples));
  EXPECT_THAT(kinds(50, 50), testing::IsEmpty());  // no latency at all, and so no quantile
}

TEST(Warnings, OnlyThoseThatSpoilTheFiguresInvalidateARun) {
  EXPECT_TRUE(invalidates(WarningKind::generator_late));
  EXPECT_TRUE(invalidates(WarningKind::rate_not_achieved));
  EXPECT_TRUE(invalidates(WarningKind::interrupted));
  EXPECT_TRUE(invalidates(WarningKind::undecodable_values));
  EXPECT_FALSE(invalidates(WarningKind::foreign_values));
  EXPECT_FALSE(invalidates(WarningKind::few_samples));
  EXPECT_FALSE(invalidates(WarningKind::unanswered_requests));
}

TEST(HumanUnits, KeepThreeDigits) {
  EXPECT_EQ(human_milliseconds(0), "0");
  EXPECT_EQ(human_milliseconds(0.0000004), "0");
  EXPECT_EQ(human_milliseconds(0.000250), "250 ns");
  EXPECT_EQ(human_milliseconds(0.35), "350 us");
  EXPECT_EQ(human_milliseconds(0.9996), "1.00 ms");
  EXPECT_EQ(human_milliseconds(12.54), "12.5 ms");
  EXPECT_EQ(human_milliseconds(1017), "1.02 s");
  EXPECT_EQ(human_milliseconds(99'960), "100 s");
  EXPECT_EQ(human_duration(seconds(1)), "1 s");
  EXPECT_EQ(human_duration(seconds(7200)), "7200 s");
  EXPECT_EQ(human_duration(seconds(72'000)), "20 h");
  EXPECT_EQ(human_count(999), "999");
  EXPECT_EQ(human_count(1000), "1000");
  EXPECT_EQ(human_count(1'234'567), "1 234 567");
  EXPECT_EQ(human_count(123'456'789), "123 M");
  EXPECT_EQ(human_number(2), "2");
  EXPECT_EQ(human_number(2.5), "2.5");
  EXPECT_EQ(human_number(0.004), "0.004");
}

TEST(HumanUnits, NeverRoundAShareToAllOrNothing) {
  EXPECT_EQ(human_share(0), "0 %");
  EXPECT_EQ(human_share(0.00001), "less than 0.1 %");
  EXPECT_EQ(human_share(0.004), "0.4 %");
  EXPECT_EQ(human_share(0.25), "25 %");
  EXPECT_EQ(human_share(0.999), "99.9 %");
  EXPECT_EQ(human_share(0.99999), "more than 99.9 %");
  EXPECT_EQ(human_share(1), "100 %");
}

}  // namespace
}  // namespace stampede::measure
