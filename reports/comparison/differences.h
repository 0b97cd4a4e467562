// In what two results differ besides their measurements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

// Between two scenarios with every default filled in: "origin.compute_time: \"1s\" in the baseline, \"1.1s\" in the
// head". What does not change how a run goes is left out: names, texts, objectives, seeds, the number of repetitions
// and the list of strategies (which are matched one by one), and for live runs the modelled network.
std::vector<std::string> scenario_differences(const std::string& baseline_json, const std::string& head_json,
                                              std::string_view world);

// Of the machine and the build, without which times cannot be compared.
std::vector<std::string> machine_differences(const Context& baseline, const Context& head);

// Of the versions of everything else; what is compared will often be one of these.
std::vector<std::string> version_differences(const Context& baseline, const Context& head, std::string_view world);

// Parameters that both have with different values.
std::vector<std::string> parameter_differences(const RunResult& baseline, const RunResult& head);

// Those that only one has: they came or went with a version.
std::vector<std::string> parameters_of_one(const RunResult& baseline, const RunResult& head);

}  // namespace stampede::reports
