// What a hit costs with each strategy: nanoseconds of its own code, Redis commands, and bytes to and from Redis. The
// replies are those of a first hit, given again at once, so that neither Redis nor the network is in the time.
#include <benchmark/benchmark.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "strategies/layers.h"
#include "strategies/registry.h"
#include "tests/benchmarks/recorded_redis.h"
#include "tests/traces/scripted.h"
#include "tests/traces/scripted_rows.h"
#include "tests/unit/strategies/fakes.h"

namespace stampede::benchmarks {
namespace {

constexpr std::size_t kValueBytes = 1024;

class QuickOrigin final : public Origin {
 public:
  Computation compute(const Key& /*key*/) override {
    ++computations;
    return Computation::of(Value{std::string(kValueBytes, 'v')});
  }
  std::uint64_t computations = 0;
};

class NoEvents final : public EventCounter {
 public:
  void count(Event /*event*/) override {}
};

// A strategy alone with its cache, all defaults.
class Alone {
 public:
  explicit Alone(const std::string& name) {
    const std::optional<StrategyInfo> info = find_strategy_or_stack(registry_, name);
    if (!info) throw std::invalid_argument("no strategy is named " + name);
    std::vector<ParameterError> errors;
    environment_.parameters = complete_parameters(info->parameters, {}, environment_.freshness, errors);
    strategy_ = info->create(environment_);
    strategy_->start();
  }

  Answer get() { return strategy_->get(key_); }

  // Until nothing more is computed for it, or stored.
  void warm_up() {
    for (int i = 0; i < 10; ++i) get();
    redis.record();
    const std::uint64_t computations_before = origin.computations;
    get();
    is_hit = origin.computations == computations_before;
    redis.replay();
  }

  FakeRedis server{[this] { return clock_.now(); }};
  RecordedRedis redis{server};
  QuickOrigin origin;
  bool is_hit = false;

 private:
  const Registry registry_ = Registry::built_in();
  const Key key_{"item>7"};
  traces::ManualClock clock_;
  traces::ScriptedQueue queue_{redis};
  traces::ScriptedRows rows_;
  NoEvents events_;
  traces::FixedLabels labels_;
  traces::ScriptedFibers fibers_;
  traces::LonelyWaiting waiting_{clock_, fibers_};
  traces::CountingRandom random_;
  traces::ScriptedPlacement placement_;
  Environment environment_{.redis = redis,
                           .origin = origin,
                           .source = origin,
                           .rows = rows_,
                           .clock = clock_,
                           .waiting = waiting_,
                           .fibers = fibers_,
                           .background = queue_,
                           .events = events_,
                           .labels = labels_,
                           .random = random_,
                           .placement = placement_,
                           .freshness = {.fresh_for = std::chrono::seconds(60), .keep_for = std::chrono::hours(1)},
                           .parameters = {}};
  std::unique_ptr<Strategy> strategy_;
};

void overhead_of_a_hit(benchmark::State& state, const std::string& name) {
  Alone alone(name);
  alone.warm_up();
  for ([[maybe_unused]] auto step : state) {
    alone.redis.replay();
    benchmark::DoNotOptimize(alone.get());
  }
  if (!alone.redis.all_replayed()) state.SkipWithError("a later hit asks less than the first");
  state.counters["is_hit"] = alone.is_hit ? 1 : 0;
  state.counters["redis_commands"] = static_cast<double>(alone.redis.commands());
  state.counters["redis_bytes"] = static_cast<double>(alone.redis.bytes());
}

// Guards keep nothing, so that there is no hit without something below them.
[[maybe_unused]] const bool kRegistered = [] {
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) {
    const std::string name = info.is_guard ? info.name + "/plain_ttl" : info.name;
    benchmark::RegisterBenchmark(("overhead_of_a_hit/" + name).c_str(),
                                 [name](benchmark::State& state) { overhead_of_a_hit(state, name); });
  }
  return true;
}();

}  // namespace
}  // namespace stampede::benchmarks
