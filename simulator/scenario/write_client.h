// What clients do as JSON, complete with defaults.
#pragma once

#include "simulator/scenario/json.h"
#include "simulator/scenario/scenario.h"

namespace stampede::scenario {

Json to_json(const Client& client);

}  // namespace stampede::scenario
