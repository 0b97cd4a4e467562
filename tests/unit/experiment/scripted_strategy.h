// A strategy whose behaviour is the test's, and a note of everything that it was asked.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "strategies/registry.h"

namespace stampede::experiment {

struct Asked {
  TimePoint at;
  std::string key;
  std::size_t node = 0;
  std::size_t worker = 0;
  bool operator==(const Asked&) const = default;
};

// One at a time: strategies are made by plain functions, which can be told of it only this way.
class Script {
 public:
  Script();
  ~Script();
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  // Computes at the origin, unless the test says otherwise.
  std::function<Answer(Environment&, const Key&)> get;
  std::function<void(Environment&, const Key&)> run_task;
  // Also told which kind of invalidation it is: "key", "tag", "name", "pattern", or a deletion: "deleted".
  std::function<void(Environment&, const std::string& kind, const std::string& what)> invalidate;
  // Empty: what a strategy does that does not care for transactions.
  std::function<void(Environment&, const Key&, Transaction&)> invalidate_within;
  std::function<void(Environment&, const Key&, const Value&)> set;
  WriteOrder write_order = WriteOrder::commit_first;

  std::vector<Asked> asked;

  static StrategyInfo info(const std::string& name = "scripted");

 private:
  friend class ScriptedStrategy;
  static Script* current_;
};

}  // namespace stampede::experiment
