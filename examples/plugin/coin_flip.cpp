// coin_flip: cache-aside with an expiry, where each reader in a window before the expiry flips a coin, and renews the
// entry if it wins. What early_expiration does with a probability that grows, with one that stays the same.
//
// Poisson reads at rate r, a computation that takes D: once the window has begun, the first renewal comes after
// 1 / (chance r) on average, and until its value is stored as many others follow as readers win in that time. So there
// are 1 + chance r D recomputations per expiry, and with probability e^(-chance r window) nobody wins in time.
#include "strategies/lifetime.h"
#include "strategies/plugin.h"
#include "strategies/stored_item.h"

namespace {

using namespace stampede;
using namespace std::chrono_literals;

class CoinFlip final : public Strategy {
 public:
  explicit CoinFlip(Environment& environment)
      : redis_(environment.redis),
        origin_(environment.origin),
        clock_(environment.clock),
        random_(environment.random),
        lifetime_(environment.parameters.duration("ttl"), environment.parameters.real("ttl_jitter"),
                  environment.random),
        window_(environment.parameters.duration("window")),
        chance_(environment.parameters.real("chance")) {}

  Answer get(const Key& key) override {
    if (const auto text = redis_.get(RedisKey{key.name})) {
      const StoredItem item = decode_stored_item(*text);
      if (!is_due(item)) return Answer::of(item.value);
    }
    const TimePoint began = clock_.now();
    const Computation computation = origin_.compute(key);
    if (computation.ok()) store(key, computation.value(), clock_.now() - began);
    return computation.answer();
  }

  bool invalidate(const Key& key) override {
    redis_.del(RedisKey{key.name});
    return true;
  }

 private:
  bool is_due(const StoredItem& item) {
    const Duration left = item.fresh_until - clock_.unix_time();
    return left <= 0ns || (left <= window_ && random_.uniform() < chance_);
  }

  void store(const Key& key, const Value& value, Duration computed_in) {
    const Duration lifetime = lifetime_.next();
    const StoredItem item{.fresh_until = clock_.unix_time() + lifetime, .computed_in = computed_in, .value = value};
    redis_.set_px(RedisKey{key.name}, encode(item), lifetime);
  }

  Redis& redis_;
  Origin& origin_;
  Clock& clock_;
  Random& random_;
  Lifetime lifetime_;
  const Duration window_;
  const double chance_;
};

StrategyInfo coin_flip_info() {
  return {.name = "coin_flip",
          .summary = "Readers in a window before the expiry flip a coin, and renew the entry if they win.",
          .description =
              "An entry is stored with its expiry. Whoever reads it while less than `window` is left renews it with "
              "probability `chance`, and all others go on with the entry that is there.",
          .when_to_choose =
              "For keys whose rate of reads is known and steady: chance times rate times window should be 5 or more, "
              "and chance times rate times compute time well below 1.",
          .provenance = "An example of a plug-in.",
          .guarantees =
              "No answer is older than ttl plus the compute time. Poisson reads: 1 + chance * rate * compute time "
              "recomputations per expiry.",
          .costs =
              "Freshness: entries live up to `window` shorter than ttl. With probability e^(-chance * rate * window) "
              "nobody wins, and the expiry costs what it costs plain_ttl; so does a cold cache.",
          .operations = operations_of<CoinFlip>(),
          .parameters = {ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                                      "How long an entry lives; the scenario's promise of freshness."),
                         Lifetime::jitter_parameter(),
                         ParameterSpec::duration("window", 1s, 0ms, 8760h, "How long before the expiry it begins."),
                         ParameterSpec::real("chance", 0.01, 0, 1, "How likely a reader renews the entry.")},
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<CoinFlip>(environment);
          }};
}

}  // namespace

STAMPEDE_PLUGIN(coin_flip_info);
