// retry_budget: a layer that tries again what failed below it, with growing pauses, as long as its budget lasts: every
// call earns a share of a retry, every retry costs a whole one. The retry budget of Finagle and of gRPC's throttling.
//
// It guarantees that a failing origin gets at most (1 + budget) times the load, and the reserve on top. It costs the
// time of the pauses, and a worker that is held meanwhile.
#include <algorithm>

#include "strategies/built_in.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class RetryBudget final : public Strategy {
 public:
  explicit RetryBudget(Environment& environment)
      : origin_(environment.origin),
        clock_(environment.clock),
        random_(environment.random),
        attempts_(environment.parameters.integer("attempts")),
        pause_(environment.parameters.duration("pause")),
        factor_(environment.parameters.real("factor")),
        pause_max_(environment.parameters.duration("pause_max")),
        budget_(environment.parameters.real("budget")),
        reserve_(static_cast<double>(environment.parameters.integer("reserve"))),
        any_error_(environment.parameters.text("errors") == "all"),
        tokens_(reserve_) {}

  Answer get(const Key& key) override {
    tokens_ = std::min(tokens_ + budget_, std::max(reserve_, 1.0) + kSavedMax * budget_);
    Duration pause = pause_;
    for (std::int64_t attempt = 1;; ++attempt) {
      Answer answer = origin_.compute(key).answer();
      if (!is_worth_a_retry(answer) || attempt == attempts_ || tokens_ < 1) return answer;
      tokens_ -= 1;
      clock_.sleep_for(drawn(pause));
      pause = std::min(scaled(pause, factor_), pause_max_);
    }
  }

 private:
  // What a quiet time may save up, in calls.
  static constexpr double kSavedMax = 1000;

  static Duration scaled(Duration duration, double factor) {
    const double product = static_cast<double>(duration.count()) * factor;
    return product < static_cast<double>(Duration(24h).count()) ? Duration(static_cast<Duration::rep>(product)) : 24h;
  }

  // Half of it at least: those who failed together shall not come back together.
  Duration drawn(Duration pause) { return scaled(pause, 0.5 + 0.5 * random_.uniform()); }

  bool is_worth_a_retry(const Answer& answer) const {
    return answer.is_error() && (any_error_ || answer.error().kind == ErrorKind::origin);
  }

  Origin& origin_;
  Clock& clock_;
  Random& random_;
  const std::int64_t attempts_;
  const Duration pause_;
  const double factor_;
  const Duration pause_max_;
  const double budget_;
  const double reserve_;
  const bool any_error_;
  double tokens_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::integer("attempts", 3, 1, 1000, "How often one call is tried at most, the first time included."),
      ParameterSpec::duration("pause", 50ms, 1ms, 1h,
                              "How long to wait before the second attempt; from half of it to all of it, at random."),
      ParameterSpec::real("factor", 2, 1, 100, "By how much each pause is longer than the one before."),
      ParameterSpec::duration("pause_max", 5s, 1ms, 24h, "How long a pause is at most."),
      ParameterSpec::real("budget", 0.2, 0, 1000, "How many retries every call earns; 0 leaves the reserve alone."),
      ParameterSpec::integer("reserve", 10, 0, 1'000'000, "How many retries a node has to begin with."),
      ParameterSpec::choice("errors", {"origin", "all"},
                            "What is tried again: failed computations alone, or whatever ended with an error."),
  };
}

}  // namespace

StrategyInfo retry_budget_info() {
  return {
      .name = "retry_budget",
      .summary = "A layer that tries again what failed, within a budget.",
      .description =
          "Stands above whatever can fail, as in plain_ttl/retry_budget for the origin, or on top of a strategy that "
          "fails at once. A failed call is repeated after a pause that grows; each call earns a share of a retry "
          "and each retry spends a whole one, so that retries stop when most calls fail.",
      .when_to_choose =
          "Where failures are rare and short. Not against an overloaded origin without the budget: retries are what "
          "keeps it overloaded.",
      .provenance = "Retry budgets of Finagle; retry throttling of gRPC.",
      .guarantees = "At most `attempts` tries per call, and in the long run (1 + budget) tries per call on average.",
      .costs = "Latency of the pauses, with the worker held meanwhile; more load on what is failing already.",
      .is_guard = true,
      .operations = operations_of<RetryBudget>(),
      .parameters = parameters(),
      .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
        return std::make_unique<RetryBudget>(environment);
      }};
}

}  // namespace stampede
