// stampede check: which promises of strategies break, and by which seed.
#pragma once

#include "simulator/cli/check_arguments.h"
#include "simulator/cli/exit_code.h"

namespace stampede::cli {

ExitCode check_command(const CheckArguments& arguments);

}  // namespace stampede::cli
