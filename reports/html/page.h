// The whole report as one HTML file that needs nothing else: no network, no folder beside it. Start here: page().
#pragma once

#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports::html {

struct Source {
  std::string file;
  const Result* result = nullptr;
};

// One section for each result, in their order. What results say of themselves is never markup in it.
std::string page(const std::vector<Source>& sources);

}  // namespace stampede::reports::html
