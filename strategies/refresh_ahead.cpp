// refresh_ahead: an entry with a hard expiry that is refreshed in the background before it comes, when somebody reads
// it late enough in its life. From FusionCache's eager refresh and Caffeine's refreshAfterWrite.
// What is stored as "fresh until" is the moment from which a read starts a refresh; the entry itself ends by its expiry
// in Redis. A reader who finds it gone while the refresh still runs waits for that.
#include "strategies/built_in.h"
#include "strategies/lifetime.h"
#include "strategies/promises.h"
#include "strategies/recomputations.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class RefreshAhead final : public Strategy {
 public:
  explicit RefreshAhead(Environment& environment)
      : ttl_(environment.parameters.duration("ttl"), environment.parameters.real("ttl_jitter"), environment.random),
        fraction_(environment.parameters.real("fraction")),
        recomputations_(environment, settings(environment.parameters)) {}

  Answer get(const Key& key) override {
    std::optional<StoredItem> item = recomputations_.items().read(key);
    if (!item) return recomputations_.share(key);
    const bool due = !recomputations_.items().is_fresh(*item);
    if (due && !recomputations_.is_paused(key)) recomputations_.start(key);
    return Answer::of(std::move(item->value));
  }

  bool invalidate(const Key& key) override {
    recomputations_.invalidate(key);
    return true;
  }

  bool set(const Key& key, const Value& value) override {
    recomputations_.set(key, value);
    return true;
  }

  bool remove(const Key& key) override { return invalidate(key); }

  std::optional<Answer> peek(const Key& key) override { return recomputations_.items().peek(key); }

 private:
  Recomputations::Settings settings(const Parameters& parameters) {
    Recomputations::Settings settings;
    settings.next_lifespan = [this] {
      const Duration ttl = ttl_.next();
      const Duration refresh_after(static_cast<Duration::rep>(static_cast<double>(ttl.count()) * fraction_));
      return Lifespan{.fresh_for = refresh_after, .keep_for = ttl};
    };
    settings.pause_after_failure = parameters.duration("retry_after");
    if (parameters.text("coalesce") == "redis") settings.lock_ttl = parameters.duration("lock_ttl");
    return settings;
  }

  Lifetime ttl_;
  const double fraction_;
  Recomputations recomputations_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an entry lives; the scenario's promise of freshness."),
      Lifetime::jitter_parameter(),
      ParameterSpec::real("fraction", 0.8, 0, 1, "The share of its lifetime after which a read refreshes an entry."),
      ParameterSpec::duration("retry_after", 1s, 0ms, 8760h,
                              "For how long after a failed refresh this node does not try again while the entry "
                              "lives."),
      ParameterSpec::choice("coalesce", {"node", "redis"},
                            "Where one refresh at a time is enough: on each node, or on all, behind a lock in Redis."),
      ParameterSpec::duration("lock_ttl", 10s, 1ms, 24h, "How long the lock of coalesce=redis lives."),
  };
}

std::vector<Guarantee> promised() {
  return {promises::one_computation_per_node("no invalidations; no computation is left behind by its caller",
                                             [](const Parameters& /*parameters*/, const RunFacts& facts) {
                                               return !facts.has_invalidations && !facts.computations_stray;
                                             }),
          promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
            return parameters.duration("ttl") + time_of_commands(facts, 4);
          }),
          promises::bounded_wait(
              "no caller is cancelled",
              [](const Parameters& /*parameters*/, const RunFacts& facts) { return !facts.callers_vanish; },
              [](const Parameters& /*parameters*/, const RunFacts& facts) {
                return facts.longest_computation + time_of_commands(facts, 8);
              }),
          promises::recovers([](const Parameters& parameters) { return parameters.duration("lock_ttl"); })};
}

}  // namespace

StrategyInfo refresh_ahead_info() {
  return {.name = "refresh_ahead",
          .summary = "Refreshes an entry in the background when it is read late in its life, before it expires.",
          .description =
              "An entry has a hard expiry. A read in the last part of its lifetime (from 80 % on) gets the value as it "
              "is and starts a recomputation on a fiber, one at a time per key and node, or on all nodes behind a lock "
              "in Redis. Who finds nothing computes; callers of a node share that computation, or the refresh that is "
              "still under way, with its error if it fails.",
          .when_to_choose =
              "When values must not be older than their expiry and yet readers of a hot key shall not wait: the last "
              "part of the lifetime must be longer than a computation and see a read. Not for keys that are read less "
              "often than that, which miss as with a plain expiry.",
          .provenance = "FusionCache's eager refresh; Caffeine's refreshAfterWrite with expireAfterWrite.",
          .guarantees =
              "No answer is older than the expiry plus the compute time. Nobody waits for a key that is read in the "
              "last part of its lifetime, if the refresh succeeds within what is left of it. One computation per key "
              "and node at a time, but for one that an invalidation has outdated; on each node a failing refresh is "
              "tried once per retry_after.",
          .costs =
              "More computations: an entry is renewed after a part of its lifetime instead of all of it, on every node "
              "that reads before the first refresh is stored (coalesce=redis: once). A refresh slower than what is "
              "left makes readers wait for it. No protection across nodes when cold: one computation per node. An "
              "invalidation during a computation on another node is lost: the old value is stored after it.",
          .operations = operations_of<RefreshAhead>(),
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<RefreshAhead>(environment);
          },
          .promises = promised()};
}

}  // namespace stampede
