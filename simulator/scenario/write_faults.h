// Faults as JSON, complete with defaults.
#pragma once

#include "simulator/scenario/faults.h"
#include "simulator/scenario/json.h"

namespace stampede::scenario {

Json to_json(const Fault& fault);

}  // namespace stampede::scenario
