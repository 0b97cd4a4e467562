// What is worth a sentence about one strategy: the closed list of rules, each with its threshold and its words.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "reports/notable.h"
#include "reports/sentence.h"
#include "reports/strategy_row.h"

namespace stampede::reports {

struct Rule {
  ObservationKind kind;
  std::string_view verb;
  std::optional<Deed> (*deed)(const StrategyRow&);  // empty: nothing worth a sentence
};

std::span<const Rule> all_rules();

}  // namespace stampede::reports
