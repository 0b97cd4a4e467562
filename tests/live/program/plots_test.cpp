// stampede report --plots: charts as files.
#include "fixture.h"

namespace stampede {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const std::string kGolden = STAMPEDE_SOURCE_DIR "/tests/golden/result.json";
const std::string kHostile = STAMPEDE_SOURCE_DIR "/tests/golden/hostile.json";

class Plots : public ProgramTest {
 protected:
  std::size_t files(const std::string& ending) const {
    std::size_t count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / "plots")) {
      count += entry.path().string().ends_with(ending) ? 1 : 0;
    }
    return count;
  }
};

TEST_F(Plots, AreDrawnAndSpecifiedAndOtherFilesLeftAlone) {
  fs::create_directory(folder_ / "plots");
  write_text(folder_ / "plots" / "mine.txt", "mine");
  write_text(folder_ / "plots" / "golden-trade-off.svg", "old");
  const Outcome outcome = run({"report", kGolden, "--plots", "plots"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("10 charts"));
  EXPECT_EQ(files(".svg"), 10U);
  EXPECT_EQ(files(".vl.json"), 10U);
  EXPECT_EQ(read_text(folder_ / "plots" / "mine.txt"), "mine");
  const std::string svg = read_text(folder_ / "plots" / "golden-trade-off.svg");
  EXPECT_TRUE(svg.starts_with("<svg"));
  EXPECT_THAT(svg, HasSubstr("What each strategy costs"));
  EXPECT_TRUE(no_temporary_files());
}

TEST_F(Plots, HaveSafeNamesWhateverTheScenarioIsCalled) {
  const Outcome outcome = run({"report", kHostile, kGolden, kGolden, "--plots", "plots"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / "plots")) {
    EXPECT_THAT(entry.path().filename().string(), testing::MatchesRegex("[A-Za-z0-9_=][A-Za-z0-9_=.-]*"));
    EXPECT_THAT(read_text(entry.path()), Not(HasSubstr(entry.path().extension() == ".svg" ? "<script" : "\n\n")));
  }
}

TEST_F(Plots, WithoutNodeAreSpecificationsAndAClearError) {
  const Outcome outcome =
      run_program({.arguments = {"report", kGolden, "--plots", "plots"}, .environment = {{"PATH", "/nonexistent"}}});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, HasSubstr("there is no program node on the PATH"));
  EXPECT_THAT(outcome.errors, HasSubstr("apt-get install nodejs"));
  EXPECT_EQ(files(".vl.json"), 10U);
  EXPECT_EQ(files(".svg"), 0U);
}

TEST_F(Plots, OfANodeThatFailsSayWhatItSaid) {
  fs::create_directory(folder_ / "bin");
  write_text(folder_ / "bin" / "node", "#!/bin/sh\necho broken >&2\nexit 3\n");
  fs::permissions(folder_ / "bin" / "node", fs::perms::owner_all);
  const Outcome outcome = run_program(
      {.arguments = {"report", kGolden, "--plots", "plots"}, .environment = {{"PATH", (folder_ / "bin").string()}}});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, HasSubstr("broken"));
  EXPECT_EQ(files(".svg"), 0U);
}

TEST_F(Plots, IntoAFileAreRefused) {
  write_text(folder_ / "plots", "a file");
  const Outcome outcome = run({"report", kGolden, "--plots", "plots"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::AllOf(HasSubstr("nothing was written"), HasSubstr("--plots: plots is a file")));
  EXPECT_EQ(read_text(folder_ / "plots"), "a file");
}

}  // namespace
}  // namespace stampede
