// stampede list strategies|scenarios|metrics
#pragma once

#include "simulator/cli/arguments.h"

namespace stampede::cli {

ExitCode list_command(const ListArguments& arguments);

}  // namespace stampede::cli
