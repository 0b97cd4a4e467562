// stampede sweep SCENARIO --vary PATH=VALUES...
#pragma once

#include <string>

#include "simulator/cli/arguments.h"

namespace stampede::cli {

// `command_line` goes into the result file, without passwords.
ExitCode sweep_command(const SweepArguments& arguments, const std::string& command_line);

}  // namespace stampede::cli
