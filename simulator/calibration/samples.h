// What was measured on a server, before anything is made of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/calibration/robust_fit.h"

namespace stampede::calibration {

// Many at the same moment, on one connection: how long until all are answered.
struct CrowdSamples {
  std::string name;           // of the command; "MULTI/EXEC" for a transaction of one GET
  double wire_bytes = 0;      // of one, with its reply
  std::vector<Point> crowds;  // x: how many; y: nanoseconds
};

// A few at the same moment, with values of different sizes.
struct SizeSamples {
  std::string name;
  std::vector<Point> sizes;  // x: bytes of all, with their replies; y: nanoseconds
};

struct Samples {
  std::vector<double> round_trips_ns;  // of a GET, one at a time
  std::vector<CrowdSamples> commands;  // GET is among them
  std::vector<SizeSamples> sizes;
  std::size_t rounds = 0;
};

}  // namespace stampede::calibration
