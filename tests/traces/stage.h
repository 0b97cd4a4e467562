// One strategy in scripted surroundings on any Redis. What a test does on behalf of others is bracketed by ECHO
// commands, so that it can be told from what the strategy does.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "strategies/layers.h"
#include "strategies/registry.h"
#include "tests/traces/intercepted_redis.h"
#include "tests/traces/scripted.h"
#include "tests/traces/scripted_rows.h"

namespace stampede::traces {

inline const char* const kOutsideBegins = "outside-begins";
inline const char* const kOutsideEnds = "outside-ends";

inline std::string name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::cold_cache:
      return "cold_cache";
    case ErrorKind::timeout:
      return "timeout";
    case ErrorKind::origin:
      return "origin";
    case ErrorKind::redis:
      return "redis";
    case ErrorKind::rejected:
      return "rejected";
    case ErrorKind::node:
      return "node";
    case ErrorKind::strategy:
      return "strategy";
  }
  return "unknown";
}

// "v1", "empty", "error cold_cache".
inline std::string describe(const Answer& answer) {
  if (answer.has_value()) return answer.value().bytes;
  return answer.is_empty() ? "empty" : "error " + name_of(answer.error().kind);
}

class Stage {
 public:
  using Given = std::map<std::string, std::string>;

  Stage(Redis& inner, const std::string& strategy, const Given& given) : redis(inner), queue(redis), inner_(inner) {
    const std::optional<StrategyInfo> info = find_strategy_or_stack(registry(), strategy);
    if (!info) throw std::invalid_argument("no strategy is named " + strategy);
    std::vector<ParameterError> errors;
    environment_.parameters = complete_parameters(info->parameters, given, environment_.freshness, errors);
    if (!errors.empty()) throw std::invalid_argument(errors.front().parameter + ": " + errors.front().message);
    strategy_ = info->create(environment_);
  }

  Strategy& strategy() { return *strategy_; }

  // Outcomes as text: an answer as describe() says, "done", "unsupported", or "error redis", as the harness counts it.
  std::string get(const std::string& key = "item>7") {
    return outcome_of([&] { return describe(strategy_->get(Key{key})); });
  }
  std::string invalidate(const std::string& key = "item>7") {
    return outcome_of([&] { return done(strategy_->invalidate(Key{key})); });
  }
  std::string invalidate_tag(const std::string& tag) {
    return outcome_of([&] { return done(strategy_->invalidate_tag(tag)); });
  }
  std::string invalidate_by_name(const std::string& name) {
    return outcome_of([&] { return done(strategy_->invalidate_by_name(name)); });
  }
  std::string invalidate_pattern(const std::string& pattern) {
    return outcome_of([&] { return done(strategy_->invalidate_pattern(pattern)); });
  }
  std::string set(const std::string& bytes, const std::string& key = "item>7") {
    return outcome_of([&] { return done(strategy_->set(Key{key}, Value{bytes})); });
  }
  std::string remove(const std::string& key = "item>7") {
    return outcome_of([&] { return done(strategy_->remove(Key{key})); });
  }
  std::string peek(const std::string& key = "item>7") {
    return outcome_of([&] {
      const std::optional<Answer> found = strategy_->peek(Key{key});
      return found ? describe(*found) : done(false);
    });
  }
  std::string run_task(const std::string& key = "item>7") {
    return outcome_of([&] {
      strategy_->run_task(Key{key});
      return std::string("done");
    });
  }
  std::string start() {
    return outcome_of([&] {
      strategy_->start();
      return std::string("done");
    });
  }

  // A command of somebody else, even in the middle of an operation.
  Reply outside(std::initializer_list<Arg> command) {
    inner_.call({"ECHO", kOutsideBegins});
    Reply reply = inner_.call(command);
    inner_.call({"ECHO", kOutsideEnds});
    return reply;
  }

  InterceptedRedis redis;
  ScriptedOrigin origin;
  ManualClock clock;
  ScriptedQueue queue;
  ScriptedRows rows;
  CountedEvents events;
  ScriptedPlacement placement;
  ScriptedFibers fibers;
  FixedLabels labels;

 private:
  static const Registry& registry() {
    static const Registry built_in = Registry::built_in();
    return built_in;
  }
  static std::string done(bool supported) { return supported ? "done" : "unsupported"; }

  template <typename Operation>
  static std::string outcome_of(Operation operation) {
    try {
      return operation();
    } catch (const RedisError&) {
      return "error redis";
    } catch (const std::exception&) {
      return "error strategy";
    }
  }

  Redis& inner_;
  LonelyWaiting waiting_{clock, fibers};
  CountingRandom random_;
  Environment environment_{.redis = redis,
                           .origin = origin,
                           .source = origin,
                           .rows = rows,
                           .clock = clock,
                           .waiting = waiting_,
                           .fibers = fibers,
                           .background = queue,
                           .events = events,
                           .labels = labels,
                           .random = random_,
                           .placement = placement,
                           .freshness = {.fresh_for = std::chrono::seconds(60), .keep_for = std::chrono::hours(1)},
                           .parameters = {}};
  std::unique_ptr<Strategy> strategy_;
};

}  // namespace stampede::traces
