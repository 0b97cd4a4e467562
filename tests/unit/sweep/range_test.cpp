// Ranges of values: exact, with both ends, and refused with a reason.
#include "simulator/sweep/range.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>

namespace stampede::sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> values(std::string_view text) {
  const RangeValues range = expand_range(text);
  EXPECT_EQ(range.problem, "") << text;
  return range.values;
}

std::string problem(std::string_view text) {
  const RangeValues range = expand_range(text);
  EXPECT_TRUE(range.values.empty()) << text;
  EXPECT_NE(range.problem, "") << text;
  return range.problem;
}

TEST(LinearRange, EndsWhereTheStepsDo) {
  EXPECT_THAT(values("1..10 step 3"), ElementsAre("1", "4", "7", "10"));
  EXPECT_THAT(values("1..12 step 3"), ElementsAre("1", "4", "7", "10"));
  EXPECT_THAT(values("0..2 step 5"), ElementsAre("0"));
}

TEST(LinearRange, IsExactInDecimals) {
  EXPECT_THAT(values("0.1..0.5 step 0.1"), ElementsAre("0.1", "0.2", "0.3", "0.4", "0.5"));
  EXPECT_THAT(values("0..1 step 0.25"), ElementsAre("0", "0.25", "0.5", "0.75", "1"));
  EXPECT_THAT(values("9.95..10.05 step 0.05"), ElementsAre("9.95", "10", "10.05"));
}

TEST(LinearRange, OfDurationsAndSizes) {
  EXPECT_THAT(values("100ms..1s step 450ms"), ElementsAre("100ms", "550ms", "1s"));
  EXPECT_THAT(values("0s..3s step 1500ms"), ElementsAre("0s", "1500ms", "3s"));
  EXPECT_THAT(values("1KiB..3KiB step 1KiB"), ElementsAre("1KiB", "2KiB", "3KiB"));
  EXPECT_THAT(values("1kB..2kB step 500B"), ElementsAre("1kB", "1500B", "2kB"));
}

TEST(LinearRange, AllowsSpaces) { EXPECT_THAT(values(" 1 .. 3  step  1 "), ElementsAre("1", "2", "3")); }

TEST(RangeByFactor, HasBothEndsAndAsManyValues) {
  EXPECT_THAT(values("1..1000 log 4"), ElementsAre("1", "10", "100", "1000"));
  EXPECT_THAT(values("7..9 log 2"), ElementsAre("7", "9"));
  EXPECT_THAT(values("0.01..100 log 5"), ElementsAre("0.01", "0.1", "1", "10", "100"));
}

TEST(RangeByFactor, RoundsToWholeUnitsOfTheBeginning) {
  EXPECT_THAT(values("1..1000 log 5"), ElementsAre("1", "6", "32", "178", "1000"));
  EXPECT_THAT(values("1ms..1s log 5"), ElementsAre("1ms", "6ms", "32ms", "178ms", "1s"));
  EXPECT_THAT(values("1KiB..1MiB log 3"), ElementsAre("1KiB", "32KiB", "1MiB"));
}

TEST(RangeByFactor, KeepsFourDigitsWhereTheEndsAreNotWhole) {
  EXPECT_THAT(values("0.5..2 log 4"), ElementsAre("0.5", "0.7937", "1.26", "2"));
  EXPECT_THAT(values("1ms..1500us log 3"), ElementsAre("1ms", "1225us", "1500us"));
}

TEST(RangeByFactor, HasNoValueTwice) {
  EXPECT_THAT(values("1..4 log 10"), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(values("1..2 log 1000"), ElementsAre("1", "2"));
}

TEST(RangeByFactor, FactorsAreEqual) {
  const std::vector<std::string> found = values("1000000..1000000000 log 50");
  ASSERT_EQ(found.size(), 50U);
  const double factor = std::pow(1000.0, 1.0 / 49);
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_NEAR(std::strtod(found[i].c_str(), nullptr) / std::strtod(found[i - 1].c_str(), nullptr), factor, 2e-6);
  }
}

TEST(Range, IsToldFromOtherValues) {
  EXPECT_TRUE(is_range("1..5 step 1"));
  EXPECT_TRUE(is_range("1..5"));
  EXPECT_FALSE(is_range("1.5"));
  EXPECT_FALSE(is_range("\"a..b\""));
  EXPECT_FALSE(is_range("{\"name\": \"a..b\"}"));
}

TEST(Range, SaysWhatIsWrong) {
  EXPECT_THAT(problem("1..5"), HasSubstr("expected FROM..TO step SIZE"));
  EXPECT_THAT(problem("1..5 by 2"), HasSubstr("expected FROM..TO step SIZE"));
  EXPECT_THAT(problem("..5 step 2"), HasSubstr("expected FROM..TO"));
  EXPECT_THAT(problem("1..5 step"), HasSubstr("expected FROM..TO"));
  EXPECT_THAT(problem("5..1 step 1"), HasSubstr("less than the end"));
  EXPECT_THAT(problem("1..1 step 1"), HasSubstr("less than the end"));
  EXPECT_THAT(problem("1..5 step 0"), HasSubstr("must not be 0"));
  EXPECT_THAT(problem("1..5 step 1s"), HasSubstr("the step \"1s\" is no plain number"));
  EXPECT_THAT(problem("1..5s step 1"), HasSubstr("the end \"5s\" is no plain number"));
  EXPECT_THAT(problem("1s..5 step 1s"), HasSubstr("the end \"5\" has no unit"));
  EXPECT_THAT(problem("1s..5KiB step 1s"), HasSubstr("the end \"5KiB\" has an unknown unit"));
  EXPECT_THAT(problem("1x..5x step 1x"), HasSubstr("the beginning \"1x\" is no number, duration or size"));
  EXPECT_THAT(problem("-1..5 step 1"), HasSubstr("the beginning \"-1\""));
  EXPECT_THAT(problem("a..b step 1"), HasSubstr("the beginning \"a\""));
  EXPECT_THAT(problem("1.2.3..5 step 1"), HasSubstr("the beginning \"1.2.3\""));
  EXPECT_THAT(problem("0..10 log 3"), HasSubstr("no factor leads away from 0"));
  EXPECT_THAT(problem("1..10 log 1"), HasSubstr("from 2 to"));
  EXPECT_THAT(problem("1..10 log x"), HasSubstr("found \"x\""));
  EXPECT_THAT(problem("1..10 log 3.5"), HasSubstr("found \"3.5\""));
}

TEST(Range, RefusesWhatNoMachineCouldRun) {
  EXPECT_THAT(problem("0..1000000000 step 1"), HasSubstr("more than 1000000 values"));
  EXPECT_THAT(problem("1..10 log 99999999"), HasSubstr("from 2 to 1000000"));
  EXPECT_THAT(problem("1..99999999999999999999 step 1"), HasSubstr("is too large"));
  EXPECT_THAT(problem("0.00000000000001..1 step 0.5"), HasSubstr("too many decimals"));
  EXPECT_THAT(values("9223372036854775806..9223372036854775807 log 5"),
              ElementsAre("9223372036854775806", "9223372036854775807"));
}

}  // namespace
}  // namespace stampede::sweep
