// GET through the client, as a figure that others are compared with in the same run.
#pragma once

#include <cstdint>

namespace stampede::benchmarks {

double client_gets_per_s(std::uint64_t gets, std::uint64_t fibers);

}  // namespace stampede::benchmarks
