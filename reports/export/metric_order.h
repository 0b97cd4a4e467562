// The order in which metrics are listed, wherever they are listed.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace stampede::reports {

// Those of the registry in its order, which reads better than the alphabet's, then those that it does not know.
std::vector<std::pair<std::string, double>> in_registry_order(const std::map<std::string, double>& metrics);

}  // namespace stampede::reports
