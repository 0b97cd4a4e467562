// Registry and recorder name the same metrics; merged tallies add up.
#include "simulator/measure/metric_registry.h"

#include <gmock/gmock.h>

#include <cmath>
#include <set>
#include <string>

#include "simulator/measure/internal_error.h"
#include "tests/unit/measure/recorder_fixture.h"

namespace stampede::measure {
namespace {

// What no recorder can know: how a run compares with its twin.
bool is_of_two_runs(const MetricInfo& info) {
  return info.name.starts_with("recover") || info.name == "recomputations.amplification";
}

class EverythingHappened : public RecorderTest {
 protected:
  EverythingHappened() {
    settings.endpoint_names = {"health"};
    settings.clients_retry = true;
    settings.writers_read_back = true;
    settings.reads_pages = true;
    settings.good_within = ms(15);
    settings.load_length = ms(4000);
    truth.commit(0, at_ms(5));
    const ComputationId id = compute(0);
    finish_computation(id, 10);
    recorder().worker_busy(at_ms(0));
    answer(request(20), value(10, 1, id), 30);      // outdated
    answer(request(3000), value(10, 1, id), 3030);  // stale as well
    recorder().worker_idle(at_ms(3030));
    recorder().call_ended(at_ms(20), false, at_ms(30));
    recorder().call_ended(at_ms(3000), false, at_ms(3030));
    RequestFacts bystander{0, 0, at_ms(3000), at_ms(3000), std::nullopt};
    bystander.endpoint = 1;
    recorder().arrived(bystander);
    recorder().worked(bystander, at_ms(3005));
    recorder().invalidation(0, 2, at_ms(3030));
    recorder().probe_result(0, 1);
    recorder().redis_usage({4, 400, 400, 0}, at_ms(3030));
    recorder().background_tasks(3, 1);
  }
};

TEST_F(EverythingHappened, EveryRegisteredMetricIsEmittedAndEveryEmittedOneRegistered) {
  std::set<std::string> registered;
  for (const MetricInfo& info : all_metrics()) {
    if (is_of_two_runs(info)) continue;
    EXPECT_TRUE(registered.insert(std::string(info.name)).second) << info.name << " is registered twice";
  }
  std::set<std::string> emitted;
  for (const auto& [name, value] : finish().metrics) {
    emitted.insert(name);
    EXPECT_TRUE(std::isfinite(value)) << name;
  }
  EXPECT_EQ(emitted, registered);
}

TEST_F(EverythingHappened, MergingAddsCountsAndHistogramsAndKeepsPeaks) {
  Tally twice = finish().tally;
  const Tally once = twice;
  twice.merge(once);
  check_accounting(twice);
  const Metrics single = metrics_of(once);
  const Metrics merged = metrics_of(twice);
  for (const MetricInfo& info : all_metrics()) {
    if (is_of_two_runs(info)) continue;
    const std::string name(info.name);
    const bool peak = name.ends_with("_max") || name.ends_with(".max") || name.ends_with("peak");
    const bool adds = (info.kind == MetricKind::count && !peak) || name == "goodput_per_s";
    const double expected = single.at(name) * (adds ? 2 : 1);
    EXPECT_DOUBLE_EQ(merged.at(name), expected) << name;
  }
}

TEST(MetricRegistry, DescribesEveryMetricInASentenceWithAUnit) {
  for (const MetricInfo& info : all_metrics()) {
    EXPECT_FALSE(info.unit.empty()) << info.name;
    EXPECT_TRUE(info.meaning.ends_with('.')) << info.name;
    EXPECT_GT(info.meaning.size(), 20U) << info.name;
    EXPECT_EQ(find_metric(info.name), &info);
  }
  EXPECT_EQ(find_metric("latency_ms.p98"), nullptr);
}

TEST(MetricRegistry, NamesOfErrorsFollowTheKindsOfErrors) {
  Tally tally;
  for (std::size_t kind = 0; kind < kErrorKinds; ++kind) {
    tally.requests.errors[kind] = kind + 1;
  }
  const Metrics metrics = metrics_of(tally);
  EXPECT_EQ(metrics.at("errors.cold_cache"), 1 + static_cast<int>(ErrorKind::cold_cache));
  EXPECT_EQ(metrics.at("errors.strategy"), 1 + static_cast<int>(ErrorKind::strategy));
  double sum = 0;
  for (const auto& [name, count] : metrics) {
    sum += name.starts_with("errors.") ? count : 0;
  }
  EXPECT_EQ(sum, kErrorKinds * (kErrorKinds + 1) / 2.0);
}

TEST(Tally, AnAttemptThatIsNobodysIsFoundOut) {
  Tally tally;
  tally.requests.arrived = tally.requests.fresh = 3;
  tally.clients = ClientTally{.calls = 2, .retries = 1, .failed = 0, .latency = {}};
  check_accounting(tally);
  tally.clients->retries = 0;
  EXPECT_THROW(check_accounting(tally), InternalError);
}

TEST(Tally, ARequestToAnEndpointThatHasNotEndedIsFoundOut) {
  Tally tally;
  tally.endpoints.push_back({.name = "health", .requests = 2, .answered = 1, .failed = 1, .latency = {}});
  check_accounting(tally);
  tally.endpoints[0].failed = 0;
  EXPECT_THROW(check_accounting(tally), InternalError);
}

TEST(Tally, LostInvalidationsStayUnknownWhenAPartIsUnknown) {
  Tally known;
  known.invalidations = {3, 1};
  Tally unknown;
  unknown.invalidations = {2, std::nullopt};
  Tally nothing;
  known.merge(nothing);
  EXPECT_EQ(known.invalidations.lost, 1U);
  known.merge(unknown);
  EXPECT_EQ(known.invalidations.total, 5U);
  EXPECT_EQ(known.invalidations.lost, std::nullopt);
}

}  // namespace
}  // namespace stampede::measure
