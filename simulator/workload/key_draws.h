// What is drawn once for each key: how large its values are, how dear its computations.
#pragma once

#include <cstdint>

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/key_differences.h"

namespace stampede::workload {

std::uint64_t draw_size_bytes(const scenario::SizeDistribution& sizes, measure::RandomStream stream);
double draw_factor(const scenario::FactorDistribution& factors, measure::RandomStream stream);

}  // namespace stampede::workload
