#include "tests/unit/check/planted.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "strategies/promises.h"

namespace stampede::check {

namespace {

using namespace std::chrono_literals;

constexpr Duration kLockTtl = 60s;

class CacheAside : public Strategy {
 public:
  explicit CacheAside(Environment& environment)
      : redis_(environment.redis),
        origin_(environment.origin),
        clock_(environment.clock),
        ttl_(environment.freshness.fresh_for) {}

  Answer get(const Key& key) override {
    if (auto cached = redis_.get(RedisKey{key.name})) return Answer::of(Value{std::move(*cached)});
    return compute_and_store(key);
  }

  bool invalidate(const Key& key) override {
    redis_.del(RedisKey{key.name});
    return true;
  }

 protected:
  Answer compute_and_store(const Key& key) {
    const Computation computation = origin_.compute(key);
    if (computation.ok()) redis_.set_px(RedisKey{key.name}, computation.value().bytes, ttl_);
    return computation.answer();
  }

  Redis& redis_;
  Origin& origin_;
  Clock& clock_;
  const Duration ttl_;
};

// Looks whether the lock is free, and then takes it: two commands.
class TwoStepLock final : public CacheAside {
 public:
  using CacheAside::CacheAside;

  Answer get(const Key& key) override {
    const RedisKey lock{"lock:" + key.name};
    for (;;) {
      if (auto cached = redis_.get(RedisKey{key.name})) return Answer::of(Value{std::move(*cached)});
      if (!redis_.exists(lock)) break;
      clock_.sleep_for(10ms);
    }
    redis_.set_px(lock, "taken", kLockTtl);
    Answer answer = compute_and_store(key);
    redis_.del(lock);
    return answer;
  }
};

// Where the origin fails, the last value that this node has seen is the answer, however old.
class OldIfError final : public CacheAside {
 public:
  using CacheAside::CacheAside;

  Answer get(const Key& key) override {
    const Answer answer = CacheAside::get(key);
    const auto last = last_.find(key.name);
    if (answer.is_error() && last != last_.end()) return Answer::of(last->second);
    if (answer.has_value()) last_[key.name] = answer.value();
    return answer;
  }

 private:
  std::map<std::string, Value> last_;
};

// The lock is left behind where the computation fails, until it expires.
class LeftLock final : public CacheAside {
 public:
  using CacheAside::CacheAside;

  Answer get(const Key& key) override {
    const RedisKey lock{"lock:" + key.name};
    for (;;) {
      if (auto cached = redis_.get(RedisKey{key.name})) return Answer::of(Value{std::move(*cached)});
      if (redis_.set_nx_px(lock, "taken", kLockTtl)) break;
      clock_.sleep_for(10ms);
    }
    Answer answer = compute_and_store(key);
    if (!answer.is_error()) redis_.del(lock);
    return answer;
  }
};

// A lock that lives for a day: who dies with it takes the key along.
class EternalLock final : public CacheAside {
 public:
  using CacheAside::CacheAside;

  Answer get(const Key& key) override {
    if (auto cached = redis_.get(RedisKey{key.name})) return Answer::of(Value{std::move(*cached)});
    const RedisKey lock{"lock:" + key.name};
    if (!redis_.set_nx_px(lock, "taken", 24h)) return Answer::error(ErrorKind::cold_cache, "somebody else computes");
    Answer answer = compute_and_store(key);
    redis_.del(lock);
    return answer;
  }
};

template <typename Class>
Planted planted(std::string name, Guarantee promise) {
  const GuaranteeKind kind = promise.kind;
  return {.strategy = {.name = std::move(name),
                       .summary = {},
                       .description = {},
                       .when_to_choose = {},
                       .provenance = {},
                       .guarantees = {},
                       .costs = {},
                       .operations = operations_of<Class>(),
                       .parameters = {},
                       .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
                         return std::make_unique<Class>(environment);
                       },
                       .promises = {std::move(promise)}},
          .breaks = kind};
}

}  // namespace

std::vector<Planted> planted_errors() {
  const auto in_short = [](const Parameters& /*parameters*/, const RunFacts& facts) {
    return promises::outlives_computations(kLockTtl, facts) && !facts.cache_fails;
  };
  const auto always = [](const Parameters& /*parameters*/, const RunFacts& /*facts*/) { return true; };
  // No freshness is longer.
  const auto lifetime = [](const Parameters& /*parameters*/, const RunFacts& facts) {
    return 26s + time_of_commands(facts, 4);
  };
  Guarantee regression{.kind = GuaranteeKind::no_version_regression, .condition = {}};
  return {planted<TwoStepLock>("two_step_lock", promises::one_computation({}, in_short)),
          planted<OldIfError>("old_if_error", promises::never_older_than(lifetime)),
          planted<CacheAside>("late_store", promises::no_lost_invalidation({}, always)),
          planted<CacheAside>("slow_reader", std::move(regression)),
          planted<LeftLock>("left_lock", promises::bounded_wait([](const Parameters&, const RunFacts& facts) {
                              return 10 * (facts.longest_computation + time_of_commands(facts, 10));
                            })),
          planted<EternalLock>("eternal_lock",
                               promises::recovers([](const Parameters& /*parameters*/) { return Duration::zero(); }))};
}

}  // namespace stampede::check
