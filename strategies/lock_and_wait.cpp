// lock_and_wait: one caller computes behind a lock in Redis; the others block until the value is there, woken by
// polling or by a message. The lock of dogpile.cache, Symfony Cache, Redisson and nginx, with the choices in which
// these differ as parameters: how the blocked are woken, what they do when that takes too long, whether the lock is
// renewed, whether a late store is fenced off, and whether keys share locks.
//
// In this order: acquire, look again, compute, store, release, publish. Who is woken finds the value.
#include <algorithm>

#include "strategies/backoff.h"
#include "strategies/built_in.h"
#include "strategies/fencing.h"
#include "strategies/lifetime.h"
#include "strategies/promises.h"
#include "strategies/stored_item.h"
#include "strategies/wake_ups.h"
#include "strategies/watchdog.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

// FNV-1a, the same on every machine: all nodes must agree on a key's stripe.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211U;
  return hash;
}

class LockAndWait final : public Strategy {
 public:
  explicit LockAndWait(Environment& environment)
      : environment_(environment),
        redis_(environment.redis),
        clock_(environment.clock),
        lifetime_(environment.parameters.duration("ttl"), environment.parameters.real("ttl_jitter"),
                  environment.random),
        keep_for_(environment.parameters.duration("keep_for")),
        serves_stale_(environment.parameters.flag("serve_stale")),
        by_message_(environment.parameters.text("wake") == "pubsub"),
        pause_(environment.parameters),
        safety_poll_(environment.parameters.duration("safety_poll")),
        wait_timeout_(environment.parameters.duration("wait_timeout")),
        on_timeout_(environment.parameters.text("on_timeout")),
        lock_ttl_(environment.parameters.duration("lock_ttl")),
        renews_(environment.parameters.flag("renewal")),
        fences_(environment.parameters.flag("fencing")),
        stripes_(static_cast<std::uint64_t>(environment.parameters.integer("stripes"))),
        fencing_(environment),
        wake_ups_(environment, RedisKey{"lock_and_wait:released"}) {}

  void start() override {
    if (by_message_) wake_ups_.subscribe();
  }

  Answer get(const Key& key) override {
    const std::optional<StoredItem> item = read(key);
    if (item && is_fresh(*item)) return Answer::of(item->value);
    return compute_or_wait(key, item);
  }

  bool invalidate(const Key& key) override {
    if (fences_) {
      fencing_.invalidate(key);
    } else {
      redis_.del(RedisKey{key.name});
    }
    return true;
  }

  // With fencing, a holder whose computation began before it can store no more.
  bool set(const Key& key, const Value& value) override {
    store(key, value, 0ns, fences_ ? fencing_.draw(key) : 0);
    if (by_message_) wake_ups_.publish(lock_of(key).name);
    return true;
  }

  bool remove(const Key& key) override { return invalidate(key); }

  std::optional<Answer> peek(const Key& key) override {
    const std::optional<StoredItem> item = read(key);
    return item ? Answer::of(item->value) : Answer::empty();
  }

 private:
  std::optional<StoredItem> read(const Key& key) {
    const auto text = redis_.get(RedisKey{key.name});
    if (!text) return std::nullopt;
    return decode_stored_item(*text);
  }

  // Without stale answers Redis removes what is not fresh, and no clock of a node has a say.
  bool is_fresh(const StoredItem& item) { return !serves_stale_ || clock_.unix_time() < item.fresh_until; }

  RedisKey lock_of(const Key& key) const {
    if (stripes_ == 0) return {"lock:" + key.name};
    return {"lock-stripe:" + std::to_string(hash_of(key.name) % stripes_)};
  }

  Answer compute_or_wait(const Key& key, const std::optional<StoredItem>& stale) {
    const RedisKey lock_name = lock_of(key);
    const TimePoint give_up = clock_.now() + wait_timeout_;
    Backoff pause = pause_;
    // Before the lock is tried: the message can come before the reply does.
    std::optional<WakeUps::Seat> seat;
    if (by_message_) seat.emplace(wake_ups_, lock_name.name);
    for (;;) {
      const std::uint64_t messages = seat ? seat->messages() : 0;
      if (auto held = try_acquire(lock_name, key)) return compute_behind(*held, key, lock_name);
      if (stale) return Answer::of(stale->value);

      const Duration rest = give_up - clock_.now();
      if (rest <= 0ns) return after_timeout(key);
      if (seat) {
        seat->wait(messages, std::min(safety_poll_, rest));
      } else {
        clock_.sleep_for(std::min(pause.next(), rest));
      }
      const std::optional<StoredItem> item = read(key);
      if (item && is_fresh(*item)) return Answer::of(item->value);
    }
  }

