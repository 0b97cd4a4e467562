// Uses what nobody defines.
#include "described.h"

namespace stampede {

StrategyInfo defined_nowhere();

}  // namespace stampede

STAMPEDE_PLUGIN(stampede::defined_nowhere);
