// Names that others have: a strategy of the program, its bound, and the example's.
#include "described.h"

namespace {

stampede::StrategyInfo plain_ttl() { return stampede::described("plain_ttl"); }
stampede::StrategyInfo ideal() { return stampede::described("ideal"); }
stampede::StrategyInfo coin_flip() { return stampede::described("coin_flip"); }

}  // namespace

STAMPEDE_PLUGIN(plain_ttl, ideal, coin_flip);
