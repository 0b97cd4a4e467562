// A result and the file that it was read from: what the exports are made of.
#pragma once

#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

struct NamedResult {
  std::string file;
  const Result* result = nullptr;  // outlives this
};

using NamedResults = std::vector<NamedResult>;

}  // namespace stampede::reports
