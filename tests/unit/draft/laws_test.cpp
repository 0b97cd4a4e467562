// Figures by hand, against sums over every key, and the words they come in.
#include "simulator/draft/laws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/draft/answers.h"
#include "simulator/draft/key_shares.h"
#include "simulator/estimate/zipf.h"

namespace stampede::draft {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

Service service_of(std::map<std::string, std::string, std::less<>> flags) {
  const Answers answers = find_answers({std::move(flags), {}}, nullptr);
  EXPECT_THAT(answers.problems, testing::IsEmpty());
  return answers.service;
}

TEST(ZipfSum, IsTheSum) {
  for (const double exponent : {0.0, 0.01, 0.5, 0.999999, 1.0, 1.000001, 1.7, 5.0}) {
    double sum = 0;
    for (int rank = 1; rank <= 50'000; ++rank) {
      sum += std::pow(rank, -exponent);
      if (rank == 3 || rank == 1000 || rank == 1001 || rank == 50'000) {
        EXPECT_NEAR(estimate::zipf_sum(rank, exponent), sum, 1e-11 * sum) << rank << " keys, " << exponent;
      }
    }
  }
}

TEST(KeyShares, AreOneTogether) {
  const scenario::Popularity laws[] = {scenario::UniformPopularity{}, scenario::ZipfPopularity{0.8},
                                       scenario::ZipfPopularity{2}, scenario::HotKeyPopularity{0.4}};
  for (const auto& law : laws) {
    for (const std::uint64_t count : {2U, 1000U, 300'000U}) {
      double shares = 0;
      double keys = 0;
      for_each_share({.count = count, .popularity = law}, [&](double share, double number) {
        shares += share * number;
        keys += number;
      });
      EXPECT_NEAR(shares, 1, 1e-4);
      EXPECT_NEAR(keys, static_cast<double>(count), 1e-6);
    }
  }
}

TEST(Laws, OfOneKey) {
  const Facts facts = facts_of(service_of({{"rate", "100"},
                                           {"keys", "1"},
                                           {"compute-time", "100ms"},
                                           {"ttl", "10s"},
                                           {"origin-capacity", "5"},
                                           {"nodes", "1"},
                                           {"workers", "8"}}));
  EXPECT_DOUBLE_EQ(facts.stampede_size, 11);
  EXPECT_DOUBLE_EQ(*facts.capacity_per_s, 50);
  // 11 computations in 10 ms + 100 ms + (100 ms - 10 ms (1 - e^-10)) + 10 s.
  EXPECT_NEAR(facts.demand_per_s, 11 / 10.2, 1e-4);
  EXPECT_NEAR(facts.hit_ratio, 1 - 0.11 / 10.2, 1e-5);
  EXPECT_DOUBLE_EQ(facts.busy_empty, 10);
}

TEST(Laws, NameWhatIsVulnerable) {
  const auto text = [](std::map<std::string, std::string, std::less<>> flags) {
    const Service service = service_of(std::move(flags));
    return facts_text(service, facts_of(service));
  };
  // Bronson et al.: 3000 queries/s behind a cache, a database that is good for 300.
  const std::string vulnerable = text({{"rate", "3000"}, {"origin-capacity", "30"}, {"compute-time", "100ms"}});
  EXPECT_THAT(vulnerable, HasSubstr("VULNERABLE"));
  EXPECT_THAT(vulnerable, HasSubstr("90 %"));
  EXPECT_THAT(vulnerable, HasSubstr("TOO FEW"));
  const std::string safe = text({{"rate", "100"}, {"origin-capacity", "30"}});
  EXPECT_THAT(safe, HasSubstr("not vulnerable"));
  EXPECT_THAT(safe, Not(HasSubstr("TOO FEW")));
  EXPECT_THAT(text({}), HasSubstr("is not known without"));
  EXPECT_THAT(text({{"ttl", "10ms"}, {"rate", "1000"}, {"origin-capacity", "1"}}), HasSubstr("OVERLOADED"));
}

TEST(MeanComputeTime, IsThatOfItsDistribution) {
  EXPECT_DOUBLE_EQ(mean_compute_time_s(scenario::UniformTime{100ms, 300ms}), 0.2);
  EXPECT_DOUBLE_EQ(mean_compute_time_s(scenario::ExponentialTime{50ms}), 0.05);
  // A deviation of 1 of the logarithm.
  const auto p99 = Duration(std::llround(1e8 * std::exp(2.3263478740408408)));
  EXPECT_NEAR(mean_compute_time_s(scenario::LognormalTime{100ms, p99}), 0.1 * std::exp(0.5), 1e-8);
  EXPECT_DOUBLE_EQ(mean_compute_time_s(scenario::ParetoTime{100ms, 2, std::nullopt}), 0.2);
  EXPECT_NEAR(mean_compute_time_s(scenario::ParetoTime{100ms, 1, 1s}), 0.1 * (1 + std::log(10)), 1e-12);
  EXPECT_NEAR(mean_compute_time_s(scenario::ParetoTime{100ms, 2, 1000h}), 0.2, 1e-6);
}

}  // namespace
}  // namespace stampede::draft
