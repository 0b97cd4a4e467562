// What was measured on a server, before anything is made of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/calibration/robust_fit.h"

namespace stampede::calibration {

// Measured under names of their own, because a command's time is that of its usual case.
inline constexpr const char* kSmallGet = "GET small";      // of a value that is not worth mentioning
inline constexpr const char* kLockSet = "SET NX";          // asks for a lock that is taken
inline constexpr const char* kTransaction = "MULTI/EXEC";  // around one small GET

// Many at the same moment, on one connection: how long until all are answered.
struct CrowdSamples {
  std::string name;           // of the command, or one of the above
  double wire_bytes = 0;      // of one, with its reply
  std::vector<Point> crowds;  // x: how many; y: nanoseconds
  // How far apart the middle half of the rounds is, in shares of what counts.
  double scatter_share = 0;
};

// A few at the same moment, with values of different sizes.
struct SizeSamples {
  std::string name;
  std::vector<Point> sizes;  // x: bytes of all, with their replies; y: nanoseconds
};

// What this program's own thread has computed for bursts of requests. x: how many; y: nanoseconds of processor time.
struct ProcessSamples {
  struct Asking {
    std::vector<Point> bursts;
    double commands = 0;  // of each request
  };
  std::vector<Point> idle;     // requests that do nothing
  std::vector<Asking> asking;  // of several strategies, each of which sends commands
};

struct Samples {
  std::vector<double> round_trips_ns;  // of a small GET, one at a time
  std::optional<double> alone_ns;      // of the server's processor, for a small GET that comes alone on its connection
  std::vector<CrowdSamples> commands;  // the small GET is among them
  std::vector<SizeSamples> sizes;
  std::optional<ProcessSamples> process;  // empty: not measured
  std::size_t rounds = 0;
};

}  // namespace stampede::calibration
