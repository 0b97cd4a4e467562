// origin_limit: a layer that lets only so many computations of a node run at once; the others wait in line for a while,
// or are turned away. The bulkhead of resilience libraries; nginx and Varnish bound connections to a backend so.
//
// It guarantees that the origin never bears more than nodes times `concurrent` at once. It costs waiting, and errors
// where the line is full: it does not make anything cheaper, it decides who pays.
#include "strategies/built_in.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class OriginLimit final : public Strategy {
 public:
  explicit OriginLimit(Environment& environment)
      : origin_(environment.origin),
        line_(environment.waiting.make_list()),
        free_(environment.parameters.integer("concurrent")),
        queue_(environment.parameters.integer("queue")),
        wait_timeout_(environment.parameters.duration("wait_timeout")) {}

  Answer get(const Key& key) override {
    if (free_ == 0) {
      if (waiting_ >= queue_) return Answer::error(ErrorKind::rejected, "the line for the origin is full");
      if (!wait_for_turn()) return Answer::error(ErrorKind::rejected, "no turn at the origin in time");
    } else {
      --free_;
    }
    const HandOverAtEnd hand_over{*this};
    return origin_.compute(key).answer();
  }

 private:
  // Also when the fiber is cancelled in its computation.
  struct HandOverAtEnd {
    OriginLimit& limit;
    ~HandOverAtEnd() { limit.hand_over(); }
  };

  // A turn is handed from one to the next, so that nobody can overtake those who wait: it is free only when nobody
  // does.
  bool wait_for_turn() {
    ++waiting_;
    const bool has_turn = line_->wait(wait_timeout_);
    --waiting_;
    return has_turn;
  }

  void hand_over() {
    if (!line_->wake_one()) ++free_;
  }

  Origin& origin_;
  const std::unique_ptr<WaitList> line_;
  std::int64_t free_;
  std::int64_t waiting_ = 0;
  const std::int64_t queue_;
  const Duration wait_timeout_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::integer("concurrent", 10, 1, 1'000'000, "How many computations of a node run at once."),
      ParameterSpec::integer("queue", 1'000'000, 0, 1'000'000'000,
                             "How many may wait for their turn; who comes beyond is turned away."),
      ParameterSpec::duration("wait_timeout", 30s, 1ms, 24h, "How long one waits for a turn at most."),
  };
}

}  // namespace

StrategyInfo origin_limit_info() {
  return {
      .name = "origin_limit",
      .summary = "A layer that bounds how many computations of a node run at once.",
      .description =
          "Stands between a strategy and the origin, as in plain_ttl/origin_limit. Whoever finds all turns taken "
          "waits in line, first come, first served; a full line or a wait beyond the limit is answered with the "
          "error rejected.",
      .when_to_choose =
          "Where the origin slows down or fails when too many ask at once, below any strategy that can let a herd "
          "through. Not as a defence by itself: every waiter still gets a computation of its own.",
      .provenance = "The bulkhead of resilience libraries; limits on connections to a backend in nginx and Varnish.",
      .guarantees = "At most nodes times `concurrent` computations at once. Turns are given in order of arrival.",
      .costs = "Waiting workers, and rejected requests once the line is full. It keeps no values.",
      .is_guard = true,
      .operations = operations_of<OriginLimit>(),
      .parameters = parameters(),
      .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
        return std::make_unique<OriginLimit>(environment);
      }};
}

}  // namespace stampede
