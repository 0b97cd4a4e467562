// The README's table is what this program prints for the result file that the README names.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "reports/result/result_json.h"
#include "reports/table/notable.h"
#include "reports/table/summary_table.h"

namespace stampede::reports {
namespace {

std::string readme() {
  std::ifstream file(STAMPEDE_SOURCE_DIR "/README.md");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Readme, ShowsTheResultThatItNames) {
  const std::string text = readme();
  const std::string marker = "<!-- result: docs/readme/result.json -->\n\n```\n";
  const std::size_t begin = text.find(marker);
  ASSERT_NE(begin, std::string::npos);
  const std::size_t table = begin + marker.size();
  const std::string shown = text.substr(table, text.find("```\n", table) - table);
  const Result result = read_result(STAMPEDE_SOURCE_DIR "/docs/readme/result.json");
  EXPECT_EQ(shown, summary_table(result.runs) + "\n" + notable_text(result.runs));
}

}  // namespace
}  // namespace stampede::reports
