// What a trace was made from is found in it: within five percent, in both formats, packed or not, for several seeds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ostream>

#include "made_trace.h"
#include "simulator/estimate/trace_estimate.h"
#include "tests/fakes/packed.h"
#include "tests/fakes/temporary_file.h"

namespace stampede::estimate {
namespace {

using namespace std::chrono_literals;

TraceEstimate estimate_of(const std::string& bytes, scenario::TraceFormat format) {
  const fakes::TemporaryFile file(bytes);
  std::string problem;
  EXPECT_EQ(format_of_trace(file.path(), problem), format) << problem;
  const auto result = estimate_trace(file.path(), format);
  const auto* failure = std::get_if<TraceFailure>(&result);
  if (failure != nullptr) throw std::runtime_error(failure->message);
  return std::get<TraceEstimate>(result);
}

#define EXPECT_FOUND(found, truth) EXPECT_NEAR(found, truth, 0.05 * (truth))

struct Case {
  const char* name;
  KnownService service;
  std::string (*pack)(std::string) = nullptr;

  friend void PrintTo(const Case& made, std::ostream* out) { *out << made.name; }
};

std::string with_zstd(std::string text) { return fakes::zstd(text); }

class KnownServices : public testing::TestWithParam<Case> {};

void expect_popularity(const PopularityFit& fit, const KnownService& service) {
  ASSERT_EQ(fit.popularity.index(), service.popularity.index());
  if (const auto* zipf = std::get_if<scenario::ZipfPopularity>(&service.popularity)) {
    EXPECT_FOUND(std::get<scenario::ZipfPopularity>(fit.popularity).exponent, zipf->exponent);
    EXPECT_LE(fit.exponent_interval->low, std::get<scenario::ZipfPopularity>(fit.popularity).exponent);
    EXPECT_GE(fit.exponent_interval->high, std::get<scenario::ZipfPopularity>(fit.popularity).exponent);
  }
  if (const auto* hot = std::get_if<scenario::HotKeyPopularity>(&service.popularity)) {
    EXPECT_FOUND(std::get<scenario::HotKeyPopularity>(fit.popularity).share, hot->share);
  }
  EXPECT_FOUND(fit.keys, static_cast<double>(service.keys));
  EXPECT_TRUE(fit.keys_bounded);
}

void expect_check(const TraceEstimate& estimate) {
  ASSERT_TRUE(estimate.check);
  EXPECT_LT(estimate.check->distance, 0.02);
  for (const Compared& lru : estimate.check->lru) EXPECT_NEAR(lru.trace, lru.model, 0.02);
}

TEST_P(KnownServices, AreFoundAgain) {
  const KnownService& service = GetParam().service;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    const std::string text = make_trace(service, seed);
    const TraceEstimate estimate = estimate_of(GetParam().pack ? GetParam().pack(text) : text, service.format);
    ASSERT_TRUE(estimate.rate);
    EXPECT_FOUND(estimate.rate->per_s, service.rate_per_s);
    EXPECT_EQ(estimate.rate->arrivals, Arrivals::poisson);
    EXPECT_FALSE(estimate.rate->trend_share);
    expect_popularity(estimate.popularity, service);
    expect_check(estimate);
    EXPECT_FOUND(estimate.writes.writes, service.write_rate_per_s * to_seconds(service.span));
    const bool has_columns = service.format == scenario::TraceFormat::twitter;
    EXPECT_EQ(estimate.ttls.has_value(), has_columns && service.ttl_s > 0);
    if (estimate.ttls) {
      EXPECT_EQ(estimate.ttls->median, std::chrono::seconds(service.ttl_s));
    }
    ASSERT_EQ(estimate.sizes.has_value(), has_columns);
    if (!has_columns) continue;
    const auto* sizes = std::get_if<scenario::LognormalSize>(&service.sizes);
    ASSERT_EQ(estimate.sizes->is_constant, sizes == nullptr);
    EXPECT_FOUND(estimate.sizes->median_bytes, sizes == nullptr ? 1000.0 : double(sizes->median_bytes));
    EXPECT_FOUND(estimate.sizes->p99_bytes, sizes == nullptr ? 1000.0 : double(sizes->p99_bytes));
  }
}

KnownService steady(double rate_per_s, std::uint64_t keys, scenario::Popularity popularity, double write_rate_per_s,
                    Duration span) {
  KnownService service;
  service.rate_per_s = rate_per_s;
  service.keys = keys;
  service.popularity = popularity;
  service.write_rate_per_s = write_rate_per_s;
  service.span = span;
  return service;
}

KnownService twitter(KnownService service, std::uint64_t ttl_s, scenario::SizeDistribution sizes) {
  service.format = scenario::TraceFormat::twitter;
  service.ttl_s = ttl_s;
  service.sizes = sizes;
  return service;
}

KnownService filled(KnownService service, Duration filled_for) {
  service.filled_for = filled_for;
  return service;
}

constexpr scenario::UniformSize kAlike = {1000, 1000};
constexpr scenario::LognormalSize kSizes = {2000, 60'000};
constexpr scenario::LognormalSize kSimilar = {2000, 5000};

INSTANTIATE_TEST_SUITE_P(
    Traces, KnownServices,
    testing::Values(Case{"plain", steady(100, 1000, scenario::ZipfPopularity{0.8}, 6, 1000s)},
                    Case{"plain, gzip", steady(400, 2000, scenario::ZipfPopularity{0.9}, 40, 250s), fakes::gzip},
                    Case{"plain, uniform", steady(50, 500, scenario::UniformPopularity{}, 3, 1500s)},
                    Case{"plain, hot key", steady(100, 300, scenario::HotKeyPopularity{0.6}, 5, 800s)},
                    Case{"twitter", twitter(steady(200, 10'000, scenario::ZipfPopularity{1.0}, 12, 600s), 300, kSizes)},
                    Case{"twitter, zstd",
                         twitter(steady(200, 3000, scenario::ZipfPopularity{1.2}, 20, 600s), 3600, kAlike), with_zstd},
                    Case{"twitter, uniform, gzip",
                         twitter(steady(100, 5000, scenario::UniformPopularity{}, 20, 600s), 60, kSizes), fakes::gzip},
                    Case{"twitter, fills",
                         twitter(filled(steady(200, 2000, scenario::ZipfPopularity{0.9}, 60, 800s), 100s), 100,
                                 kSimilar)}),
    [](const auto& made) {
      std::string name = made.param.name;
      std::erase_if(name, [](char c) { return c == ',' || c == ' '; });
      return name;
    });

TEST(TraceEstimate, ReadsUpToItsLimitOfKeys) {
  const fakes::TemporaryFile file("0,a\n1,b\n2,a\n3,c\n4,d\n");
  const auto result = estimate_trace(file.path(), scenario::TraceFormat::plain, 2);
  ASSERT_TRUE(std::holds_alternative<TraceEstimate>(result));
  const auto& estimate = std::get<TraceEstimate>(result);
  EXPECT_TRUE(estimate.had_too_many_keys);
  EXPECT_EQ(estimate.lines, 3U);
  EXPECT_EQ(estimate.span, 2s);
}

TEST(TraceEstimate, TellsTheClocksResolution) {
  const auto resolution_of = [](const std::string& text) {
    return estimate_of(text, scenario::TraceFormat::plain).resolution;
  };
  EXPECT_EQ(resolution_of("1,a\n2,a\n"), 1s);
  EXPECT_EQ(resolution_of("1,a\n2.5,a\n"), 100ms);
  EXPECT_EQ(resolution_of("1,a\n2.25,a\n"), 10ms);
  EXPECT_EQ(resolution_of("1,a\n2.125,a\n"), 1ms);
  EXPECT_EQ(resolution_of("1,a\n2.1255,a\n"), 0s);
}

TEST(TraceEstimate, LeavesOutAFewBadLines) {
  const TraceEstimate estimate = estimate_of("1,a\nnonsense\n2,a\n1.5,b\n", scenario::TraceFormat::plain);
  EXPECT_EQ(estimate.lines, 3U);
  EXPECT_EQ(estimate.bad_lines, 1U);
  EXPECT_TRUE(estimate.first_bad_line.starts_with("line 2: expected")) << estimate.first_bad_line;
  EXPECT_EQ(estimate.span, 1s) << "a line that is a little late has its turn at once";
}

}  // namespace
}  // namespace stampede::estimate
