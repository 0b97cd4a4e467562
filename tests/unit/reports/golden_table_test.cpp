// The tables of the fixed result files.
#include <gtest/gtest.h>

#include "reports/table/fault_line.h"
#include "reports/table/notable.h"
#include "reports/table/summary_table.h"
#include "tests/golden/golden.h"

namespace stampede::reports {
namespace {

TEST(GoldenTable, IsAsLastLookedAt) {
  for (const std::string name : {"result", "hostile"}) {
    const std::vector<RunResult> runs = golden::result(name + ".json").runs;
    golden::expect_golden(name + ".table.txt", summary_table(runs) + fault_line(runs, 100) + "\n" + notable_text(runs));
  }
}

}  // namespace
}  // namespace stampede::reports
