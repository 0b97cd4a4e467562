// The line that mentions a scenario's faults.
#include "reports/table/fault_line.h"

#include <gtest/gtest.h>

#include <sstream>

#include "example_runs.h"

namespace stampede::reports {
namespace {

RunResult with_faults(std::vector<FaultOutcome> faults) {
  RunResult run = example_run("plain_ttl", {});
  run.faults = std::move(faults);
  return run;
}

TEST(FaultLine, SaysWhenEachHappened) {
  EXPECT_EQ(
      fault_line({with_faults({{"redis_stalled", 2.0001, 4.0, {}, ""}, {"flush", 5.5, std::nullopt, {}, ""}})}, 100),
      "Faults: redis_stalled from 2 s to 4 s, flush at 5.5 s.\n");
}

TEST(FaultLine, SaysWhatDidNotHappen) {
  EXPECT_EQ(fault_line({with_faults({{"redis_stalled", 2.0, std::nullopt, {}, "it is gone"},
                                     {"flush", std::nullopt, std::nullopt, {}, "no server"}})},
                       100),
            "Faults: redis_stalled at 2 s (failed), flush (failed).\n");
}

TEST(FaultLine, IsNotThereWithoutFaults) {
  EXPECT_EQ(fault_line({}, 100), "");
  EXPECT_EQ(fault_line({with_faults({})}, 100), "");
}

TEST(FaultLine, IsThatOfTheFirstRunThatHasAny) {
  EXPECT_EQ(fault_line({with_faults({}), with_faults({{"flush", 1.0, std::nullopt, {}, ""}})}, 100),
            "Faults: flush at 1 s.\n");
}

TEST(FaultLine, IsBrokenWhereTheTerminalEnds) {
  std::vector<FaultOutcome> many(10, {"redis_out_of_memory", 1.0, 2.0, {}, ""});
  std::istringstream lines(fault_line({with_faults(many)}, 60));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), 60U);
  EXPECT_GT(count, 5);
}

}  // namespace
}  // namespace stampede::reports
