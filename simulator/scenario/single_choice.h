// Entries of the form {"lognormal": {...}}: an object whose only key says which alternative it is.
#pragma once

#include <optional>
#include <string>

#include "simulator/scenario/section.h"

namespace stampede::scenario {

// The only alternative in the section; reports if there is none or more than one.
std::optional<std::string> single_choice(const Section& section, std::span<const std::string_view> alternatives);

}  // namespace stampede::scenario
