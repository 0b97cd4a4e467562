// What `stampede init` says by hand of a warm cache with plain_ttl, against runs in virtual time.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ostream>

#include "simulator/draft/answers.h"
#include "simulator/draft/laws.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

struct Demand {
  const char* rate;
  const char* keys;
  const char* popularity;
  const char* ttl;
  const char* write_rate;

  // The name of its test.
  friend void PrintTo(const Demand& demand, std::ostream* out) {
    *out << fmt::format("{}/s, {} keys, {}, {}, {} writes/s", demand.rate, demand.keys, demand.popularity, demand.ttl,
                        demand.write_rate);
  }
};

class PlainTtlDemand : public testing::TestWithParam<Demand> {};

TEST_P(PlainTtlDemand, IsWhatTheFormulaSays) {
  const Demand demand = GetParam();
  const draft::Answers answers = draft::find_answers({{{"rate", demand.rate},
                                                       {"keys", demand.keys},
                                                       {"popularity", demand.popularity},
                                                       {"ttl", demand.ttl},
                                                       {"compute-time", "50ms"},
                                                       {"write-rate", demand.write_rate}},
                                                      {}},
                                                     nullptr);
  ASSERT_TRUE(answers.problems.empty());
  const draft::Service& service = answers.service;
  scenario::Scenario scenario = without_network();
  scenario.keys = service.keys;
  scenario.topology.workers = 1000;
  scenario.origin.compute_time = service.compute_time;
  scenario.freshness = service.freshness;
  scenario.warm_up = 10 * service.freshness.fresh_for;
  const Duration measured = 100 * service.freshness.fresh_for;
  scenario.duration = scenario.warm_up + measured;
  scenario.series_step = scenario.duration;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = service.rate_per_s, .from = 0s, .length = scenario.duration}};
  if (service.write_rate_per_s > 0) {
    scenario.writes = {
        scenario::Writes{.rate_per_s = service.write_rate_per_s, .from = 0s, .length = scenario.duration}};
  }

  std::vector<double> per_s;
  for (std::uint32_t repetition = 0; repetition < kRuns; ++repetition) {
    const auto metrics = run_built_in(scenario, "plain_ttl", repetition).metrics;
    per_s.push_back(metrics.at("recomputations.total") / to_seconds(measured));
  }
  expect_law(testing::PrintToString(demand), mean_of_runs(per_s), draft::facts_of(service).demand_per_s);
}

INSTANTIATE_TEST_SUITE_P(Services, PlainTtlDemand,
                         testing::Values(Demand{"100", "1", "uniform", "2s", "0"},
                                         Demand{"200", "300", "zipf:0.9", "2s", "0"},
                                         Demand{"200", "100", "hot:0.5", "3s", "0"},
                                         Demand{"200", "100", "zipf:0.8", "3s", "10"}));

}  // namespace
}  // namespace stampede::laws
