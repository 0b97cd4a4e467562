// The peer that the client is measured against: redis-benchmark, on the same server in the same run.
#pragma once

#include <string>

namespace stampede::benchmarks {

struct PeerFigures {
  double gets_per_s = 0;            // redis-benchmark -c 50
  double pipelined_gets_per_s = 0;  // redis-benchmark -c 50 -P 64
};

// One private server for all benchmarks of the process; both figures are measured at the first call. Throws
// std::runtime_error if redis-benchmark is missing (Debian's package redis-tools).
const PeerFigures& peer_figures();

// unix path of the server.
const std::string& server_socket();

// The value that both sides read, in bytes.
inline constexpr std::size_t kValueBytes = 64;

}  // namespace stampede::benchmarks
