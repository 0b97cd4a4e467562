// All that is to be said of one strategy, from its registry entry: for the terminal, as a page of the documentation,
// and for programs. The words are written once, in the strategy's own file.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "strategies/registry.h"

namespace stampede::cli {

// One line of the overview, and what it is for.
std::string strategy_overview(const Registry& registry);

std::string strategy_text(const StrategyInfo& strategy);
std::string strategy_markdown(const StrategyInfo& strategy);
nlohmann::ordered_json strategy_json(const StrategyInfo& strategy);

// The page that leads to those of all strategies, which lie next to it as NAME.md.
std::string strategies_markdown_index(const Registry& registry);

}  // namespace stampede::cli
