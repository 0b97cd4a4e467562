// How settings are written, and what is said of those that are written wrongly.
#include "simulator/draft/notation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stampede::draft {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Notation, ReadsPopularities) {
  scenario::Popularity popularity;
  EXPECT_EQ(read_popularity("zipf:0.9", popularity), "");
  EXPECT_EQ(popularity, scenario::Popularity(scenario::ZipfPopularity{0.9}));
  EXPECT_EQ(read_popularity("hot:0.25", popularity), "");
  EXPECT_EQ(popularity, scenario::Popularity(scenario::HotKeyPopularity{0.25}));
  EXPECT_EQ(read_popularity("uniform", popularity), "");
  EXPECT_EQ(popularity, scenario::Popularity(scenario::UniformPopularity{}));
  for (const char* wrong : {"", "zipf", "zipf:", "zipf:0", "zipf:11", "zipf:1,2", "zipf:nan", "hot:0", "hot:1.1",
                            "uniform:1", "normal:1", "zipf:1 "}) {
    EXPECT_THAT(read_popularity(wrong, popularity), HasSubstr("expected uniform, zipf:EXPONENT")) << wrong;
    EXPECT_EQ(popularity, scenario::Popularity(scenario::UniformPopularity{})) << wrong;
  }
}

TEST(Notation, ReadsComputeTimes) {
  scenario::TimeDistribution time;
  EXPECT_EQ(read_compute_time("80ms", time), "");
  EXPECT_EQ(time, scenario::TimeDistribution(scenario::ConstantTime{80ms}));
  EXPECT_EQ(read_compute_time("lognormal:80ms,400ms", time), "");
  EXPECT_EQ(time, scenario::TimeDistribution(scenario::LognormalTime{80ms, 400ms}));
  EXPECT_EQ(read_compute_time("uniform:10ms,20ms", time), "");
  EXPECT_EQ(time, scenario::TimeDistribution(scenario::UniformTime{10ms, 20ms}));
  EXPECT_EQ(read_compute_time("exponential:1s", time), "");
  EXPECT_EQ(time, scenario::TimeDistribution(scenario::ExponentialTime{1s}));
  for (const char* wrong : {"", "80", "0s", "lognormal:80ms", "lognormal:400ms,80ms", "lognormal:80ms,80ms",
                            "pareto:1s,2s", "exponential:1s,2s", "uniform:10ms,20ms,30ms"}) {
    EXPECT_THAT(read_compute_time(wrong, time), HasSubstr("expected a duration (80ms)")) << wrong;
  }
}

TEST(Notation, ReadsValueSizes) {
  scenario::Keys keys;
  EXPECT_EQ(read_value_size("lognormal:2KiB,60KiB", 100, keys), "");
  EXPECT_EQ(keys.value_size_per_key, scenario::SizeDistribution(scenario::LognormalSize{2048, 61440}));
  EXPECT_EQ(read_value_size("4KiB", 100, keys), "");
  EXPECT_EQ(keys.value_size_bytes, 4096U);
  EXPECT_FALSE(keys.value_size_per_key);
  for (const char* wrong : {"99B", "4", "lognormal:60KiB,2KiB", "uniform:1B,9KiB", "1GiB"}) {
    EXPECT_THAT(read_value_size(wrong, 100, keys), HasSubstr("from 100B")) << wrong;
  }
}

TEST(Notation, ReadsNumbers) {
  double number = 0;
  EXPECT_EQ(read_number("2.5", 0, 10, number), "");
  EXPECT_EQ(number, 2.5);
  for (const char* wrong : {"", "x", "-1", "11", "1e99", "nan", "inf", "1 "}) {
    EXPECT_EQ(read_number(wrong, 0, 10, number), "expected a number from 0 to 10") << wrong;
  }
  std::uint64_t whole = 0;
  EXPECT_EQ(read_whole_number("10", 1, 10, whole), "");
  EXPECT_EQ(whole, 10U);
  for (const char* wrong : {"", "0", "11", "1.5", "-1", "99999999999999999999"}) {
    EXPECT_EQ(read_whole_number(wrong, 1, 10, whole), "expected a whole number from 1 to 10") << wrong;
  }
}

}  // namespace
}  // namespace stampede::draft
