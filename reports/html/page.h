// The whole report as one HTML file that needs nothing else: no network, no folder beside it. Start here: page().
#pragma once

#include <span>
#include <string>
#include <vector>

#include "reports/result/history.h"
#include "reports/result/result.h"

namespace stampede::reports::html {

struct Source {
  std::string file;
  const Result* result = nullptr;
};

// One section for each result, in their order, with the trend of the earlier runs of its scenario. What results say of
// themselves is never markup in it.
std::string page(const std::vector<Source>& sources, std::span<const HistoryEntry> history = {});

}  // namespace stampede::reports::html
