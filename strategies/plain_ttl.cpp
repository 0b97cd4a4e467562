// plain_ttl: cache-aside with an expiry: GET; if there is nothing, compute and SET PX. What most code does first.
// It guarantees that no answer is older than the expiry (plus the compute time). It costs a stampede whenever the
// entry is gone: everybody who reads between the expiry and the first SET computes.
#include "strategies/built_in.h"

namespace stampede {
namespace {

class PlainTtl final : public Strategy {
 public:
  explicit PlainTtl(Environment& environment)
      : redis_(environment.redis), origin_(environment.origin), ttl_(environment.parameters.duration("ttl")) {}

  Answer get(const Key& key) override {
    const RedisKey name{key.name};
    if (auto cached = redis_.get(name)) return Answer::of(Value{std::move(*cached)});

    const Computation computation = origin_.compute(key);
    if (computation.ok()) redis_.set_px(name, computation.value().bytes, ttl_);
    return computation.answer();
  }

  bool invalidate(const Key& key) override {
    redis_.del(RedisKey{key.name});
    return true;
  }

 private:
  Redis& redis_;
  Origin& origin_;
  const Duration ttl_;
};

}  // namespace

StrategyInfo plain_ttl_info() {
  using namespace std::chrono_literals;
  return {.name = "plain_ttl",
          .summary = "Cache-aside with an expiry: read, else compute and store.",
          .provenance = "Common practice; the baseline of the literature on cache stampedes.",
          .guarantees = "No answer is older than the expiry plus the compute time. Invalidation deletes the entry.",
          .costs = "A full stampede on every expiry and on a cold cache: whoever finds nothing computes.",
          .parameters = {ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                                      "How long an entry lives; the scenario's promise of freshness.")},
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<PlainTtl>(environment);
          }};
}

}  // namespace stampede
