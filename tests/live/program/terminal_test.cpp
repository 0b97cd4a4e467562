// Progress and colour are for terminals alone, and nothing that is shown steers one.
#include <algorithm>
#include <sstream>

#include "fixture.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kErase = "\r\x1b[K";
constexpr const char* kColour = "\x1b\\[[0-9;]*m";

class OnATerminal : public ProgramTest {
 protected:
  Outcome run_on(Terminal terminal, std::map<std::string, std::string> environment = {},
                 std::vector<std::string> further = {}) const {
    Json scenario = small_scenario("small");
    scenario["generator"]["lag_p99_max"] = "1ns";  // a run that is not valid is what colour is for
    Start start{.arguments = {"run", add(scenario), "--out", "out"},
                .environment = std::move(environment),
                .terminal = terminal};
    start.arguments.insert(start.arguments.end(), further.begin(), further.end());
    return run_program(start);
  }
};

TEST_F(OnATerminal, ProgressIsShownAndErased) {
  const std::string shown = run_on(Terminal::standard_error).terminal_output;
  EXPECT_THAT(shown, HasSubstr("small [1/1] plain_ttl"));
  EXPECT_TRUE(shown.ends_with(kErase)) << testing::PrintToString(shown);
}

TEST_F(OnATerminal, QuietShowsNoProgress) { EXPECT_EQ(run_on(Terminal::all, {}, {"--quiet"}).terminal_output, ""); }

TEST_F(OnATerminal, ColourIsUsed) { EXPECT_THAT(run_on(Terminal::all).terminal_output, ContainsRegex(kColour)); }

TEST_F(OnATerminal, ColourIsNotUsedWithNoColor) {
  const std::string shown = run_on(Terminal::all, {{"NO_COLOR", "1"}}).terminal_output;
  EXPECT_THAT(shown, AllOf(HasSubstr("not valid"), Not(ContainsRegex(kColour))));
}

TEST_F(OnATerminal, AnEmptyNoColorMeansNothing) {
  EXPECT_THAT(run_on(Terminal::all, {{"NO_COLOR", ""}}).terminal_output, ContainsRegex(kColour));
}

TEST_F(OnATerminal, OutputIntoAFileHasNoEscapesThoughErrorsGoToATerminal) {
  EXPECT_THAT(run_on(Terminal::standard_error).output, AllOf(HasSubstr("plain_ttl"), Not(HasSubstr("\x1b"))));
}

TEST_F(OnATerminal, WithoutOneThereIsNoProgress) {
  const Outcome outcome = run_on(Terminal::none);
  EXPECT_EQ(outcome.errors, "");
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("plain_ttl"), Not(HasSubstr("\x1b")), Not(HasSubstr("\r"))));
}

TEST_F(OnATerminal, HostileSummaryIsShownEscapedAndWrapped) {
  write_text(folder_ / "hostile.json", R"({"name": "hostile", "load": [{"burst": 1}], "strategies": ["plain_ttl"],
      "summary": "red \u001b[31mtext\u0007, back\rspace, \u202e, )" +
                                           std::string(300, 'x') + R"("})");
  for (const char* command : {"run", "validate"}) {
    std::vector<std::string> arguments{command, "hostile.json"};
    const std::string shown = run(arguments).output;
    EXPECT_THAT(shown, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07")), Not(HasSubstr("\r")),
                             Not(HasSubstr("\xe2\x80\xae"))));
  }
  const std::string shown = run({"run", "hostile.json"}).output;
  EXPECT_THAT(shown, HasSubstr("\\x1b[31mtext\\x07"));
  std::istringstream lines(shown);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100) << line;
}

}  // namespace

}  // namespace stampede
