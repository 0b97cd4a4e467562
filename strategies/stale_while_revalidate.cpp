// stale_while_revalidate: fresh; then for a while the stale answer at once, and one refresh in the background; then a
// miss, which the caller computes. Beside it stale_if_error: the old answer where a computation fails. From RFC 5861.
// Serving stale protects nothing that is not there: a cold key is computed by everybody who asks for it (as with
// Laravel's flexible()), unless coalesce_cold says otherwise.
#include "strategies/built_in.h"
#include "strategies/lifetime.h"
#include "strategies/promises.h"
#include "strategies/recomputations.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class StaleWhileRevalidate final : public Strategy {
 public:
  explicit StaleWhileRevalidate(Environment& environment)
      : fresh_for_(environment.parameters.duration("fresh_for"), environment.parameters.real("ttl_jitter"),
                   environment.random),
        keep_for_(environment.parameters.duration("keep_for")),
        stale_while_revalidate_(environment.parameters.optional_duration("stale_while_revalidate")),
        stale_if_error_(environment.parameters.optional_duration("stale_if_error")),
        coalesces_cold_(environment.parameters.text("coalesce_cold") == "node"),
        recomputations_(environment, settings(environment.parameters)) {}

  Answer get(const Key& key) override {
    const std::optional<StoredItem> item = recomputations_.items().read(key);
    if (!item) return compute(key);

    const Duration stale_for = recomputations_.items().stale_for(*item);
    if (stale_for < 0ns) return Answer::of(item->value);
    if (!stale_while_revalidate_ || stale_for < *stale_while_revalidate_) {
      if (!recomputations_.is_paused(key)) recomputations_.start(key);
      return Answer::of(item->value);
    }
    return compute_or(*item, stale_for, key);
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
    settings.next_lifespan = [this] { return Lifespan{.fresh_for = fresh_for_.next(), .keep_for = keep_for_}; };
    settings.pause_after_failure = parameters.duration("error_throttle");
    if (parameters.text("coalesce") == "redis") settings.lock_ttl = parameters.duration("lock_ttl");
    return settings;
  }

  // Too old to be served at once; good enough where the alternative is an error.
  Answer compute_or(const StoredItem& old, Duration stale_for, const Key& key) {
    if (!stale_if_error_ || stale_for >= *stale_if_error_) return compute(key);
    if (recomputations_.is_paused(key)) return Answer::of(old.value);
    Answer answer = compute(key);
    return answer.is_error() ? Answer::of(old.value) : std::move(answer);
  }

  Answer compute(const Key& key) {
    return coalesces_cold_ ? recomputations_.share(key) : recomputations_.compute_alone(key);
  }

  Lifetime fresh_for_;
  const Duration keep_for_;
  const std::optional<Duration> stale_while_revalidate_;
  const std::optional<Duration> stale_if_error_;
  const bool coalesces_cold_;
  Recomputations recomputations_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::duration_from("fresh_for", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an item counts as fresh; the scenario's promise of freshness."),
      ParameterSpec::duration_from("keep_for", DefaultFrom::keep_for, 1ms, 8760h,
                                   "How long Redis keeps an item, with which both windows below end at the latest; the "
                                   "scenario's hard lifetime."),
      Lifetime::jitter_parameter(),
      ParameterSpec::optional_duration("stale_while_revalidate", 0ms, 8760h,
                                       "For how long after its freshness an item is served at once while it is "
                                       "refreshed in the background; none: as long as it is kept."),
      ParameterSpec::optional_duration("stale_if_error", 0ms, 8760h,
                                       "For how long after its freshness an item is served where a caller's own "
                                       "computation of it has failed; none: not at all."),
      ParameterSpec::duration("error_throttle", 30s, 0ms, 8760h,
                              "For how long after a failure this node serves the old item, within the windows, without "
                              "another try."),
      ParameterSpec::choice("coalesce", {"node", "redis"},
                            "Where one refresh at a time is enough: on each node, or on all, behind a lock in Redis."),
      ParameterSpec::duration("lock_ttl", 10s, 1ms, 24h, "How long the lock of coalesce=redis lives."),
      ParameterSpec::choice("coalesce_cold", {"none", "node"},
                            "Whether callers who find nothing to serve each compute, or share one computation per "
                            "node."),
  };
}

std::vector<Guarantee> promised() {
  return {promises::one_computation_per_node(
              "coalesce_cold=node; no invalidations; no computation is left behind by its caller",
              [](const Parameters& parameters, const RunFacts& facts) {
                return parameters.text("coalesce_cold") == "node" && !facts.has_invalidations &&
                       !facts.computations_stray;
              }),
          promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
            const bool waits_first = parameters.optional_duration("stale_if_error").has_value();
            return parameters.duration("keep_for") + (waits_first ? facts.longest_computation : 0ns) +
                   time_of_commands(facts, 4);
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

StrategyInfo stale_while_revalidate_info() {
  return {.name = "stale_while_revalidate",
          .summary = "Serves the stale item at once while one caller's fiber refreshes it.",
          .description =
              "An item is fresh for a time; for a further time it is served as it is, while a fiber of the node "
              "recomputes it, one at a time per key and node, or on all nodes behind a lock in Redis. Who finds "
              "nothing, or an item older than that, computes; where that fails, stale_if_error lets an old item be "
              "served after all. After a failure the node does not try again for error_throttle.",
          .when_to_choose =
              "When an old value for the length of one computation is acceptable and keys are read often enough to be "
              "refreshed within the window: then nobody waits. Not as a protection of a cold, flushed or invalidated "
              "cache: serving stale does nothing there. Not for keys read rarely: their first reader gets a value as "
              "old as the window allows.",
          .provenance =
              "RFC 5861; nginx's proxy_cache_use_stale with proxy_cache_background_update, Varnish's grace, Laravel's "
              "Cache::flexible (coalesce=redis is its lock), FusionCache's fail-safe (error_throttle is its throttle "
              "of 30 s).",
          .guarantees =
              "Nobody waits where an item within the window is stored. One refresh per key and node at a time; with "
              "coalesce=redis one on all nodes, as long as a computation is shorter than lock_ttl. Nothing is served "
              "beyond the hard lifetime.",
          .costs =
              "No protection when cold: every caller who finds nothing computes, unless coalesce_cold=node. Stale "
              "answers for the length of a computation, and for error_throttle after a failed one. Fibers beside the "
              "workers. With coalesce=redis a lock command for nearly every stale read while another node computes, "
              "and a crashed holder stops renewal until lock_ttl is over. An invalidation during a computation is lost "
              "if that runs on another node, or belongs to a caller who computes alone: the old value is stored after "
              "it.",
          .operations = operations_of<StaleWhileRevalidate>(),
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<StaleWhileRevalidate>(environment);
          },
          .promises = promised()};
}

}  // namespace stampede
