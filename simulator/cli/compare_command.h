// stampede compare: what changed from one result to another, and whether that is a regression.
#pragma once

#include "simulator/cli/exit_code.h"
#include "simulator/cli/report_arguments.h"

namespace stampede::cli {

ExitCode compare_command(const CompareArguments& arguments);

}  // namespace stampede::cli
