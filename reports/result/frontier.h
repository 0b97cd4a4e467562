// Up to where a sweep's strategies come back from their faults: the frontier of the metastable region.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

// Of the runs whose metric `recovered` is known.
struct Returned {
  std::size_t runs = 0;
  std::size_t recovered = 0;
};

struct FrontierRow {
  std::string label;
  std::vector<Setting> others;     // the values of the other varied paths
  std::vector<Returned> returned;  // for each value of the axis
  // The index of the least value at which not every run came back; empty: they did everywhere.
  std::optional<std::size_t> first_lost;
};

// Along the first varied path whose values are all numbers, in ascending order.
struct Frontier {
  std::string path;
  std::vector<std::string> values;  // JSON
  std::vector<FrontierRow> rows;
};

// Empty unless the result is a sweep along some numbers that judged recovery.
std::optional<Frontier> frontier_of(const Result& result);

// A table of strategies by values; empty without a frontier.
std::string frontier_table(const Result& result, std::size_t width);

}  // namespace stampede::reports
