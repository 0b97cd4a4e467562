// The JSON document behind a scenario. Ordered, so that what is reported and written follows the file.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace stampede::scenario {

using Json = nlohmann::ordered_json;

}  // namespace stampede::scenario
