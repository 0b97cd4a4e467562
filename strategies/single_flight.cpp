// single_flight: cache-aside in which the callers of one node who miss the same key share one computation, as with Go's
// singleflight. The flight spans computation and SET. Its leader does not look into Redis again: a reader who found
// nothing asked before the SET of its node's flight was answered, so that it still finds the flight.
#include <algorithm>
#include <utility>

#include "strategies/built_in.h"
#include "strategies/flights.h"
#include "strategies/lifetime.h"
#include "strategies/promises.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class SingleFlight final : public Strategy {
 public:
  explicit SingleFlight(Environment& environment)
      : environment_(environment),
        flights_(environment.waiting),
        ttl_(environment.parameters.duration("ttl"), environment.parameters.real("ttl_jitter"), environment.random),
        stores_(environment.parameters.text("store") == "redis"),
        wait_timeout_(environment.parameters.optional_duration("wait_timeout")),
        computes_on_timeout_(environment.parameters.text("on_timeout") == "compute"),
        share_errors_(environment.parameters.flag("share_errors")),
        detached_(environment.parameters.flag("detached")),
        forgets_(environment.parameters.flag("forget_on_invalidate")) {}

  Answer get(const Key& key) override {
    if (stores_) {
      if (auto cached = environment_.redis.get(RedisKey{key.name})) return Answer::of(Value{std::move(*cached)});
    }
    return fly(key);
  }

  // The flight is forgotten before DEL is sent: whatever it has stored by then, or is about to, DEL comes later.
  bool invalidate(const Key& key) override {
    if (forgets_) flights_.forget(key);
    if (stores_) environment_.redis.del(RedisKey{key.name});
    return stores_ || forgets_;
  }

  // As with an invalidation: what the flight has stored is overwritten.
  bool set(const Key& key, const Value& value) override {
    if (forgets_) flights_.forget(key);
    if (stores_) environment_.redis.set_px(RedisKey{key.name}, value.bytes, ttl_.next());
    return stores_ || forgets_;
  }

  bool remove(const Key& key) override { return invalidate(key); }

  std::optional<Answer> peek(const Key& key) override {
    if (!stores_) return std::nullopt;
    auto cached = environment_.redis.get(RedisKey{key.name});
    return cached ? Answer::of(Value{std::move(*cached)}) : Answer::empty();
  }

 private:
  Answer fly(const Key& key) {
    const TimePoint began = environment_.clock.now();
    for (;;) {
      const Flights::Boarding boarding = flights_.join_or_lead(key);
      if (boarding.leads && !detached_) return lead(key, boarding.flight);
      if (boarding.leads) {
        environment_.fibers.spawn([this, key, flight = boarding.flight] { lead(key, flight); });
      }
      if (!boarding.flight->wait(time_left(began))) return give_up_waiting(key);
      const std::optional<Answer>& outcome = boarding.flight->outcome();
      if (outcome && (boarding.leads || share_errors_ || !outcome->is_error())) return *outcome;
    }
  }

  Answer lead(const Key& key, const std::shared_ptr<Flight>& flight) {
    Flights::Landing landing(flights_, key, flight);
    Answer answer = compute_and_store(key, *flight);
    landing.hand_over(answer);
    return answer;
  }

  // An error of Redis is an outcome like any other: those who wait share it.
  Answer compute_and_store(const Key& key, const Flight& flight) {
    const Computation computation = environment_.origin.compute(key);
    try {
      if (stores_ && computation.ok() && !flight.is_forgotten()) {
        environment_.redis.set_px(RedisKey{key.name}, computation.value().bytes, ttl_.next());
      }
    } catch (const RedisError& error) {
      return Answer::error(ErrorKind::redis, error.what());
    }
    return computation.answer();
  }

  std::optional<Duration> time_left(TimePoint began) const {
    if (!wait_timeout_) return std::nullopt;
    return std::max<Duration>(began + *wait_timeout_ - environment_.clock.now(), 0ns);
  }

  Answer give_up_waiting(const Key& key) {
    if (computes_on_timeout_) return environment_.origin.compute(key).answer();
    return Answer::error(ErrorKind::timeout, "the computation of another caller takes longer than wait_timeout");
  }

  Environment& environment_;
  Flights flights_;
  Lifetime ttl_;
  const bool stores_;
  const std::optional<Duration> wait_timeout_;
  const bool computes_on_timeout_;
  const bool share_errors_;
  const bool detached_;
  const bool forgets_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an entry lives in Redis; the scenario's promise of freshness."),
      Lifetime::jitter_parameter(),
      ParameterSpec::choice("store", {"redis", "none"},
                            "Where the value is kept; none: nowhere, callers only share what the layer below answers."),
      ParameterSpec::optional_duration("wait_timeout", 0ms, 8760h,
                                       "How long a caller waits for a computation that runs elsewhere; none: to its "
                                       "end."),
      ParameterSpec::choice("on_timeout", {"compute", "fail"},
                            "What a caller does then: compute for itself, without storing it, or fail (timeout)."),
      ParameterSpec::boolean("share_errors", true,
                             "Whether all who waited fail with the computation; otherwise one of them computes anew."),
      ParameterSpec::boolean("detached", false,
                             "Whether the computation runs on a fiber of its own, which goes on when the first caller "
                             "is cancelled or its waiting is over."),
      ParameterSpec::boolean("forget_on_invalidate", true,
                             "Whether an invalidation keeps later callers from joining the computation under way, and "
                             "its result from being stored."),
  };
}

