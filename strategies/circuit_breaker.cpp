// circuit_breaker: a layer on top of a strategy that stops asking it while Redis fails: after some failures in a row
// the circuit opens for a while and requests fail at once, or go to the origin; then one request tries whether Redis is
// back. The pattern of Nygard's "Release It!", as in Hystrix and resilience4j.
//
// It guarantees that at most one request at a time waits for a Redis that does not answer, once the circuit is open. It
// costs the protection by the cache while it is open: with fallback=origin the origin bears every request.
#include "strategies/built_in.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class CircuitBreaker final : public Strategy {
 public:
  explicit CircuitBreaker(Environment& environment)
      : environment_(environment),
        failures_max_(environment.parameters.integer("failures")),
        open_for_(environment.parameters.duration("open_for")),
        to_origin_(environment.parameters.text("fallback") == "origin") {}

  Answer get(const Key& key) override {
    if (is_open()) return fall_back(key, Answer::error(ErrorKind::redis, "the circuit to Redis is open"));
    const Trial trial(*this);
    Answer answer = environment_.origin.compute(key).answer();
    if (!answer.is_error() || answer.error().kind != ErrorKind::redis) {
      failures_ = 0;
      return answer;
    }
    note_failure();
    return fall_back(key, answer);
  }

 private:
  // The first request after the time is up. If it is cancelled, it must not keep the circuit open for ever.
  class Trial {
   public:
    explicit Trial(CircuitBreaker& breaker) : breaker_(breaker), is_one_(breaker.failures_ >= breaker.failures_max_) {
      if (is_one_) breaker_.is_trial_ = true;
    }
    ~Trial() {
      if (is_one_) breaker_.is_trial_ = false;
    }
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

   private:
    CircuitBreaker& breaker_;
    const bool is_one_;
  };

  bool is_open() const { return failures_ >= failures_max_ && (is_trial_ || environment_.clock.now() < open_until_); }

  void note_failure() {
    if (failures_ < failures_max_) ++failures_;
    if (failures_ >= failures_max_) open_until_ = environment_.clock.now() + open_for_;
  }

  Answer fall_back(const Key& key, const Answer& failure) {
    return to_origin_ ? environment_.source.compute(key).answer() : failure;
  }

  Environment& environment_;
  const std::int64_t failures_max_;
  const Duration open_for_;
  const bool to_origin_;
  std::int64_t failures_ = 0;  // in a row
  TimePoint open_until_;
  bool is_trial_ = false;  // one request tries whether Redis is back
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::integer("failures", 5, 1, 1'000'000,
                             "After how many failures of Redis in a row the circuit opens."),
      ParameterSpec::duration("open_for", 1s, 1ms, 24h, "How long it stays open before one request tries again."),
      ParameterSpec::choice("fallback", {"fail", "origin"},
                            "What a request gets while Redis fails: the error at once, or a computation of its own."),
  };
}

}  // namespace

StrategyInfo circuit_breaker_info() {
  return {
      .name = "circuit_breaker",
      .summary = "A layer that stops asking Redis while it fails.",
      .description =
          "Stands on top of a strategy, as in circuit_breaker/mutex_stale. It counts failures of Redis in a row; from "
          "a "
          "number of them on, requests no longer wait for Redis: they fail at once, or go to the origin past the "
          "layers that need Redis. After a while one request tries again, and closes the circuit if it succeeds.",
      .when_to_choose =
          "Where a stalled Redis would otherwise hold all workers until their deadlines. With fallback=origin only if "
          "the origin can bear the whole load, or below it stands an origin_limit.",
      .provenance = "Nygard, Release It!; Hystrix and resilience4j.",
      .guarantees =
          "While the circuit is open no request waits for Redis, save one trial at a time. Guards right above the "
          "origin, such as origin_limit, hold for the fallback too.",
      .costs = "While it is open nothing is read from the cache, even if Redis is back already.",
      .is_guard = true,
      .operations = operations_of<CircuitBreaker>(),
      .parameters = parameters(),
      .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
        return std::make_unique<CircuitBreaker>(environment);
      }};
}

}  // namespace stampede
