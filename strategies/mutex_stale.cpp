// mutex_stale: one caller computes behind a lock; the others serve the old value, or fail at once, so that their
// workers are free for other work. From django-function-caching 0.2.
//
// documented: the lock is tried once and lives 60 s.
// published:  callers poll for the lock without end, it lives 300 s, and nobody looks at the cache again after
//             getting it, so that N blocked callers compute one after another.
// Both release the lock before they store, so that a further caller can compute in between, and both throw the
// result away if the lock was lost meanwhile.
// Keys are made of calls by joining their parts as text, so that some calls share an entry.
// corrected:  as documented, but value and remaining lifetime are read in one script, the cache is looked at again
// after
//             the lock is got, and one script stores and releases, unless somebody else has got the lock meanwhile. The
//             caller gets what it has computed in any case. No two calls share an entry.
#include <utility>

#include "strategies/built_in.h"
#include "strategies/call_keys.h"
#include "strategies/lifetime.h"
#include "strategies/lock.h"
#include "strategies/promises.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

enum class Behaviour { documented, published, corrected };

Behaviour behaviour_of(const Parameters& parameters) {
  const std::string& text = parameters.text("behaviour");
  if (text == "published") return Behaviour::published;
  return text == "corrected" ? Behaviour::corrected : Behaviour::documented;
}

struct Cached {
  std::optional<Value> value;
  Duration ttl{};
};

// Reply: nil, or the value and its remaining lifetime in milliseconds.
const Script kReadWithLifetime{R"lua(
local value = redis.call('GET', KEYS[1])
if not value then return false end
return {value, redis.call('PTTL', KEYS[1])}
)lua"};

// KEYS: entry, lock. ARGV: token, value, lifetime in milliseconds. Whoever has taken the lock meanwhile computes anew,
// and from newer data.
const Script kStoreAndRelease{R"lua(
local owner = redis.call('GET', KEYS[2])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
if owner then redis.call('DEL', KEYS[2]) end
return 1
)lua"};

class MutexStale final : public Strategy {
 public:
  explicit MutexStale(Environment& environment)
      : redis_(environment.redis),
        origin_(environment.origin),
        clock_(environment.clock),
        random_(environment.random),
        labels_(environment.labels),
        behaviour_(behaviour_of(environment.parameters)),
        prefix_(environment.parameters.text("prefix")),
        timeout_(environment.parameters.duration("timeout")),
        freshness_timeout_(environment.parameters.duration("freshness_timeout")),
        lock_ttl_(environment.parameters.optional_duration("lock_ttl")
                      .value_or(behaviour_ == Behaviour::published ? 300s : 60s)),
        poll_interval_(environment.parameters.duration("poll_interval")),
        lifetime_(timeout_, environment.parameters.real("ttl_jitter"), environment.random) {}

  Answer get(const Key& key) override {
    const RedisKey name = name_of(key);
    const Cached cached = read(name);
    if (is_fresh(cached)) return Answer::of(*cached.value);

    std::optional<Lock> lock = acquire(RedisKey{"Lock:" + name.name});
    if (!lock) return stale_or_cold(cached);
    if (behaviour_ == Behaviour::corrected) return look_again_and_compute(key, name, *lock);
    const Computation computation = origin_.compute(key);
    if (!lock->release()) return stale_or_cold(cached);

    if (computation.ok()) redis_.set_px(name, computation.value().bytes, lifetime_.next());
    return computation.answer();
  }

 private:
  RedisKey name_of(const Key& key) const {
    const KeyDesign design = behaviour_ == Behaviour::corrected ? unambiguous_key : joined_key;
    return {prefix_ + ":" + cache_key(labels_, key, design)};
  }

  Answer look_again_and_compute(const Key& key, const RedisKey& name, Lock& lock) {
    const Cached cached = read(name);
    if (is_fresh(cached)) {
      lock.release();
      return Answer::of(*cached.value);
    }
    const Computation computation = origin_.compute(key);
    if (computation.ok()) {
      const auto lifetime_ms = std::chrono::ceil<std::chrono::milliseconds>(lifetime_.next()).count();
      redis_.run(kStoreAndRelease, {name, lock.name()}, {lock.token(), computation.value().bytes, lifetime_ms});
    } else {
      lock.release();
    }
    return computation.answer();
  }

  // Unless corrected three commands, between which the entry can change or vanish.
  Cached read(const RedisKey& name) {
    Cached cached;
    if (behaviour_ == Behaviour::corrected) {
      const Reply reply = redis_.run(kReadWithLifetime, {name});
      if (reply.is_nil()) return cached;
      cached.value = Value{reply.elements.at(0).as_string()};
      cached.ttl = std::chrono::milliseconds(reply.elements.at(1).as_integer());
      return cached;
    }
    if (auto bytes = redis_.get(name)) cached.value = Value{std::move(*bytes)};
    if (redis_.exists(name)) cached.ttl = redis_.ttl(name).value_or(0s);
    return cached;
  }

