// stampede check --seed: one seed, what it breaks, in its smallest form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "simulator/check/hunt.h"
#include "simulator/cli/exit_code.h"
#include "strategies/registry.h"

namespace stampede::cli {

// Prints what became of each promise. What was broken is shrunk, told as a timeline, and written to the folder as a
// scenario. The registry is that which scenarios are read with.
ExitCode check_one_seed(const std::vector<check::Quarry>& quarries, std::uint64_t seed,
                        const std::filesystem::path& folder, const Registry& registry);

}  // namespace stampede::cli
