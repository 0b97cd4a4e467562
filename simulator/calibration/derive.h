// From samples to the network section that makes the model behave like what was measured.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/calibration/samples.h"
#include "simulator/scenario/scenario.h"

namespace stampede::calibration {

struct CommandCost {
  std::string name;
  double each_ns = 0;     // what one more of them takes
  double wire_bytes = 0;  // of one, with its reply
  double own_ns = 0;      // of each_ns, what is left when its bytes have taken their share
  double residual_share = 0;
};

struct Throughput {
  std::string name;
  double bytes_per_s = 0;
  double residual_share = 0;
};

struct ProcessCost {
  double request_ns = 0;
  double command_ns = 0;
  double residual_share = 0;  // the largest
};

struct Calibration {
  double round_trip_median_ns = 0;
  double round_trip_p99_ns = 0;
  std::optional<double> socket_ns;  // beyond the small GET itself, where each comes alone on its connection
  double scatter_share = 0;         // between the rounds, as a rule: how quiet it was
  std::vector<CommandCost> commands;
  std::vector<Throughput> throughputs;
  std::optional<ProcessCost> process;
  scenario::Network network;
};

// Throws std::invalid_argument if the small GET, the round trips or the sizes are missing.
Calibration derive(const Samples& samples);

}  // namespace stampede::calibration
