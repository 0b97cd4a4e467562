// --vary PATH=VALUES: what a sweep varies.
#pragma once

#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::sweep {

struct VaryResult {
  std::vector<reports::Variation> vary;
  std::string problems;  // one line each: "--vary \"origin.capacity\": expected PATH=VALUE,..."
};

// Values and ranges, with commas between them; a comma inside brackets or quotes belongs to its value. A value that
// occurs twice, in a range and beside it, is there once.
VaryResult parse_vary(const std::vector<std::string>& texts);

}  // namespace stampede::sweep
