// Strategies with their parameters, as scenario files and the command line name them.
#pragma once

#include <string>
#include <vector>

#include "simulator/scenario/problems.h"
#include "simulator/scenario/scenario.h"
#include "strategies/environment.h"
#include "strategies/registry.h"

namespace stampede::scenario {

// The strategy of that name, complete with defaults. Wrong parameters are reported under `path`.
StrategyChoice complete_choice(const StrategyInfo& info, const std::map<std::string, std::string>& given,
                               const FreshnessPromise& freshness, const std::string& path, Problems& problems);

// The same strategy with the same parameters, however they were given.
bool is_same(const StrategyChoice& a, const StrategyChoice& b);

// nullptr, and a problem at `path`, if there is no such strategy.
const StrategyInfo* find_strategy(const Registry& registry, const std::string& name, const std::string& path,
                                  Problems& problems);

// What --strategy gives: "name:param=value:param=value,name2,top/middle:param=value/bottom". A value may contain
// colons, because a piece without "=" belongs to the value before it, but neither commas nor slashes. Problems have the
// path
// "--strategy".
std::vector<StrategyChoice> parse_strategy_list(const std::vector<std::string>& texts, const Registry& registry,
                                                const FreshnessPromise& freshness, Problems& problems);

}  // namespace stampede::scenario
