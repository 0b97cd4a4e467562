#include "strategies/lifetime.h"

namespace stampede {

ParameterSpec Lifetime::jitter_parameter() {
  return ParameterSpec::real("ttl_jitter", 0, 0, 1,
                             "By up to which share of itself each stored lifetime is shortened at random, so that "
                             "entries that were stored together do not expire together.");
}

}  // namespace stampede
