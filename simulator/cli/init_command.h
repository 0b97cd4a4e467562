// `stampede init`: a commented scenario of the user's own service, from flags, questions or a trace.
#pragma once

#include "simulator/cli/arguments.h"

namespace stampede::cli {

ExitCode init_command(const InitArguments& arguments);

}  // namespace stampede::cli
