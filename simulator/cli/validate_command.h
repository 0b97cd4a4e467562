// stampede validate SCENARIO...
#pragma once

#include "simulator/cli/arguments.h"

namespace stampede::cli {

ExitCode validate_command(const ValidateArguments& arguments);

}  // namespace stampede::cli
