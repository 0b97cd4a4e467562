// stampede run SCENARIO...
#pragma once

#include <string>

#include "simulator/cli/arguments.h"

namespace stampede::cli {

// `command_line` goes into the result file, without passwords.
ExitCode run_command(const RunArguments& arguments, const std::string& command_line);

}  // namespace stampede::cli
