// Text that is no JSON: where it goes wrong, and what was probably meant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_registry.h"

namespace stampede::scenario {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

struct Broken {
  std::string text;
  std::string place;
  std::string hint;  // how the message ends
};

TEST(JsonSyntax, ErrorsSayWhereAndWhatWasProbablyMeant) {
  const std::vector<Broken> cases = {
      {"", "line 1, column 1", "(the file is empty)"},
      {"\n\n  \n", "line 4, column 1", "(the file is empty)"},
      {"{\n  \"name\": \"x\",\n}", "line 3, column 1", "(no comma after the last entry)"},
      {"{\"load\": [1, 2,\n ]}", "line 2, column 2", "(no comma after the last entry)"},
      {"{\n  \"name\": \"x\"\n  \"seed\": 1\n}", "line 3, column 3", "(a comma is missing before it)"},
      {"[1 2]", "line 1, column 4", "(a comma is missing before it)"},
      {"{'name': 1}", "line 1, column 2", "(texts are written in double quotes)"},
      {"{name: 1}", "line 1, column 2", "(names and texts are written in double quotes)"},
      {"{\"prefill\":\n  fresh}", "line 2, column 3", "(names and texts are written in double quotes)"},
      {"{\"seed\": NaN}", "line 1, column 10", "(JSON has no NaN and no infinity)"},
      {"{\"seed\": -Infinity}", "line 1, column 10", "(JSON has no NaN and no infinity)"},
      {"{\"seed\": True}", "line 1, column 10", "(write true, false or null)"},
      {"{\"seed\": None}", "line 1, column 10", "(write true, false or null)"},
      {"{\"seed\": 1e999}", "line 1, column 10", "(the number is too large)"},
      {"{\"seed\": +1}", "line 1, column 10", "(a number begins with a digit or with -)"},
      {"{\"seed\": .5}", "line 1, column 10", "(a number begins with a digit or with -)"},
      {"{\"seed\": 042}", "line 1, column 10", "(a number has no leading zeros)"},
      {"{\"seed\" 42}", "line 1, column 9", "(a colon is missing before it)"},
      {"{\"topology\": {\"nodes\": 4", "line 1, column 25", "(a closing bracket is missing)"},
      {"{} {}", "line 1, column 4", "(something follows after the end)"},
      {"# a comment\n{}", "line 1, column 1", "(comments are written as // or /* */)"},
      {"{} /* never closed", "line 1, column 19", "(a comment is not closed)"},
      {"{\"name\": \"never closed}", "line 1, column 24", "missing closing quote"},
      {"{\"name\": \"a\\x\"}", "line 1, column 13", "forbidden character after backslash"},
      {"{\"name\": \"\xff\"}", "line 1, column 11", "ill-formed UTF-8 byte"},
  };
  for (const Broken& broken : cases) {
    SCOPED_TRACE(broken.text);
    const LoadResult result = load_text(broken.text);
    EXPECT_FALSE(result.scenario.has_value());
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].path, broken.place);
    EXPECT_THAT(result.problems[0].message, StartsWith("not valid JSON: "));
    EXPECT_THAT(result.problems[0].message, EndsWith(broken.hint));
  }
}

TEST(JsonSyntax, WholeMessageNamesFileLineAndColumn) {
  const LoadResult result = load_text("{\n  \"name\": \"x\",\n}");
  EXPECT_EQ(problems_text(result),
            "test.json: line 3, column 1: not valid JSON: unexpected '}'; expected string literal (no comma after the "
            "last entry)\n");
}

TEST(JsonSyntax, CommentsAreAccepted) {
  const LoadResult result = load_text(
      "// first\n{\"name\": \"x\", /* inside */ \"load\": [{\"burst\": 1}], // end\n"
      "\"strategies\": [\"plain\"]}\n// last");
  EXPECT_EQ(problems_text(result), "");
}

TEST(JsonSyntax, ATextThatIsCutAnywhereIsReportedOrCompleteButNeverBoth) {
  const std::string text = with_changes(R"({"origin": {"compute_time": {"pareto": {"min": "1s", "alpha": 1.5}}},
      "objectives": {"latency_ms.p99": {"max": 5e1}}, "summary": "\u00fcber"})");
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const LoadResult result = load_text(text.substr(0, length));
    EXPECT_NE(result.scenario.has_value(), !result.problems.empty()) << length;
    EXPECT_EQ(result.scenario.has_value(), length == text.size()) << length;
  }
}

TEST(JsonSyntax, DeepNestingIsRefusedBeforeItCanDoHarm) {
  const std::size_t depth = 1'000'000;
  const LoadResult result = load_text(std::string(depth, '['));
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].message, "is nested more than 32 levels deep");
}

}  // namespace
}  // namespace stampede::scenario
