// soft_timeout: who finds a stale value waits for its recomputation, but not long: then the old value is the answer,
// and the computation goes on and fills the cache. Who finds none waits for hard_timeout. From FusionCache's factory
// timeouts and bentocache.
// Whether a computation that has outlived its callers still fills the cache (keep_computing) decides whether a cache
// that was lost comes back while computations take longer than callers wait.
#include <algorithm>
#include <utility>

#include "strategies/built_in.h"
#include "strategies/lifetime.h"
#include "strategies/promises.h"
#include "strategies/recomputations.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class SoftTimeout final : public Strategy {
 public:
  explicit SoftTimeout(Environment& environment)
      : clock_(environment.clock),
        fresh_for_(environment.parameters.duration("fresh_for"), environment.parameters.real("ttl_jitter"),
                   environment.random),
        keep_for_(environment.parameters.duration("keep_for")),
        soft_timeout_(environment.parameters.duration("soft_timeout")),
        hard_timeout_(environment.parameters.optional_duration("hard_timeout")),
        recomputations_(environment, settings(environment.parameters)) {}

  Answer get(const Key& key) override {
    const std::optional<StoredItem> item = recomputations_.items().read(key);
    if (!item) return wait_for_first(key);
    if (recomputations_.items().is_fresh(*item) || recomputations_.is_paused(key)) return Answer::of(item->value);

    const std::shared_ptr<Flight> flight = recomputations_.start(key);
    flight->wait(soft_timeout_);
    const std::optional<Answer>& outcome = flight->outcome();
    return outcome && !outcome->is_error() ? *outcome : Answer::of(item->value);
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
    settings.store_unwaited = parameters.flag("keep_computing");
    return settings;
  }

  Answer wait_for_first(const Key& key) {
    const TimePoint began = clock_.now();
    for (;;) {
      const std::shared_ptr<Flight> flight = recomputations_.start(key);
      if (!flight->wait(time_left(began))) {
        return Answer::error(ErrorKind::timeout,
                             "nothing is cached, and the computation takes longer than hard_timeout");
      }
      if (flight->outcome()) return *flight->outcome();
    }
  }

  std::optional<Duration> time_left(TimePoint began) const {
    if (!hard_timeout_) return std::nullopt;
    return std::max<Duration>(began + *hard_timeout_ - clock_.now(), 0ns);
  }

  Clock& clock_;
  Lifetime fresh_for_;
  const Duration keep_for_;
  const Duration soft_timeout_;
  const std::optional<Duration> hard_timeout_;
  Recomputations recomputations_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::duration_from("fresh_for", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an item counts as fresh; the scenario's promise of freshness."),
      ParameterSpec::duration_from("keep_for", DefaultFrom::keep_for, 1ms, 8760h,
                                   "How long Redis keeps an item, and a stale one can be served; the scenario's hard "
                                   "lifetime."),
      Lifetime::jitter_parameter(),
      ParameterSpec::duration("soft_timeout", 100ms, 0ms, 8760h,
                              "How long a caller who has a stale value waits for a new one."),
      ParameterSpec::optional_duration("hard_timeout", 0ms, 8760h,
                                       "How long a caller who has none waits before it fails (timeout); none: to the "
                                       "end of the computation."),
      ParameterSpec::boolean("keep_computing", true,
                             "Whether the result of a computation for which nobody waits any more is stored."),
      ParameterSpec::duration("error_throttle", 30s, 0ms, 8760h,
                              "For how long after a failure this node serves the stale value at once, without another "
                              "try."),
  };
}

std::vector<Guarantee> promised() {
  Guarantee recovers = promises::recovers([](const Parameters& /*parameters*/) { return Duration::zero(); });
  recovers.condition = "no caller is cancelled, and a reader waits for as long as a computation takes";
  recovers.applies = [](const Parameters& parameters, const RunFacts& facts) {
    return !facts.callers_vanish &&
           facts.longest_computation < parameters.optional_duration("hard_timeout").value_or(Duration::max());
  };
  return {promises::one_computation_per_node("no invalidations; no computation is left behind by its caller",
                                             [](const Parameters& /*parameters*/, const RunFacts& facts) {
                                               return !facts.has_invalidations && !facts.computations_stray;
                                             }),
          promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
            return parameters.duration("keep_for") + parameters.duration("soft_timeout") + time_of_commands(facts, 3);
          }),
          promises::bounded_wait([](const Parameters& parameters, const RunFacts& facts) {
            const Duration computation = facts.longest_computation + time_of_commands(facts, 2);
            const Duration cold = parameters.optional_duration("hard_timeout").value_or(computation);
            return std::max(cold, parameters.duration("soft_timeout")) + time_of_commands(facts, 2);
          }),
          std::move(recovers)};
}

}  // namespace

StrategyInfo soft_timeout_info() {
  return {.name = "soft_timeout",
          .summary = "Waits a short time for the new value, then serves the old one; the computation goes on.",
          .description =
              "An item is fresh for a time and kept for longer. Who finds it stale starts its recomputation on a "
              "fiber, one per key and node, or joins it, and waits for at most soft_timeout; then, or if it fails, the "
              "old value is the answer. Who finds nothing waits for at most hard_timeout and then fails. The "
              "computation goes on in either case and fills the cache.",
          .when_to_choose =
              "When computations are mostly quick, so that a new value is worth a short wait, and now and then slow. "
              "Not where they always take longer than soft_timeout: then every stale answer comes late for nothing, "
              "and stale_while_revalidate gives the same value at once.",
          .provenance =
              "FusionCache's factory soft and hard timeouts with fail-safe; bentocache's timeout and hardTimeout. "
              "keep_computing is FusionCache's AllowTimedOutFactoryBackgroundCompletion.",
          .guarantees =
              "Where a value is stored, nobody waits longer than soft_timeout, and no failure of the origin reaches a "
              "caller. With a hard_timeout nobody waits longer than that. One computation per key and node at a time, "
              "but for one that an invalidation has outdated. Nothing is served beyond the hard lifetime.",
          .costs =
              "Every reader of a stale key holds its worker for up to soft_timeout, for as long as the computation "
              "runs. One computation per node. A fiber beside the workers for each; the origin goes on working for "
              "callers who have given up. keep_computing=false throws such work away: a cache whose computations take "
              "longer than its callers wait may never fill. Stale answers for error_throttle after a failure. An "
              "invalidation during a computation on another node is lost: the old value is stored after it.",
          .operations = operations_of<SoftTimeout>(),
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<SoftTimeout>(environment);
          },
          .promises = promised()};
}

}  // namespace stampede