  bool is_fresh(const Cached& cached) const { return cached.value && cached.ttl > timeout_ - freshness_timeout_; }

  std::optional<Lock> acquire(const RedisKey& name) {
    std::optional<Lock> lock = Lock::try_acquire(redis_, random_, name, lock_ttl_);
    while (!lock && behaviour_ == Behaviour::published) {
      clock_.sleep_for(poll_interval_);
      lock = Lock::try_acquire(redis_, random_, name, lock_ttl_);
    }
    return lock;
  }

  static Answer stale_or_cold(const Cached& cached) {
    if (cached.value) return Answer::of(*cached.value);
    return Answer::error(ErrorKind::cold_cache, "nothing is cached, and another caller computes");
  }

  Redis& redis_;
  Origin& origin_;
  Clock& clock_;
  Random& random_;
  const Labels& labels_;
  const Behaviour behaviour_;
  const std::string prefix_;
  const Duration timeout_;
  const Duration freshness_timeout_;
  const Duration lock_ttl_;
  const Duration poll_interval_;
  Lifetime lifetime_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::choice("behaviour", {"documented", "published", "corrected"},
                            "Whether the lock is tried once (documented), waited for without end (published), or tried "
                            "once with the obvious mistakes mended (corrected)."),
      ParameterSpec::duration_from("timeout", DefaultFrom::keep_for, 1ms, 8760h,
                                   "How long an entry lives at most; the scenario's hard lifetime."),
      ParameterSpec::duration_from("freshness_timeout", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an entry counts as fresh; the scenario's promise of freshness."),
      ParameterSpec::optional_duration("lock_ttl", 1ms, 24h,
                                       "How long the lock lives; none means 60 s, and 300 s published."),
      ParameterSpec::duration("poll_interval", 100ms, 1ms, 1h,
                              "How long a blocked caller sleeps between two tries (published)."),
      ParameterSpec::string("prefix", "", "Stands in front of every key, followed by a colon."),
      Lifetime::jitter_parameter(),
  };
}

std::vector<Guarantee> promised() {
  const auto lock_ttl = [](const Parameters& parameters) {
    const Duration standard = parameters.text("behaviour") == "published" ? 300s : 60s;
    return parameters.optional_duration("lock_ttl").value_or(standard);
  };
  // Else what is computed is thrown away, every time; and a holder that is cancelled leaves its lock behind.
  Guarantee recovers = promises::recovers(lock_ttl);
  recovers.condition = "computations are shorter than lock_ttl, and no caller is cancelled";
  recovers.applies = [lock_ttl](const Parameters& parameters, const RunFacts& facts) {
    return facts.longest_computation + time_of_commands(facts, 4) < lock_ttl(parameters) && !facts.callers_vanish;
  };
  return {promises::one_computation("computations are shorter than lock_ttl, and Redis loses no keys",
                                    [lock_ttl](const Parameters& parameters, const RunFacts& facts) {
                                      return promises::outlives_computations(lock_ttl(parameters), facts);
                                    }),
          promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
            return parameters.duration("timeout") + time_of_commands(facts, 6);
          }),
          promises::bounded_wait(
              "not published",
              [](const Parameters& parameters, const RunFacts& /*facts*/) {
                return parameters.text("behaviour") != "published";
              },
              [](const Parameters& /*parameters*/, const RunFacts& facts) {
                return facts.longest_computation + time_of_commands(facts, 7);
              }),
          std::move(recovers)};
}

}  // namespace

StrategyInfo mutex_stale_info() {
  return {
      .name = "mutex_stale",
      .summary = "One caller computes behind a lock; the others get the old value or an error at once.",
      .description =
          "Each entry has a hard lifetime in Redis and a shorter freshness. Who finds it no longer fresh tries "
          "for a lock in Redis; the holder computes and stores, everybody else gets the old value at once, or "
          "an error if there is none.",
      .when_to_choose =
          "When an old value or a quick error is better than a blocked worker. Not where a cold cache has to "
          "answer: all but one of the first readers fail.",
      .provenance = "django-function-caching 0.2.",
      .guarantees =
          "Documented: one computation at a time per key as long as it is shorter than the lock's "
          "lifetime, and nobody waits for another caller. Nothing is served beyond the hard lifetime.",
      .costs =
          "Errors on a cold cache; a crashed holder blocks renewal until its lock expires; freshness counts "
          "in whole seconds; no invalidation. Calls whose arguments join to the same text share an entry, and get each "
          "other's values. Published: callers queue up and compute one after another.",
      .operations = operations_of<MutexStale>(),
      .parameters = parameters(),
      .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
        return std::make_unique<MutexStale>(environment);
      },
      .promises = promised()};
}

}  // namespace stampede
