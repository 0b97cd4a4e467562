// Traces with bad lines, and with lines in disorder.
#include "simulator/workload/trace_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/temporary_file.h"

namespace stampede::workload {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

struct Replayed {
  std::vector<std::string> lines;  // "1.5 a"
  std::string failure;
  std::uint64_t bad_lines = 0;
  std::string first_bad_line;
};

Replayed replay(const std::string& text, scenario::TraceLoad load = {}) {
  const fakes::TemporaryFile file(text);
  load.path = file.path();
  TraceReader reader(load);
  Replayed replayed;
  while (const auto line = reader.next()) {
    replayed.lines.push_back(std::to_string(line->time / 1ms) + " " + std::string(line->key));
  }
  EXPECT_FALSE(reader.next().has_value());
  replayed.failure = reader.failure().value_or("");
  replayed.bad_lines = reader.bad_lines();
  replayed.first_bad_line = reader.first_bad_line();
  return replayed;
}

TEST(TraceReader, GivesEveryLine) {
  const Replayed replayed = replay("time,key,operation\n1,a\n1.5,b,set\n1.5,c");
  EXPECT_THAT(replayed.lines, ElementsAre("1000 a", "1500 b", "1500 c"));
  EXPECT_EQ(replayed.failure, "");
  EXPECT_EQ(replayed.bad_lines, 0U);
}

TEST(TraceReader, KnowsAHeaderInTheFirstLineOnly) {
  EXPECT_THAT(replay("time,key\n1,a\ntime,key\n").failure, HasSubstr("line 3: expected a time"));
}

TEST(TraceReader, EndsAtTheFirstBadLineWhereNoneIsTolerated) {
  const Replayed replayed = replay("1,a\n2,b,put\n3,c\n");
  EXPECT_THAT(replayed.lines, ElementsAre("1000 a"));
  EXPECT_EQ(replayed.failure, R"(line 2: expected an operation (get/set/delete), found "put")");
  EXPECT_EQ(replayed.bad_lines, 0U);
}

TEST(TraceReader, LeavesOutAsManyBadLinesAsAreTolerated) {
  const std::string text = "x,a\n1,b\n\n2,c\n3,d,put\n4,e\n";
  const Replayed all = replay(text, {.bad_lines_max = 3});
  EXPECT_THAT(all.lines, ElementsAre("1000 b", "2000 c", "4000 e"));
  EXPECT_EQ(all.failure, "");
  EXPECT_EQ(all.bad_lines, 3U);
  EXPECT_THAT(all.first_bad_line, HasSubstr("line 1: expected a time"));
  const Replayed some = replay(text, {.bad_lines_max = 2});
  EXPECT_THAT(some.lines, ElementsAre("1000 b", "2000 c"));
  EXPECT_EQ(some.failure,
            R"(line 5: expected an operation (get/set/delete), found "put" (bad line 3, where 2 are tolerated))");
  EXPECT_EQ(some.bad_lines, 2U);
}

TEST(TraceReader, TakesALineThatIsTooLongForABadOne) {
  const Replayed replayed = replay("1,a\n2," + std::string(100'000, 'b') + "\n3,c\n", {.bad_lines_max = 1});
  EXPECT_THAT(replayed.lines, ElementsAre("1000 a", "3000 c"));
  EXPECT_EQ(replayed.first_bad_line, "line 2: expected at most 8192 bytes");
}

TEST(TraceReader, TakesATimeBeforeThatOfAnEarlierLineForBad) {
  const Replayed replayed = replay("5,a\n7,b\n6.999,c\n7,d\n", {.bad_lines_max = 1});
  EXPECT_THAT(replayed.lines, ElementsAre("5000 a", "7000 b", "7000 d"));
  EXPECT_EQ(replayed.first_bad_line, "line 3: expected a time not before that of an earlier line (7s), found 6999ms");
}

TEST(TraceReader, GivesALineThatIsALittleLateItsTurnAtOnce) {
  const Replayed replayed = replay("5,a\n7,b\n6,c\n6.5,d\n8,e\n6.999,f\n", {.disorder = 1s});
  EXPECT_THAT(replayed.lines, ElementsAre("5000 a", "7000 b", "7000 c", "7000 d", "8000 e"));
  EXPECT_EQ(replayed.failure,
            "line 6: expected a time not before that of an earlier line (8s less tolerate_disorder), found 6999ms");
}

TEST(TraceReader, SaysWhyAFileCannotBeRead) {
  scenario::TraceLoad load{.path = "/no/such/file"};
  TraceReader reader(load);
  EXPECT_FALSE(reader.next().has_value());
  EXPECT_EQ(reader.failure(), "cannot be opened: No such file or directory");
}

TEST(TraceReader, LooksAtTheBeginOnly) {
  const auto problem = [](const std::string& text) {
    const fakes::TemporaryFile file(text);
    const scenario::TraceLoad load{.path = file.path()};
    return problem_at_begin(load).value_or("");
  };
  EXPECT_EQ(problem("1,a\n"), "");
  EXPECT_EQ(problem(""), "has no line that could be replayed");
  EXPECT_EQ(problem("time,key\n"), "has no line that could be replayed");
  EXPECT_THAT(problem("1,a\n1,a,put\n"), HasSubstr("line 2: expected an operation"));
  EXPECT_THAT(problem("0,nz:u:eeW,6,230,7,get,0\n"), HasSubstr("line 1: expected an operation"));
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "1,a\n";
  EXPECT_EQ(problem(text + "bad\n"), "");
}

}  // namespace
}  // namespace stampede::workload
