// stampede calibrate
#pragma once

#include "simulator/cli/arguments.h"

namespace stampede::cli {

ExitCode calibrate_command(const CalibrateArguments& arguments);

}  // namespace stampede::cli
