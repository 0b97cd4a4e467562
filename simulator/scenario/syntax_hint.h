// Where JSON text goes wrong, and what its author probably meant.
#pragma once

#include <cstddef>
#include <string_view>

#include "simulator/scenario/problems.h"

namespace stampede::scenario {

// `characters_read`: up to and including the offending one. `complaint`: what the parser says.
Problem syntax_problem(std::string_view text, std::size_t characters_read, std::string_view complaint);

}  // namespace stampede::scenario
