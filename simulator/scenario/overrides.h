// --set PATH=VALUE: changes to the document before it is checked.
#pragma once

#include <string_view>

#include "simulator/scenario/json.h"
#include "simulator/scenario/problems.h"

namespace stampede::scenario {

// "origin.capacity=4", "load[0].burst=200", "objectives[latency_ms.p99].max=50", "client.timeout=2s". The value
// is JSON; what is no JSON is taken as a text. Problems have the path "--set".
void apply_override(std::string_view setting, Json& document, Problems& problems);

}  // namespace stampede::scenario
