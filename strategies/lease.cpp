// lease: who misses first gets a token bound to the key and computes; a store has to present the token, and an
// invalidation destroys it, so that a value computed from old data is refused. The others wait, or take the value that
// was invalidated a moment ago. From "Scaling Memcache at Facebook" (NSDI 2013); memcached's meta commands do the same.
//
// The gate on the CAS value by which memcached makes the winner's store conditional (`ms` with C) is no parameter here:
// memcached needs it because its winner's mark is a flag. The token is compared in the same atomic step as the store,
// changes with every lease, and is gone after an invalidation, so that a version would be compared in vain.
#include <algorithm>
#include <utility>

#include "strategies/backoff.h"
#include "strategies/built_in.h"
#include "strategies/lease_entry.h"
#include "strategies/lifetime.h"
#include "strategies/lock.h"
#include "strategies/promises.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

LeaseEntry::Settings settings_of(const Parameters& parameters) {
  const bool serves_stale = parameters.text("losers") == "stale";
  return {.interval = parameters.duration("lease_interval"),
          .keeps_interval = parameters.text("hold_off") == "interval",
          .stale_for = serves_stale ? parameters.duration("stale_for") : 0ns};
}

class Lease final : public Strategy {
 public:
  explicit Lease(Environment& environment)
      : origin_(environment.origin),
        clock_(environment.clock),
        random_(environment.random),
        entry_(environment.redis, settings_of(environment.parameters)),
        lifetime_(environment.parameters.duration("ttl"), environment.parameters.real("ttl_jitter"),
                  environment.random),
        serves_stale_(environment.parameters.text("losers") == "stale"),
        pause_(environment.parameters),
        wait_timeout_(environment.parameters.duration("wait_timeout")),
        fails_on_timeout_(environment.parameters.text("on_timeout") == "fail") {}

  Answer get(const Key& key) override {
    const std::string token = random_token(random_);
    const TimePoint give_up = clock_.now() + wait_timeout_;
    for (Backoff pause = pause_;;) {
      LeaseEntry::Look look = entry_.look(key, token);
      if (look.outcome == LeaseEntry::Outcome::leased) return compute_with_lease(key, token);
      const bool served = look.outcome == LeaseEntry::Outcome::value || serves_stale_;
      if (served && look.value) return Answer::of(*std::move(look.value));

      const Duration rest = give_up - clock_.now();
      if (rest <= 0ns) return without_lease(key);
      clock_.sleep_for(std::min(pause.next(), rest));
    }
  }

  bool invalidate(const Key& key) override {
    entry_.invalidate(key);
    return true;
  }

  // There is no set(): only a lease lets store, or two writers could leave the older value.
  bool remove(const Key& key) override {
    entry_.remove(key);
    return true;
  }

  std::optional<Answer> peek(const Key& key) override {
    auto value = entry_.peek(key);
    return value ? Answer::of(*std::move(value)) : Answer::empty();
  }

 private:
  // A value that is refused is still the caller's answer: it is no older than the request.
  Answer compute_with_lease(const Key& key, const std::string& token) {
    const Computation computation = origin_.compute(key);
    if (computation.ok()) {
      entry_.store(key, token, computation.value(), lifetime_.next());
    } else {
      entry_.give_back(key, token);
    }
    return computation.answer();
  }

  Answer without_lease(const Key& key) {
    if (fails_on_timeout_) return Answer::error(ErrorKind::timeout, "somebody else has had the lease for too long");
    return origin_.compute(key).answer();
  }

  Origin& origin_;
  Clock& clock_;
  Random& random_;
  LeaseEntry entry_;
  Lifetime lifetime_;
  const bool serves_stale_;
  const Backoff pause_;
  const Duration wait_timeout_;
  const bool fails_on_timeout_;
};

