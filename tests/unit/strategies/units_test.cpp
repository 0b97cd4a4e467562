// Durations are read and written exactly.
#include "strategies/units.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <utility>

namespace stampede {
namespace {

using namespace std::chrono_literals;
using std::chrono::hours;

TEST(ParseDuration, KnowsEveryUnit) {
  const std::array<std::pair<std::string_view, Duration>, 13> cases = {{{"90ns", 90ns},
                                                                        {"200us", 200us},
                                                                        {"250ms", 250ms},
                                                                        {"1.5s", 1500ms},
                                                                        {"2min", 2min},
                                                                        {"2m", 2min},
                                                                        {"1h", 1h},
                                                                        {"30d", hours(720)},
                                                                        {"0s", 0ns},
                                                                        {"0.25us", 250ns},
                                                                        {"0.5d", hours(12)},
                                                                        {"007s", 7s},
                                                                        {"1.50000000000000000000000s", 1500ms}}};
  for (const auto& [text, expected] : cases) {
    const auto parsed = parse_duration(text);
    ASSERT_TRUE(parsed) << text << " " << parsed.problem;
    EXPECT_EQ(*parsed.value, expected) << text;
  }
}

TEST(ParseDuration, IsExactWhereFloatingPointIsNot) {
  EXPECT_EQ(*parse_duration("0.1s").value, 100'000'000ns);
  EXPECT_EQ(*parse_duration("4.35s").value, 4'350'000'000ns);
  EXPECT_EQ(*parse_duration("9007199.254740993s").value, Duration(9'007'199'254'740'993));  // 2^53 + 1
}

TEST(ParseDuration, SaysWhyATextIsNone) {
  const std::array<std::pair<std::string_view, std::string_view>, 15> cases = {
      {{"", "is not a number with a unit"},
       {"s", "is not a number with a unit"},
       {".5s", "is not a number with a unit"},
       {"1.s", "is not a number with a unit"},
       {"+1s", "is not a number with a unit"},
       {"-1s", "is negative"},
       {"5", "has no unit (ns, us, ms, s, min, h, d, m)"},
       {"5sec", "has an unknown unit (known: ns, us, ms, s, min, h, d, m)"},
       {"5 s", "has an unknown unit (known: ns, us, ms, s, min, h, d, m)"},
       {"1e3s", "has an unknown unit (known: ns, us, ms, s, min, h, d, m)"},
       {"5S", "has an unknown unit (known: ns, us, ms, s, min, h, d, m)"},
       {"0.5ns", "is no whole number of ns"},
       {"1.0000000001s", "is no whole number of ns"},
       {"0.0000000000000000001d", "has too many decimals"},
       {"106752d", "is too large"}}};
  for (const auto& [text, problem] : cases) {
    const auto parsed = parse_duration(text);
    EXPECT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.problem, problem) << text;
  }
}

TEST(ParseDuration, ReachesTheLastNanosecondAndNoFurther) {
  EXPECT_EQ(*parse_duration("9223372036854775807ns").value, Duration::max());
  EXPECT_EQ(*parse_duration("9223372036.854775807s").value, Duration::max());
  EXPECT_EQ(parse_duration("9223372036854775808ns").problem, "is too large");
  EXPECT_EQ(parse_duration("9223372036.854775808s").problem, "is too large");
  EXPECT_EQ(parse_duration("340282366920938463463374607431768211456s").problem, "is too large");  // 2^128
  EXPECT_EQ(parse_duration("18446744073709551616ns").problem, "is too large");                    // 2^64
}

TEST(FormatDuration, TakesTheLargestUnitThatIsExact) {
  EXPECT_EQ(format_duration(1500ms), "1500ms");
  EXPECT_EQ(format_duration(3600s), "1h");
  EXPECT_EQ(format_duration(90s), "90s");
  EXPECT_EQ(format_duration(120s), "2min");
  EXPECT_EQ(format_duration(hours(24)), "1d");
  EXPECT_EQ(format_duration(1'000'001ns), "1000001ns");
  EXPECT_EQ(format_duration(1us), "1us");
  EXPECT_EQ(format_duration(0ns), "0s");
  EXPECT_EQ(format_duration(-1500ms), "-1500ms");
  EXPECT_EQ(format_duration(Duration::max()), "9223372036854775807ns");
  EXPECT_EQ(format_duration(Duration::min()), "-9223372036854775808ns");
}

TEST(FormatDuration, IsReadBackAsTheSameDuration) {
  // All powers of two and three of their neighbours, so that every unit and many odd values occur.
  for (int shift = 0; shift < 63; ++shift) {
    for (std::int64_t offset = 0; offset < 4; ++offset) {
      const Duration duration((std::int64_t{1} << shift) - 1 + offset * (shift < 62 ? 1 : 0));
      EXPECT_EQ(parse_duration(format_duration(duration)).value, duration);
    }
  }
  for (std::int64_t seconds = 0; seconds < 100'000; seconds += 30) {
    const Duration duration = std::chrono::seconds(seconds);
    EXPECT_EQ(parse_duration(format_duration(duration)).value, duration);
  }
}

}  // namespace
}  // namespace stampede
