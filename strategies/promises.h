// How strategies write down what they promise: guarantees that several of them give, with what differs as parameters.
#pragma once

#include <functional>
#include <string>

#include "strategies/guarantee.h"

namespace stampede::promises {

using Condition = std::function<bool(const Parameters&, const RunFacts&)>;
using Bound = std::function<Duration(const Parameters&, const RunFacts&)>;

// While what elects the one who computes lives longer than a computation, and its election lives in Redis.
bool outlives_computations(Duration lock_ttl, const RunFacts& facts);

Guarantee one_computation(std::string condition, Condition applies);
Guarantee one_computation_per_node(std::string condition, Condition applies);

// An answer's age counts from the end of its computation, and its lifetime from when Redis has it: so there is the time
// of a few commands between. Where commands fail, one may reach Redis long after it was given up.
Guarantee never_older_than(Bound bound);

// Invalidations that reach Redis, of processes that live to send them.
Guarantee no_lost_invalidation(const std::string& condition, Condition applies);

Guarantee bounded_wait(Bound bound);
Guarantee bounded_wait(std::string condition, Condition applies, Bound bound);

// A caller that is cancelled is a fault that goes on: it may leave behind what a dead process does.
// `longest_block`: for how long what a dead process has left behind can be in the way.
Guarantee recovers(std::function<Duration(const Parameters&)> longest_block);

}  // namespace stampede::promises
