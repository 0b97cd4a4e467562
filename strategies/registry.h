// Every strategy that the program knows, with its description. Lists, reference files, error messages and
// reports are generated from here.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strategies/guarantee.h"
#include "strategies/operations.h"
#include "strategies/parameters.h"
#include "strategies/strategy.h"

namespace stampede {

struct StrategyInfo {
  std::string name;
  std::string summary;         // one line: what it does
  std::string description;     // how it does it, in a few sentences
  std::string when_to_choose;  // and when not to
  std::string provenance;      // paper, product, or system that it comes from
  std::string guarantees;      // what a caller can rely on
  std::string costs;           // what it pays with
  // No strategy, but what all of them are held against: the harness works it out, knowing what no strategy can know.
  // create is empty.
  bool is_bound = false;
  bool is_guard = false;    // keeps no values itself: a layer for above or below a strategy that does
  Operations operations{};  // operations_of<Class>()
  std::vector<ParameterSpec> parameters;
  std::function<std::unique_ptr<Strategy>(Environment& environment)> create;
  std::vector<Guarantee> promises = {};  // those of its guarantees that a program can check
  std::string plugin = {};  // the file that it was loaded from; who loads it sets it. Empty: it is part of the program
};

class Registry {
 public:
  // The strategies of this program, in the order in which they are listed.
  static Registry built_in();

  void add(StrategyInfo info);

  // What these return lives in the registry, so a registry that is about to vanish refuses.
  const StrategyInfo* find(std::string_view name) const&;  // nullptr: unknown
  std::span<const StrategyInfo> all() const& { return strategies_; }
  const StrategyInfo* find(std::string_view name) const&& = delete;
  std::span<const StrategyInfo> all() const&& = delete;

 private:
  std::vector<StrategyInfo> strategies_;
};

}  // namespace stampede
