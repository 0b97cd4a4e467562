#include "strategies/recomputations.h"

#include <utility>

#include "strategies/lock.h"

namespace stampede {

Recomputations::Recomputations(Environment& environment, Settings settings)
    : environment_(environment),
      lock_ttl_(settings.lock_ttl),
      store_unwaited_(settings.store_unwaited),
      items_(environment, std::move(settings.next_lifespan)),
      pauses_(settings.pause_after_failure),
      flights_(environment.waiting) {}

std::shared_ptr<Flight> Recomputations::start(const Key& key) {
  Flights::Boarding boarding = flights_.join_or_lead(key);
  if (boarding.leads) environment_.fibers.spawn([this, key, flight = boarding.flight] { fly(key, flight); });
  return std::move(boarding.flight);
}

Answer Recomputations::share(const Key& key) {
  return flights_.share(key, [&](const Flight& flight) { return compute_by_caller(key, &flight); });
}

// The flight is forgotten before DEL is sent: whatever it has stored by then, or is about to, DEL comes later.
void Recomputations::invalidate(const Key& key) {
  flights_.forget(key);
  pauses_.end(key);
  items_.erase(key);
}

void Recomputations::set(const Key& key, const Value& value) {
  flights_.forget(key);
  pauses_.end(key);
  items_.store(key, {.computation = Computation::of(value), .took = Duration::zero()});
}

void Recomputations::fly(const Key& key, const std::shared_ptr<Flight>& flight) {
  Flights::Landing landing(flights_, key, flight);
  std::optional<Answer> outcome =
      lock_ttl_ ? compute_under_lock(key, *flight) : std::optional(compute_in_background(key, *flight));
  if (outcome) landing.hand_over(*std::move(outcome));
}

Answer Recomputations::compute_in_background(const Key& key, const Flight& flight) {
  const TimedComputation computed = compute(key);
  const bool wanted = store_unwaited_ || flight.has_waiters();
  if (computed.computation.ok() && wanted && !flight.is_forgotten()) try_store(key, computed);
  return computed.computation.answer();
}

// Another node may have renewed the item between the look that found it old and the lock.
std::optional<Answer> Recomputations::compute_under_lock(const Key& key, const Flight& flight) {
  std::optional<Answer> outcome;
  try {
    std::string name = "lock:";
    name += key.name;
    std::optional<Lock> lock =
        Lock::try_acquire(environment_.redis, environment_.random, RedisKey{std::move(name)}, *lock_ttl_);
    if (!lock) return outcome;
    std::optional<StoredItem> item = items_.read(key);
    if (item && items_.is_fresh(*item)) {
      outcome = Answer::of(std::move(item->value));
    } else {
      outcome = compute_in_background(key, flight);
    }
    lock->release();
  } catch (const RedisError&) {
    // Whoever waits computes for itself. A lock that could not be released expires.
    pauses_.begin(key, environment_.clock.now());
  }
  return outcome;
}

Answer Recomputations::compute_by_caller(const Key& key, const Flight* flight) {
  const TimedComputation computed = compute(key);
  const bool forgotten = flight != nullptr && flight->is_forgotten();
  if (computed.computation.ok() && !forgotten) {
    if (std::optional<Answer> error = try_store(key, computed)) return *std::move(error);
  }
  return computed.computation.answer();
}

TimedComputation Recomputations::compute(const Key& key) {
  TimedComputation computed = items_.compute(key);
  if (computed.computation.ok()) {
    pauses_.end(key);
  } else {
    pauses_.begin(key, environment_.clock.now());
  }
  return computed;
}

std::optional<Answer> Recomputations::try_store(const Key& key, const TimedComputation& computed) {
  try {
    items_.store(key, computed);
    return std::nullopt;
  } catch (const RedisError& error) {
    pauses_.begin(key, environment_.clock.now());
    return Answer::error(ErrorKind::redis, error.what());
  }
}

}  // namespace stampede
