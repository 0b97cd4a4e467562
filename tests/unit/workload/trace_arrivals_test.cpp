// When the lines of a trace are due, and for which keys.
#include "simulator/workload/trace_arrivals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/temporary_file.h"
#include "tests/unit/workload/goodness_of_fit.h"

namespace stampede::workload {
namespace {

using namespace std::chrono_literals;
using scenario::TraceFormat;
using scenario::TraceLoad;
using testing::ElementsAre;

class TraceTest : public testing::Test {
 protected:
  std::vector<TraceEvent> replay(const std::string& text, TraceLoad load = {}, std::uint64_t seed = 42) {
    const fakes::TemporaryFile file(text);
    load.path = file.path();
    if (load.length == Duration::zero()) load.length = 24h * 365;
    TraceArrivals arrivals(load, keys_, measure::RandomStream(seed, "spread"));
    std::vector<TraceEvent> events;
    while (const auto event = arrivals.next()) events.push_back(*event);
    failure_ = arrivals.failure().value_or("");
    enlarged_ = arrivals.values_enlarged();
    return events;
  }

  std::vector<std::string> names(const std::vector<TraceEvent>& events) const {
    std::vector<std::string> all;
    for (const TraceEvent& event : events) all.emplace_back(keys_.name(event.key));
    return all;
  }

  static std::vector<Duration> times(const std::vector<TraceEvent>& events) {
    std::vector<Duration> all;
    for (const TraceEvent& event : events) all.push_back(event.due);
    return all;
  }

  // So many lines in each of the seconds.
  static std::string twitter(const std::vector<int>& lines_per_second) {
    std::string text;
    for (std::size_t second = 0; second < lines_per_second.size(); ++second) {
      for (int i = 0; i < lines_per_second[second]; ++i) {
        text += std::to_string(second) + ",key" + std::to_string(i % 10) + ",4,230,7,get,0\n";
      }
    }
    return text;
  }

