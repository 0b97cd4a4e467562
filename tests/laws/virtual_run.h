// Runs in virtual time from inside a test.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "reports/result/result.h"
#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::laws {

using namespace std::chrono_literals;

// Complete with defaults. Throws std::invalid_argument if the strategy has no such parameters.
scenario::StrategyChoice choice_of(const StrategyInfo& info, const std::map<std::string, std::string>& given,
                                   const scenario::FreshnessPromise& freshness);

// One run of the scenario, with its seed plus the repetition.
reports::RunResult run_virtually(const scenario::Scenario& scenario, const StrategyInfo& info,
                                 const scenario::StrategyChoice& choice, std::uint32_t repetition = 0);

// The same with a strategy of the program.
reports::RunResult run_built_in(const scenario::Scenario& scenario, std::string_view strategy,
                                std::uint32_t repetition = 0, const std::map<std::string, std::string>& given = {});

// One node and one key, whose values are small. Messages and commands of Redis take no time at all.
scenario::Scenario without_network();

// A scenario that comes with the program, with these changes ("load[0].for=1s"). Throws std::invalid_argument.
scenario::Scenario shipped(const std::string& name, const std::vector<std::string>& set);

}  // namespace stampede::laws