std::vector<Guarantee> promised() {
  Guarantee recovers = promises::recovers([](const Parameters& /*parameters*/) { return Duration::zero(); });
  recovers.condition =
      "no caller is cancelled, and a reader waits for as long as a computation takes, or computes itself";
  recovers.applies = [](const Parameters& parameters, const RunFacts& facts) {
    const Duration patience = parameters.optional_duration("wait_timeout").value_or(Duration::max());
    return !facts.callers_vanish &&
           (parameters.text("on_timeout") == "compute" || facts.longest_computation < patience);
  };
  return {promises::one_computation_per_node(
              "nobody waits for wait_timeout; no invalidations; no computation is left behind by its caller",
              [](const Parameters& parameters, const RunFacts& facts) {
                const auto timeout = parameters.optional_duration("wait_timeout");
                const bool waits =
                    !timeout || parameters.text("on_timeout") == "fail" || facts.longest_service < *timeout;
                return waits && !facts.has_invalidations && !facts.computations_stray;
              }),
          promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
            return parameters.duration("ttl") + time_of_commands(facts, 4);
          }),
          promises::no_lost_invalidation("one node, with forget_on_invalidate",
                                         [](const Parameters& parameters, const RunFacts& facts) {
                                           return facts.nodes == 1 && parameters.flag("forget_on_invalidate");
                                         }),
          promises::bounded_wait(
              "with wait_timeout; or errors are shared, and no caller is cancelled",
              [](const Parameters& parameters, const RunFacts& facts) {
                const bool by_others = parameters.flag("share_errors") && !facts.callers_vanish && !facts.processes_die;
                return parameters.optional_duration("wait_timeout").has_value() || by_others;
              },
              [](const Parameters& parameters, const RunFacts& facts) {
                return parameters.optional_duration("wait_timeout").value_or(0ns) + facts.longest_computation +
                       time_of_commands(facts, 4);
              }),
          std::move(recovers)};
}

}  // namespace

StrategyInfo single_flight_info() {
  return {.name = "single_flight",
          .summary = "One computation per key and node; whoever misses meanwhile waits for its result.",
          .description =
              "Cache-aside in Redis with an expiry. The first caller of a node who finds nothing computes and stores; "
              "callers who find nothing until that is done join it, wait, and get the same answer, an error too. Nodes "
              "know nothing of each other. With store=none there is no Redis: a layer that only joins equal calls.",
          .when_to_choose =
              "Nearly always as the innermost guard: it needs no lock, nothing can be left behind, and it turns the "
              "herd of a node into one computation. Not alone with many nodes and an origin that cannot bear one "
              "computation from each; not where waiting for a slow computation ties up workers that others need.",
          .provenance =
              "Go's golang.org/x/sync/singleflight around cache-aside; loading caches such as Caffeine and .NET's "
              "HybridCache do the same. wait_timeout with on_timeout=compute is nginx's proxy_cache_lock_timeout, "
              "whose late callers are not cached either.",
          .guarantees =
              "At most one computation per key and node at a time, but for callers whose wait_timeout is over and "
              "computations that an invalidation has made others forget. A cancelled leader fails nobody else. No "
              "answer is older than the expiry plus the compute time. No invalidation on the same node is undone by a "
              "computation that began before it, unless forget_on_invalidate is off.",
          .costs =
              "One computation per node on every expiry. All callers of a cold key wait for the whole computation and "
              "hold their workers; one failure fails them all. With share_errors=false they compute one after another "
              "while the origin fails. A computation that began before an invalidation on another node still stores "
              "the old value, until it expires.",
          .operations = operations_of<SingleFlight>(),
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<SingleFlight>(environment);
          },
          .promises = promised()};
}

}  // namespace stampede
