// early_expiration: whoever reads may take the entry for expired before it is, the more likely the less is left, so
// that mostly one reader renews it while all others still find it. XFetch: Vattani, Chierichetti, Lowenstein, "Optimal
// Probabilistic Cache Stampede Prevention", PVLDB 8(8), 2015, doi.org/10.14778/2757807.2757813.
//
// xfetch:  recompute if now - delta * beta * ln(rand) >= expiry, where delta is what the last computation took.
// uniform: recompute if now + gap * rand >= expiry, which the paper compares it with.
// Either is no more than likely to recompute once; with a lock exactly one does, and readers of a cold cache wait for
// it, whom the gap alone does not help.
#include "strategies/built_in.h"
#include "strategies/lifetime.h"
#include "strategies/lock.h"
#include "strategies/portable_math.h"
#include "strategies/promises.h"
#include "strategies/stored_item.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class EarlyExpiration final : public Strategy {
 public:
  explicit EarlyExpiration(Environment& environment)
      : redis_(environment.redis),
        origin_(environment.origin),
        clock_(environment.clock),
        random_(environment.random),
        lifetime_(environment.parameters.duration("ttl"), environment.parameters.real("ttl_jitter"),
                  environment.random),
        uniform_(environment.parameters.text("mode") == "uniform"),
        beta_(environment.parameters.real("beta")),
        gap_(environment.parameters.duration("gap")),
        with_lock_(environment.parameters.text("lock") == "redis"),
        lock_ttl_(environment.parameters.duration("lock_ttl")),
        poll_interval_(environment.parameters.duration("poll_interval")),
        wait_timeout_(environment.parameters.duration("wait_timeout")) {}

  Answer get(const Key& key) override {
    const std::optional<StoredItem> item = read(key);
    if (item && !is_due(*item)) return Answer::of(item->value);
    if (!with_lock_) return compute_and_store(key);

    const Duration fresh_until = item ? item->fresh_until : Duration::min();
    if (auto lock = acquire(key)) return compute_behind(*lock, key, fresh_until);
    if (item && !has_expired(*item)) return Answer::of(item->value);
    return wait(key, fresh_until);
  }

  bool invalidate(const Key& key) override {
    redis_.del(RedisKey{key.name});
    return true;
  }

  // There is no set(): how early an item is renewed follows from how long it took to compute.
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

  Duration left(const StoredItem& item) { return item.fresh_until - clock_.unix_time(); }

  // By the clock of this node: Redis still has the entry when that of its writer was late.
  bool has_expired(const StoredItem& item) { return left(item) <= 0ns; }

  // The gap is not rounded to any unit of time: that would switch it off for computations shorter than the unit.
  bool is_due(const StoredItem& item) {
    const double above_zero = 1 - random_.uniform();
    const double gap_ns = uniform_ ? static_cast<double>(gap_.count()) * above_zero
                                   : -portable::ln(above_zero) * beta_ * static_cast<double>(item.computed_in.count());
    return gap_ns >= static_cast<double>(left(item).count());
  }

  Answer compute_and_store(const Key& key) {
    const TimePoint began = clock_.now();
    const Computation computation = origin_.compute(key);
    if (computation.ok()) store(key, computation.value(), clock_.now() - began);
    return computation.answer();
  }

  void store(const Key& key, const Value& value, Duration computed_in) {
    const Duration lifetime = lifetime_.next();
    const StoredItem item{.fresh_until = clock_.unix_time() + lifetime, .computed_in = computed_in, .value = value};
    redis_.set_px(RedisKey{key.name}, encode(item), lifetime);
  }

  std::optional<Lock> acquire(const Key& key) {
    return Lock::try_acquire(redis_, random_, RedisKey{"lock:" + key.name}, lock_ttl_);
  }

  // Looks again, since another holder may have stored between the first look and the lock.
  Answer compute_behind(Lock& lock, const Key& key, Duration seen_fresh_until) {
    const std::optional<StoredItem> again = read(key);
    const bool is_new = again && again->fresh_until > seen_fresh_until && !has_expired(*again);
    Answer answer = is_new ? Answer::of(again->value) : compute_and_store(key);
    lock.release();
    return answer;
  }

  // Nothing to serve, and another caller computes. If that one fails, one of those who wait gets the lock.
  Answer wait(const Key& key, Duration seen_fresh_until) {
    const TimePoint give_up = clock_.now() + wait_timeout_;
    for (Duration rest = wait_timeout_; rest > 0ns; rest = give_up - clock_.now()) {
      clock_.sleep_for(std::min(poll_interval_, rest));
      const std::optional<StoredItem> item = read(key);
      if (item && !has_expired(*item)) return Answer::of(item->value);
      if (auto lock = acquire(key)) return compute_behind(*lock, key, seen_fresh_until);
    }
    return compute_and_store(key);
  }

  Redis& redis_;
  Origin& origin_;
  Clock& clock_;
  Random& random_;
  Lifetime lifetime_;
  const bool uniform_;
  const double beta_;
  const Duration gap_;
  const bool with_lock_;
  const Duration lock_ttl_;
  const Duration poll_interval_;
  const Duration wait_timeout_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an entry lives at most; the scenario's promise of freshness."),
      Lifetime::jitter_parameter(),
      ParameterSpec::choice("mode", {"xfetch", "uniform"},
                            "How early a reader may recompute: an exponential gap, scaled by what the last computation "
                            "took (xfetch), or a uniform one up to gap (uniform)."),
      ParameterSpec::real("beta", 1, 0, 1000,
                          "Scales the gap of xfetch: above 1 earlier, with fewer recomputations at once; 0 never."),
      ParameterSpec::duration("gap", 1s, 0ms, 8760h,
                              "How long before its expiry an entry may be recomputed (uniform); not more than ttl."),
      ParameterSpec::choice("lock", {"none", "redis"},
                            "Whether everybody whose turn it is computes, or only who gets a lock in Redis."),
      ParameterSpec::duration("lock_ttl", 30s, 1ms, 24h, "How long the lock lives if nobody releases it."),
      ParameterSpec::duration(
          "poll_interval", 20ms, 1ms, 1h,
          "How long a reader who found nothing, and not the lock either, sleeps between two looks."),
      ParameterSpec::duration("wait_timeout", 10s, 0ms, 24h, "After how long such a reader computes without the lock."),
  };
}

