// How often equal results raise an alarm, and how often a change is found: simulated live results.
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/measure/random_stream.h"
#include "tests/unit/comparison/example_results.h"

namespace stampede::reports {
namespace {

constexpr int kComparisons = 200;

// The model of what makes live repetitions differ. All latencies of a result share a drift of its session (the machine
// is warmer, or has other neighbours; lognormal, 1 %). All of a run share that of the run: lognormal, 1 %, and now and
// then something slows it down (exponential, 1.5 % on average), which makes them skewed. On top of that each quantile
// has an error of its own, the larger the fewer requests decide it, and the longest latency is lognormal by 15 %.
// Counts are those of requests that race: binomial. Errors are rare.
class LiveLike {
 public:
  explicit LiveLike(std::uint64_t seed) : random_(seed, "live-like") {}

  Result result(double slower, double session_drift) {
    const double session = std::exp(session_drift * normal());
    std::vector<RunResult> runs;
    for (const char* strategy : {"plain_ttl", "mutex_stale", "async_refresh", "lease"}) {
      for (std::uint32_t repetition = 0; repetition < 9; ++repetition) {
        runs.push_back(made_run(strategy, "live", repetition, metrics(session * slower)));
      }
    }
    return made_result(std::move(runs));
  }

 private:
  double normal() { return std::sqrt(-2 * std::log(1 - random_.uniform())) * std::cos(2 * M_PI * random_.uniform()); }
  double exponential(double mean) { return -mean * std::log(1 - random_.uniform()); }
  double count(int trials, double probability) {
    double sum = 0;
    for (int i = 0; i < trials; ++i) sum += random_.uniform() < probability ? 1 : 0;
    return sum;
  }

  Metrics metrics(double factor) {
    const double run = factor * std::exp(0.01 * normal()) * (1 + exponential(0.015));
    Metrics metrics{{"requests", 1000}, {"answers.foreign", 0}, {"errors.redis", 0}};
    struct Quantile {
      const char* name;
      double base_ms;
      double error;
    };
    for (const Quantile& quantile :
         {Quantile{"mean", 4, 0.003}, Quantile{"p50", 3, 0.005}, Quantile{"p90", 7, 0.01}, Quantile{"p99", 20, 0.02},
          Quantile{"p99_9", 45, 0.05}, Quantile{"max", 60, 0.15}}) {
      metrics[std::string("latency_ms.") + quantile.name] =
          quantile.base_ms * run * std::exp(quantile.error * normal());
      metrics[std::string("service_ms.") + quantile.name] =
          0.7 * quantile.base_ms * run * std::exp(quantile.error * normal());
    }
    metrics["workers.queue_ms.p99"] = 1.5 * run * std::exp(0.05 * normal());
    metrics["workers.busy_share"] = 0.4 * run * std::exp(0.01 * normal());
    metrics["recomputations.total"] = 100 + count(40, 0.3);
    metrics["recomputations.peak"] = 3 + count(6, 0.3);
    metrics["answers.stale"] = 200 + count(60, 0.5);
    metrics["errors.timeout"] = count(10, 0.03);
    metrics["redis.commands_per_request"] = 2 + 0.01 * count(20, 0.5);
    return metrics;
  }

  measure::RandomStream random_;
};

constexpr double kSessionDrift = 0.01;

TEST(LiveLikeResults, OfTheSameThingHardlyEverRaiseAnAlarm) {
  LiveLike model(1);
  int alarms = 0;
  int improvements = 0;
  for (int i = 0; i < kComparisons; ++i) {
    const ComparisonTally tally =
        tally_of(held_against(model.result(1, kSessionDrift), model.result(1, kSessionDrift)).scenarios);
    alarms += tally.regressions > 0 ? 1 : 0;
    improvements += tally.improvements > 0 ? 1 : 0;
  }
  RecordProperty("alarms", alarms);
  RecordProperty("improvements", improvements);
  EXPECT_LE(alarms, kComparisons / 20);
  EXPECT_LE(improvements, kComparisons / 20);
}

// The correction by itself: with no drift between sessions chance alone is left, and the floors are not needed.
TEST(LiveLikeResults, AreHardlyEverSignificantByChance) {
  LiveLike model(2);
  int significant = 0;
  for (int i = 0; i < kComparisons; ++i) {
    bool any = false;
    const Comparison comparison = held_against(model.result(1, 0), model.result(1, 0));
    for (const StrategyComparison& strategy : comparison.scenarios.at(0).strategies) {
      for (const MetricComparison& metric : strategy.metrics) {
        any = any || (metric.evidence && metric.evidence->p_holm <= 0.05);
      }
    }
    significant += any ? 1 : 0;
  }
  RecordProperty("significant", significant);
  EXPECT_LE(significant, kComparisons / 20);
}

TEST(LiveLikeResults, ThatAreATenthSlowerAreFound) {
  LiveLike model(3);
  int found = 0;
  int in_p50 = 0;
  for (int i = 0; i < kComparisons; ++i) {
    const Comparison comparison = held_against(model.result(1, kSessionDrift), model.result(1.1, kSessionDrift));
    found += outcome_of(comparison) == Outcome::regression ? 1 : 0;
    in_p50 += verdict_of(only_strategy(comparison), "latency_ms.p50") == Verdict::regression ? 1 : 0;
  }
  RecordProperty("found", found);
  RecordProperty("in_p50_of_the_first_strategy", in_p50);
  EXPECT_GE(found, kComparisons * 95 / 100);
  EXPECT_GE(in_p50, kComparisons * 95 / 100) << "also in this one metric of this one strategy";
}

}  // namespace
}  // namespace stampede::reports
