// mutex_stale: one caller computes behind a lock; the others serve the old value, or fail at once, so that their
// workers are free for other work. From django-function-caching 0.2.
//
// documented: the lock is tried once and lives 60 s.
// published:  callers poll for the lock without end, it lives 300 s, and nobody looks at the cache again after
//             getting it, so that N blocked callers compute one after another.
// Both release the lock before they store, so that a further caller can compute in between, and both throw the
// result away if the lock was lost meanwhile.
#include "strategies/built_in.h"
#include "strategies/lock.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

struct Cached {
  std::optional<Value> value;
  Duration ttl{};
};

class MutexStale final : public Strategy {
 public:
  explicit MutexStale(Environment& environment)
      : redis_(environment.redis),
        origin_(environment.origin),
        clock_(environment.clock),
        random_(environment.random),
        published_(environment.parameters.text("behaviour") == "published"),
        prefix_(environment.parameters.text("prefix")),
        timeout_(environment.parameters.duration("timeout")),
        freshness_timeout_(environment.parameters.duration("freshness_timeout")),
        lock_ttl_(environment.parameters.optional_duration("lock_ttl").value_or(published_ ? 300s : 60s)),
        poll_interval_(environment.parameters.duration("poll_interval")) {}

  Answer get(const Key& key) override {
    const RedisKey name{prefix_ + ":" + key.name};
    const Cached cached = read(name);
    if (is_fresh(cached)) return Answer::of(*cached.value);

    std::optional<Lock> lock = acquire(RedisKey{"Lock:" + name.name});
    if (!lock) return stale_or_cold(cached);
    const Computation computation = origin_.compute(key);
    if (!lock->release()) return stale_or_cold(cached);

    if (computation.ok()) redis_.set_px(name, computation.value().bytes, timeout_);
    return computation.answer();
  }

 private:
  // Three commands, between which the entry can change or vanish.
  Cached read(const RedisKey& name) {
    Cached cached;
    if (auto bytes = redis_.get(name)) cached.value = Value{std::move(*bytes)};
    if (redis_.exists(name)) cached.ttl = redis_.ttl(name).value_or(0s);
    return cached;
  }

  bool is_fresh(const Cached& cached) const { return cached.value && cached.ttl > timeout_ - freshness_timeout_; }

  std::optional<Lock> acquire(const RedisKey& name) {
    std::optional<Lock> lock = Lock::try_acquire(redis_, random_, name, lock_ttl_);
    while (!lock && published_) {
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
  const bool published_;
  const std::string prefix_;
  const Duration timeout_;
  const Duration freshness_timeout_;
  const Duration lock_ttl_;
  const Duration poll_interval_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::choice("behaviour", {"documented", "published"},
                            "Whether the lock is tried once (documented) or waited for without end (published)."),
      ParameterSpec::duration_from("timeout", DefaultFrom::keep_for, 1ms, 8760h,
                                   "How long an entry lives at most; the scenario's hard lifetime."),
      ParameterSpec::duration_from("freshness_timeout", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an entry counts as fresh; the scenario's promise of freshness."),
      ParameterSpec::optional_duration("lock_ttl", 1ms, 24h,
                                       "How long the lock lives; none means 60 s documented, 300 s published."),
      ParameterSpec::duration("poll_interval", 100ms, 1ms, 1h,
                              "How long a blocked caller sleeps between two tries (published)."),
      ParameterSpec::string("prefix", "", "Stands in front of every key, followed by a colon."),
  };
}

}  // namespace

StrategyInfo mutex_stale_info() {
  return {.name = "mutex_stale",
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
              "in whole seconds; no invalidation. Published: callers queue up and compute one after another.",
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<MutexStale>(environment);
          }};
}

}  // namespace stampede
