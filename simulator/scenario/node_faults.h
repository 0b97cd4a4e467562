// Faults that befall application nodes: what is read of them, and what can be wrong with their choice of nodes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulator/scenario/fault_entries.h"
#include "simulator/scenario/scenario.h"

namespace stampede::scenario {

// Empty for the name of another fault.
std::optional<FaultKind> read_node_fault(std::string_view name, Entries& entries);

// Against the topology; nothing for faults of other kinds.
void check_node_choice(const Scenario& scenario, const Fault& fault, const std::string& path, Problems& problems);

// For certain: both name their nodes, and none twice.
bool befall_different_nodes(const Fault& a, const Fault& b);

}  // namespace stampede::scenario
