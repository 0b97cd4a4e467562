// plain_ttl: cache-aside with an expiry: GET; if there is nothing, compute and SET PX. What most code does first.
// It guarantees that no answer is older than the expiry (plus the compute time). It costs a stampede whenever the
// entry is gone: everybody who reads between the expiry and the first SET computes.
#include "strategies/built_in.h"
#include "strategies/lifetime.h"
#include "strategies/promises.h"

namespace stampede {
namespace {

class PlainTtl final : public Strategy {
 public:
  explicit PlainTtl(Environment& environment)
      : redis_(environment.redis),
        origin_(environment.origin),
        lifetime_(environment.parameters.duration("ttl"), environment.parameters.real("ttl_jitter"),
                  environment.random) {}

  Answer get(const Key& key) override {
    const RedisKey name{key.name};
    if (auto cached = redis_.get(name)) return Answer::of(Value{std::move(*cached)});

    const Computation computation = origin_.compute(key);
    if (computation.ok()) redis_.set_px(name, computation.value().bytes, lifetime_.next());
    return computation.answer();
  }

  bool invalidate(const Key& key) override {
    redis_.del(RedisKey{key.name});
    return true;
  }

  bool set(const Key& key, const Value& value) override {
    redis_.set_px(RedisKey{key.name}, value.bytes, lifetime_.next());
    return true;
  }

  bool remove(const Key& key) override { return invalidate(key); }

  std::optional<Answer> peek(const Key& key) override {
    auto cached = redis_.get(RedisKey{key.name});
    return cached ? Answer::of(Value{std::move(*cached)}) : Answer::empty();
  }

 private:
  Redis& redis_;
  Origin& origin_;
  Lifetime lifetime_;
};

std::vector<Guarantee> promised() {
  return {promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
            return parameters.duration("ttl") + time_of_commands(facts, 3);
          }),
          promises::bounded_wait([](const Parameters& /*parameters*/, const RunFacts& facts) {
            return facts.longest_computation + time_of_commands(facts, 3);
          }),
          promises::recovers([](const Parameters& /*parameters*/) { return Duration::zero(); })};
}

}  // namespace

StrategyInfo plain_ttl_info() {
  using namespace std::chrono_literals;
  return {.name = "plain_ttl",
          .summary = "Cache-aside with an expiry: read, else compute and store.",
          .description =
              "A reader asks Redis for the value; if it is not there, the reader computes it and stores it with an "
              "expiry. Nobody looks whether somebody else computes already.",
          .when_to_choose =
              "When computations are cheap, keys are many and each is read rarely, so that few readers meet at an "
              "expiry. Not for a hot key: rate times compute time, and one more, is the number of computations at "
              "each expiry.",
          .provenance = "Common practice; the baseline of the literature on cache stampedes.",
          .guarantees = "No answer is older than the expiry plus the compute time. Invalidation deletes the entry.",
          .costs = "A full stampede on every expiry and on a cold cache: whoever finds nothing computes.",
          .operations = operations_of<PlainTtl>(),
          .parameters = {ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                                      "How long an entry lives; the scenario's promise of freshness."),
                         Lifetime::jitter_parameter()},
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<PlainTtl>(environment);
          },
          .promises = promised()};
}

}  // namespace stampede