  std::optional<Fencing::Held> try_acquire(const RedisKey& lock_name, const Key& key) {
    if (fences_) return fencing_.try_acquire(lock_name, key, lock_ttl_);
    auto lock = Lock::try_acquire(redis_, environment_.random, lock_name, lock_ttl_);
    if (!lock) return std::nullopt;
    return Fencing::Held{.lock = *std::move(lock), .number = 0};
  }

  Answer compute_behind(Fencing::Held& held, const Key& key, const RedisKey& lock_name) {
    Answer answer = renews_ ? look_and_compute_renewing(held, key) : look_and_compute(held, key);
    held.lock.release();
    if (by_message_) wake_ups_.publish(lock_name.name);
    return answer;
  }

  Answer look_and_compute_renewing(const Fencing::Held& held, const Key& key) {
    const Watchdog watchdog(environment_, held.lock, lock_ttl_);
    return look_and_compute(held, key);
  }

  // Another holder may have stored between the first look and the lock.
  Answer look_and_compute(const Fencing::Held& held, const Key& key) {
    const std::optional<StoredItem> item = read(key);
    if (item && is_fresh(*item)) return Answer::of(item->value);
    return compute_and_store(key, held.number);
  }

  Answer compute_and_store(const Key& key, std::int64_t number) {
    const TimePoint began = clock_.now();
    const Computation computation = environment_.origin.compute(key);
    if (computation.ok()) store(key, computation.value(), clock_.now() - began, number);
    return computation.answer();
  }

  void store(const Key& key, const Value& value, Duration computed_in, std::int64_t number) {
    const Duration lifetime = lifetime_.next();
    const std::string bytes =
        encode({.fresh_until = clock_.unix_time() + lifetime, .computed_in = computed_in, .value = value});
    const Duration kept = serves_stale_ ? std::max(lifetime, keep_for_) : lifetime;
    if (fences_) {
      fencing_.store(key, number, bytes, kept);
    } else {
      redis_.set_px(RedisKey{key.name}, bytes, kept);
    }
  }

  Answer after_timeout(const Key& key) {
    if (on_timeout_ == "fail") return Answer::error(ErrorKind::timeout, "somebody else has had the lock for too long");
    if (on_timeout_ == "compute_uncached") return environment_.origin.compute(key).answer();
    return compute_and_store(key, fences_ ? fencing_.draw(key) : 0);
  }

  Environment& environment_;
  Redis& redis_;
  Clock& clock_;
  Lifetime lifetime_;
  const Duration keep_for_;
  const bool serves_stale_;
  const bool by_message_;
  const Backoff pause_;
  const Duration safety_poll_;
  const Duration wait_timeout_;
  const std::string on_timeout_;
  const Duration lock_ttl_;
  const bool renews_;
  const bool fences_;
  const std::uint64_t stripes_;
  Fencing fencing_;
  WakeUps wake_ups_;
};

std::vector<ParameterSpec> parameters() {
  std::vector<ParameterSpec> specs{
      ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long a value counts as fresh; the scenario's promise of freshness."),
      Lifetime::jitter_parameter(),
      ParameterSpec::choice("wake", {"poll", "pubsub"},
                            "How the blocked learn that the lock was released: they look, or a message wakes them."),
      ParameterSpec::duration("safety_poll", 1s, 1ms, 1h,
                              "How long the blocked wait for a message before they look all the same (pubsub)."),
      ParameterSpec::duration("wait_timeout", 15s, 0ms, 24h,
                              "How long a reader waits; longer than lock_ttl outlasts a crashed holder."),
      ParameterSpec::choice("on_timeout", {"compute_uncached", "compute", "fail"},
                            "What a reader does then: compute for itself, compute and store, or fail with the error "
                            "timeout."),
      ParameterSpec::duration("lock_ttl", 10s, 1ms, 24h, "How long the lock lives unless it is renewed or released."),
      ParameterSpec::boolean("renewal", false,
                             "Whether a watchdog renews the lock every third of lock_ttl while its holder computes."),
      ParameterSpec::boolean("fencing", false,
                             "Whether a store is refused that is older than the last one or than an invalidation."),
      ParameterSpec::integer("stripes", 0, 0, 1'000'000,
                             "How many locks all keys share, by a hash of the key; 0 gives each key its own."),
      ParameterSpec::boolean("serve_stale", false,
                             "Whether the others get the old value at once instead of waiting, where there is one."),
      ParameterSpec::duration_from("keep_for", DefaultFrom::keep_for, 1ms, 8760h,
                                   "How long Redis keeps a value to be served stale; the scenario's hard lifetime."),
  };
  for (ParameterSpec& spec : Backoff::parameters(20ms, 1.5, 500ms)) specs.push_back(std::move(spec));
  return specs;
}