std::vector<Guarantee> promised() {
  return {promises::one_computation(
              "lock=redis; computations are shorter than lock_ttl; nobody waits for wait_timeout; Redis loses no keys",
              [](const Parameters& parameters, const RunFacts& facts) {
                return parameters.text("lock") == "redis" &&
                       promises::outlives_computations(parameters.duration("lock_ttl"), facts) &&
                       facts.longest_service < parameters.duration("wait_timeout");
              }),
          promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
            return parameters.duration("ttl") + time_of_commands(facts, 4);
          }),
          promises::bounded_wait([](const Parameters& parameters, const RunFacts& facts) {
            const Duration wait = parameters.text("lock") == "redis" ? parameters.duration("wait_timeout") : 0ns;
            return wait + facts.longest_computation + time_of_commands(facts, 8);
          }),
          promises::recovers([](const Parameters& parameters) { return parameters.duration("lock_ttl"); })};
}

}  // namespace

StrategyInfo early_expiration_info() {
  return {.name = "early_expiration",
          .summary = "XFetch: readers renew an entry before it expires, each at a random moment of its own.",
          .description =
              "An entry is stored with its expiry and with what its computation took. Each reader draws a random gap, "
              "exponential in units of beta times that duration, and recomputes if less than this is left; the others "
              "go on with the entry that is there. With a lock only its holder recomputes, and readers of a cold cache "
              "wait for the value.",
          .when_to_choose =
              "For keys that are read many times per computation, where nobody may wait and no background workers "
              "are at hand. Not as a protection of a cold cache or after invalidations, unless with the lock; of no "
              "use for a key that is read less than about once per compute time, which mostly just expires.",
          .provenance =
              "Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention, PVLDB 8(8), 2015. "
              "Symfony Cache uses it with beta 1.",
          .guarantees =
              "No answer is older than ttl plus the compute time. Poisson reads, many per computation: e^(1/beta) "
              "recomputations per expiry on average, 2.7 with beta 1, whatever the rate; exactly one with the lock, "
              "as long as lock_ttl is longer than the computation.",
          .costs =
              "Freshness: entries live shorter than ttl, by about beta * D * (ln(r * beta * D) + 0.58) for r reads per "
              "second that take D to compute. One reader pays the compute time in its latency. A full stampede on a "
              "cold cache without the lock; with it, waiting by polling. An invalidation during a computation is "
              "overwritten by its result.",
          .operations = operations_of<EarlyExpiration>(),
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<EarlyExpiration>(environment);
          },
          .promises = promised()};
}

}  // namespace stampede
