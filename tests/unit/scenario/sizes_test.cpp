// Sizes are read and written exactly, and thousands are not confused with 1024s.
#include "simulator/scenario/sizes.h"

#include <gtest/gtest.h>

namespace stampede::scenario {
namespace {

TEST(ParseSize, TellsThousandsFrom1024s) {
  EXPECT_EQ(parse_size("64B").value, 64U);
  EXPECT_EQ(parse_size("1kB").value, 1000U);
  EXPECT_EQ(parse_size("1KB").value, 1000U);
  EXPECT_EQ(parse_size("1KiB").value, 1024U);
  EXPECT_EQ(parse_size("1.5KiB").value, 1536U);
  EXPECT_EQ(parse_size("2MB").value, 2'000'000U);
  EXPECT_EQ(parse_size("4MiB").value, 4U << 20);
  EXPECT_EQ(parse_size("1GB").value, 1'000'000'000U);
  EXPECT_EQ(parse_size("1GiB").value, 1U << 30);
}

TEST(ParseSize, SaysWhyATextIsNone) {
  EXPECT_EQ(parse_size("1024").problem, "has no unit (B, kB, KiB, MB, MiB, GB, GiB, KB)");
  EXPECT_EQ(parse_size("1k").problem, "has an unknown unit (known: B, kB, KiB, MB, MiB, GB, GiB, KB)");
  EXPECT_EQ(parse_size("0.1KiB").problem, "is no whole number of B");
  EXPECT_EQ(parse_size("-1B").problem, "is negative");
  EXPECT_EQ(parse_size("8589934592GiB").problem, "is too large");
}

TEST(FormatSize, IsReadBackAsTheSameSize) {
  EXPECT_EQ(format_size(0), "0B");
  EXPECT_EQ(format_size(1000), "1000B");
  EXPECT_EQ(format_size(1024), "1KiB");
  EXPECT_EQ(format_size(1536), "1536B");
  EXPECT_EQ(format_size(std::uint64_t{5} << 40), "5120GiB");
  for (std::uint64_t size = 1; size < (std::uint64_t{1} << 62); size = size * 3 + 1) {
    EXPECT_EQ(parse_size(format_size(size)).value, size);
  }
  for (unsigned shift = 0; shift < 62; ++shift) {
    EXPECT_EQ(parse_size(format_size(std::uint64_t{1} << shift)).value, std::uint64_t{1} << shift);
  }
}

}  // namespace
}  // namespace stampede::scenario
