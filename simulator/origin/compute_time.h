// How long a computation takes: a draw from the scenario's distribution. Own inverse transforms, because the
// standard library's distributions differ between implementations.
#pragma once

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/scenario.h"

namespace stampede::origin {

Duration draw(const scenario::TimeDistribution& distribution, measure::RandomStream& stream);

}  // namespace stampede::origin