std::vector<Guarantee> promised() {
  const auto keeps_lock = [](const Parameters& parameters, const RunFacts& facts) {
    if (promises::outlives_computations(parameters.duration("lock_ttl"), facts)) return true;
    const bool can_renew = !facts.cache_fails && facts.stood_still == 0ns && !facts.computations_stray;
    return parameters.flag("renewal") && can_renew && !facts.cache_loses_keys && !facts.callers_vanish &&
           time_of_commands(facts, 4) < parameters.duration("lock_ttl") / 3;
  };
  const auto waits_long_enough = [](const Parameters& parameters, const RunFacts& facts) {
    return parameters.text("on_timeout") == "fail" || facts.longest_service < parameters.duration("wait_timeout");
  };
  return {promises::one_computation("computations are shorter than lock_ttl, or it is renewed; nobody waits for "
                                    "wait_timeout; Redis loses no keys",
                                    [=](const Parameters& parameters, const RunFacts& facts) {
                                      return keeps_lock(parameters, facts) && waits_long_enough(parameters, facts);
                                    }),
          promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
            const Duration kept = parameters.flag("serve_stale") ? parameters.duration("keep_for") : 0ns;
            return std::max(parameters.duration("ttl"), kept) + time_of_commands(facts, 5);
          }),
          promises::no_lost_invalidation("Redis loses no keys, with fencing",
                                         [](const Parameters& parameters, const RunFacts& facts) {
                                           return parameters.flag("fencing") && !facts.cache_loses_keys;
                                         }),
          promises::bounded_wait([](const Parameters& parameters, const RunFacts& facts) {
            return parameters.duration("wait_timeout") + facts.longest_computation + time_of_commands(facts, 10);
          }),
          promises::recovers([](const Parameters& parameters) { return parameters.duration("lock_ttl"); })};
}

}  // namespace

StrategyInfo lock_and_wait_info() {
  return {.name = "lock_and_wait",
          .summary = "One caller computes behind a lock in Redis; the others block until the value is there.",
          .description =
              "Who finds no value tries for a lock in Redis. The holder looks again, computes, stores, and releases "
              "the lock. The others wait, polling with growing pauses or for a message, look for the value, and try "
              "for the lock again, until a deadline. Optionally the lock is renewed while its holder computes, late "
              "stores are fenced off, and keys share a fixed number of locks.",
          .when_to_choose =
              "When every reader has to get a value and computations are expensive, above all on a cold cache; with "
              "serve_stale also for hot keys that expire. Not where workers are few: the blocked hold theirs, and one "
              "slow key can take all of them. Stripes bound the number of locks, and make unrelated keys wait for "
              "each other.",
          .provenance =
              "dogpile.cache; nginx's proxy_cache_lock (poll, compute_uncached); Symfony Cache (stripes); Redisson "
              "(pubsub, renewal). Fencing: Kleppmann, How to do distributed locking, 2016.",
          .guarantees =
              "One computation at a time per key while it is shorter than lock_ttl, or renewed, and than wait_timeout; "
              "the others get its value. A crashed holder is replaced after lock_ttl. With fencing, no store "
              "overwrites a later holder's, and none survives an invalidation that came after its computation began.",
          .costs =
              "Blocked workers for as long as the computation takes, and up to a pause longer when polling. Without "
              "fencing, a holder slower than its lock stores over newer values, and an invalidation during a "
              "computation is lost. When the origin fails, the blocked try one after another. With renewal, a "
              "computation that never ends keeps its lock for ever.",
          .operations = operations_of<LockAndWait>(),
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<LockAndWait>(environment);
          },
          .promises = promised()};
}

}  // namespace stampede