  Keyspace keys_{scenario::Keys{.count = 2}};
  std::string failure_;
  std::uint64_t enlarged_ = 0;
};

TEST_F(TraceTest, LinesAreDueAsMuchLaterThanTheFirstAsTheirTimesSay) {
  const std::string text = "1700000000.5,a\n1700000000.5,b\n1700000001.25,a\n1700000002,c\n";
  const auto events = replay(text, {.from = 10s});
  EXPECT_THAT(times(events), ElementsAre(10s, 10s, 10s + 750ms, 10s + 1500ms));
  EXPECT_THAT(names(events), ElementsAre("a", "b", "a", "c"));
}

TEST_F(TraceTest, SpeedDividesTheirTimes) {
  EXPECT_THAT(times(replay("5,a\n6,b\n8,c\n", {.speed = 2})), ElementsAre(0s, 500ms, 1500ms));
  EXPECT_THAT(times(replay("5,a\n6,b\n8,c\n", {.speed = 0.5})), ElementsAre(0s, 2s, 6s));
}

TEST_F(TraceTest, EndsWithItsTimeOrWithItsFile) {
  const std::string text = "5,a\n6,b\n8,c\n9,d\nbad\n";
  EXPECT_THAT(times(replay(text, {.from = 1s, .length = 3s})), ElementsAre(1s, 2s));
  EXPECT_EQ(failure_, "") << "what is wrong after its time is over does not matter";
  EXPECT_THAT(times(replay(text, {.from = 1s, .length = 3s + 1ns})), ElementsAre(1s, 2s, 4s));
  EXPECT_EQ(failure_, "");
  EXPECT_THAT(times(replay(text, {.from = 1s, .length = 5s})), ElementsAre(1s, 2s, 4s, 5s));
  EXPECT_THAT(failure_, testing::HasSubstr("line 5"));
}

TEST_F(TraceTest, GivesNewKeysNewIndicesAndOldOnesTheirs) {
  const auto events = replay("0,item>1\n0,a\n0,item>0\n0,b\n0,a\n");
  std::vector<std::uint64_t> indices;
  for (const TraceEvent& event : events) indices.push_back(event.key);
  EXPECT_THAT(indices, ElementsAre(1, 2, 0, 3, 2));
  EXPECT_EQ(keys_.count(), 4U);
}

TEST_F(TraceTest, SaysWhatEachLineIs) {
  const auto events =
      replay("0,a,1,230,7,get,0\n0,a,1,0,7,delete,0\n0,a,1,99999,7,cas,60\n", {.format = TraceFormat::twitter});
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].operation, TraceOperation::get);
  EXPECT_EQ(events[0].value_size_bytes, 230U);
  EXPECT_EQ(events[1].operation, TraceOperation::remove);
  EXPECT_EQ(events[1].value_size_bytes, 0U);
  EXPECT_EQ(events[2].operation, TraceOperation::set);
  EXPECT_EQ(events[2].value_size_bytes, 99'999U);
}

TEST_F(TraceTest, LeavesOutWhatWasSetWhereThatOnlyFilledACache) {
  const std::string text = "0,a\n1,b,set\n2,c,delete\n3,d,get\n";
  EXPECT_THAT(names(replay(text)), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(names(replay(text, {.sets_write = false})), ElementsAre("a", "c", "d"));
}

TEST_F(TraceTest, CountsValuesThatAreSmallerThanTheMark) {
  replay("0,a,1,64,7,get,0\n0,a,1,65,7,get,0\n0,a,1,0,7,get,0\n0,aaa,3,66,7,set,0\n", {.format = TraceFormat::twitter});
  EXPECT_EQ(enlarged_, 2U);  // the mark is 64 bytes and the name
}

TEST_F(TraceTest, SpreadsTheLinesOfASecondOverItInTheirOrder) {
  const auto events = replay("3,a,1,1,7,get,0\n3,b,1,1,7,get,0\n3,c,1,1,7,get,0\n5,d,1,1,7,get,0\n",
                             {.format = TraceFormat::twitter, .spread = 1s, .from = 10s});
  EXPECT_THAT(names(events), ElementsAre("a", "b", "c", "d"));
  EXPECT_TRUE(std::is_sorted(events.begin(), events.end(),
                             [](const TraceEvent& left, const TraceEvent& right) { return left.due < right.due; }));
  EXPECT_GT(events[0].due, 10s);
  EXPECT_LT(events[2].due, 11s);
  EXPECT_GT(events[3].due, 12s);
  EXPECT_LT(events[3].due, 13s);
}

TEST_F(TraceTest, SpreadsThemAsIndependentArrivalsWouldCome) {
  std::vector<int> counts;
  for (int i = 0; i < 400; ++i) counts.push_back(1 + i % 100);
  const auto events = replay(twitter(counts), {.format = TraceFormat::twitter, .spread = 1s});
  std::vector<double> places;       // within the second
  std::vector<double> first_of_10;  // the least of ten uniform draws: 1 - (1 - x)^10
  std::size_t at = 0;
  for (std::size_t second = 0; second < counts.size(); ++second) {
    for (int i = 0; i < counts[second]; ++i) {
      const double place = to_seconds(events.at(at).due - std::chrono::seconds(second));
      ASSERT_GE(place, 0);
      ASSERT_LT(place, 1);
      places.push_back(place);
      if (counts[second] == 10 && i == 0) first_of_10.push_back(place);
      ++at;
    }
  }
  EXPECT_EQ(at, events.size());
  EXPECT_LT(statistics::kolmogorov_statistic(places, [](double x) { return x; }), statistics::kKolmogorovCritical);
  EXPECT_EQ(first_of_10.size(), 4U);
}

TEST_F(TraceTest, SpreadsTheFirstOfTenAsTheLeastOfTen) {
  const auto events = replay(twitter(std::vector<int>(2000, 10)), {.format = TraceFormat::twitter, .spread = 1s});
  std::vector<double> firsts;
  std::vector<double> lasts;
  for (std::size_t second = 0; second < 2000; ++second) {
    firsts.push_back(to_seconds(events.at(10 * second).due - std::chrono::seconds(second)));
    lasts.push_back(to_seconds(events.at(10 * second + 9).due - std::chrono::seconds(second)));
  }
  EXPECT_LT(statistics::kolmogorov_statistic(firsts, [](double x) { return 1 - std::pow(1 - x, 10); }),
            statistics::kKolmogorovCritical);
  EXPECT_LT(statistics::kolmogorov_statistic(lasts, [](double x) { return std::pow(x, 10); }),
            statistics::kKolmogorovCritical);
}

TEST_F(TraceTest, SpreadsOverWhateverTheClockCannotTellApart) {
  const auto events = replay("0.25,a\n0.75,b\n1.5,c\n2,d\n", {.spread = 1s});
  EXPECT_LT(events[1].due, 1s);
  EXPECT_GT(events[2].due, 1s);
  EXPECT_LT(events[2].due, 2s);
  EXPECT_GT(events[3].due, 2s);
}

TEST_F(TraceTest, GivesTheSameTimesForTheSameSeedOnly) {
  const TraceLoad load{.format = TraceFormat::twitter, .spread = 1s};
  const std::string text = twitter({5, 50, 500});
  EXPECT_EQ(times(replay(text, load, 1)), times(replay(text, load, 1)));
  EXPECT_NE(times(replay(text, load, 1)), times(replay(text, load, 2)));
}

TEST_F(TraceTest, IsEmptyWhereTheFileIs) {
  EXPECT_TRUE(replay("").empty());
  EXPECT_EQ(failure_, "");
}

}  // namespace
}  // namespace stampede::workload