std::vector<ParameterSpec> parameters() {
  std::vector<ParameterSpec> specs{
      ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long a value lives; the scenario's promise of freshness."),
      Lifetime::jitter_parameter(),
      ParameterSpec::duration("lease_interval", 10s, 1ms, 24h,
                              "How long a lease is valid; meanwhile nobody else gets one for the key."),
      ParameterSpec::choice("hold_off", {"until_used", "interval"},
                            "Whether the next lease can be had as soon as this one was used or invalidated "
                            "(until_used), or one per lease_interval whatever happens, as at Facebook (interval)."),
      ParameterSpec::choice("losers", {"wait", "stale"},
                            "What readers do who find neither value nor lease: poll, or take the value that was "
                            "invalidated last, if it is still kept, and else poll."),
      ParameterSpec::duration("stale_for", 10s, 0ms, 8760h,
                              "How long an invalidated value is kept for them (losers=stale)."),
      ParameterSpec::duration("wait_timeout", 15s, 0ms, 24h,
                              "How long a reader waits; longer than lease_interval outlasts a crashed winner."),
      ParameterSpec::choice("on_timeout", {"compute_unstored", "fail"},
                            "What a reader does then: compute for itself, or fail with the error timeout."),
  };
  for (ParameterSpec& spec : Backoff::parameters(5ms, 2, 100ms)) specs.push_back(std::move(spec));
  return specs;
}

std::vector<Guarantee> promised() {
  // A value that expires before its interval is over leaves a key for which nobody is given a lease.
  Guarantee recovers =
      promises::recovers([](const Parameters& parameters) { return parameters.duration("lease_interval"); });
  recovers.condition = "no caller is cancelled; hold_off=until_used, or a ttl longer than lease_interval";
  recovers.applies = [](const Parameters& parameters, const RunFacts& facts) {
    const double shortest = to_seconds(parameters.duration("ttl")) * (1 - parameters.real("ttl_jitter"));
    const bool is_there = shortest > to_seconds(parameters.duration("lease_interval"));
    return !facts.callers_vanish && (parameters.text("hold_off") == "until_used" || is_there);
  };
  return {
      promises::one_computation(
          "computations are shorter than lease_interval; nobody waits for wait_timeout; no invalidations; Redis loses "
          "no keys",
          [](const Parameters& parameters, const RunFacts& facts) {
            const bool waits =
                parameters.text("on_timeout") == "fail" || facts.longest_service < parameters.duration("wait_timeout");
            return promises::outlives_computations(parameters.duration("lease_interval"), facts) && waits &&
                   !facts.has_invalidations;
          }),
      promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
        const Duration kept = parameters.text("losers") == "stale" ? parameters.duration("stale_for") : 0ns;
        return parameters.duration("ttl") + kept + time_of_commands(facts, 3);
      }),
      promises::no_lost_invalidation(
          "losers=wait",
          [](const Parameters& parameters, const RunFacts& /*facts*/) { return parameters.text("losers") == "wait"; }),
      promises::bounded_wait([](const Parameters& parameters, const RunFacts& facts) {
        return parameters.duration("wait_timeout") + facts.longest_computation + time_of_commands(facts, 4);
      }),
      std::move(recovers)};
}

}  // namespace

StrategyInfo lease_info() {
  return {
      .name = "lease",
      .summary = "The first to miss gets a token and computes; a store without a valid token is refused.",
      .description =
          "One script reads the value or, if there is none, hands out a lease: a token that is kept beside the "
          "key. Only who presents it may store. An invalidation deletes value and lease in one step, so that a "
          "computation that began before it cannot store what it read. Readers who get neither poll with growing "
          "pauses, or are given the value that was invalidated last.",
      .when_to_choose =
          "When keys are written and read at the same time, and an old value must not survive a write; also as a "
          "protection of a cold cache, where readers can wait for one computation. With losers=stale for keys "
          "that are written so often that most readers would wait. Not when computations can take longer than "
          "lease_interval: their values are never stored.",
      .provenance = "Nishtala and others: Scaling Memcache at Facebook, NSDI 2013; memcached's meta commands (N, I).",
      .guarantees =
          "One lease per key at a time, so one computation as long as it is shorter than lease_interval and "
          "wait_timeout. After an invalidation, nothing that was computed from older data is stored. A crashed "
          "winner is replaced after lease_interval, a failed one at once.",
      .costs =
          "Readers of a missing key hold their workers while they wait, and each of their looks is a script. A "
          "refused value was computed in vain, and is computed again. Stale answers with losers=stale, for at most "
          "stale_for after the invalidation. With hold_off=interval an invalidated key stays empty for the rest of "
          "its interval, and readers who time out compute without limit. A crashed holder, or one whose token a "
          "stalled Redis granted too late for it, leaves its key to nobody for the rest of the interval.",
      .operations = operations_of<Lease>(),
      .parameters = parameters(),
      .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
        return std::make_unique<Lease>(environment);
      },
      .promises = promised()};
}

}  // namespace stampede
