// From a sequence that fails to the shortest that still does (delta debugging).
#pragma once

#include <functional>

#include "step.h"

namespace stampede::redis::model {

// Precondition: fails(sequence).
Sequence shrink(Sequence sequence, const std::function<bool(const Sequence&)>& fails);

}  // namespace stampede::redis::model
