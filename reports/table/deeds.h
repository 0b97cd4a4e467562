// What is worth a sentence about one strategy: the closed list of rules, each with its threshold and its words.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "reports/result/strategy_row.h"
#include "reports/table/notable.h"
#include "reports/table/sentence.h"

namespace stampede::reports {

struct Rule {
  ObservationKind kind;
  std::string_view verb;
  std::optional<Deed> (*deed)(const StrategyRow&);  // empty: nothing worth a sentence
};

std::span<const Rule> all_rules();

}  // namespace stampede::reports
