// Cannot describe its strategy.
#include <stdexcept>

#include "described.h"

namespace {

stampede::StrategyInfo throwing() { throw std::runtime_error("no weather today"); }

}  // namespace

STAMPEDE_PLUGIN(throwing);
