#include "tests/unit/experiment/scripted_strategy.h"

#include <stdexcept>

namespace stampede::experiment {

class ScriptedStrategy final : public Strategy {
 public:
  explicit ScriptedStrategy(Environment& environment) : environment_(environment), script_(*Script::current_) {}

  Answer get(const Key& key) override {
    const Placement& placement = environment_.placement;
    script_.asked.push_back({environment_.clock.now(), key.name, placement.node(), placement.current_worker()});
    return script_.get(environment_, key);
  }
  void run_task(const Key& key) override {
    if (script_.run_task) script_.run_task(environment_, key);
  }
  bool invalidate(const Key& key) override { return told("key", key.name); }
  bool invalidate_within(const Key& key, Transaction& transaction) override {
    if (!script_.invalidate_within) return Strategy::invalidate_within(key, transaction);
    script_.invalidate_within(environment_, key, transaction);
    return true;
  }
  bool invalidate_tag(std::string_view tag) override { return told("tag", tag); }
  bool invalidate_by_name(std::string_view name) override { return told("name", name); }
  bool invalidate_pattern(std::string_view pattern) override { return told("pattern", pattern); }
  bool remove(const Key& key) override { return told("deleted", key.name); }
  bool set(const Key& key, const Value& value) override {
    if (script_.set) script_.set(environment_, key, value);
    return true;
  }
  WriteOrder write_order() const override { return script_.write_order; }

 private:
  bool told(const char* kind, std::string_view what) {
    if (script_.invalidate) script_.invalidate(environment_, kind, std::string(what));
    return true;
  }

  Environment& environment_;
  Script& script_;
};

Script* Script::current_ = nullptr;

Script::Script()
    : get([](Environment& environment, const Key& key) { return environment.origin.compute(key).answer(); }) {
  if (current_ != nullptr) throw std::logic_error("there is a script already");
  current_ = this;
}

Script::~Script() { current_ = nullptr; }

StrategyInfo Script::info(const std::string& name) {
  return {.name = name,
          .summary = "As the test says.",
          .description = {},
          .when_to_choose = {},
          .provenance = {},
          .guarantees = {},
          .costs = {},
          .parameters = {},
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<ScriptedStrategy>(environment);
          }};
}

}  // namespace stampede::experiment
