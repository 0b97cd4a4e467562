// A strategy of the program over an origin that notes when computations begin.
#pragma once

#include <memory>
#include <vector>

#include "strategies/built_in.h"

namespace stampede::laws {

// Strategies are made by plain functions, which can be told of where to note it only this way.
class NotedOrigin final : public Origin {
 public:
  explicit NotedOrigin(Environment& environment) : origin_(environment.origin), clock_(environment.clock) {}

  Computation compute(const Key& key) override {
    begun.push_back(clock_.now());
    return origin_.compute(key);
  }

  static inline std::vector<TimePoint> begun;

 private:
  Origin& origin_;
  Clock& clock_;
};

template <StrategyInfo (*Info)()>
class Noted final : public Strategy {
 public:
  explicit Noted(Environment& environment)
      : origin_(environment),
        environment_{.redis = environment.redis,
                     .origin = origin_,
                     .source = environment.source,
                     .rows = environment.rows,
                     .clock = environment.clock,
                     .waiting = environment.waiting,
                     .fibers = environment.fibers,
                     .background = environment.background,
                     .events = environment.events,
                     .labels = environment.labels,
                     .random = environment.random,
                     .placement = environment.placement,
                     .freshness = environment.freshness,
                     .parameters = environment.parameters},
        strategy_(Info().create(environment_)) {}

  Answer get(const Key& key) override { return strategy_->get(key); }

 private:
  NotedOrigin origin_;
  Environment environment_;
  std::unique_ptr<Strategy> strategy_;
};

template <StrategyInfo (*Info)()>
StrategyInfo noted() {
  StrategyInfo info = Info();
  info.create = [](Environment& environment) -> std::unique_ptr<Strategy> {
    return std::make_unique<Noted<Info>>(environment);
  };
  return info;
}

}  // namespace stampede::laws
