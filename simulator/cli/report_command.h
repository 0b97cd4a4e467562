// stampede report: result files again, for people who decide.
#pragma once

#include "simulator/cli/exit_code.h"
#include "simulator/cli/report_arguments.h"

namespace stampede::cli {

ExitCode report_command(const ReportArguments& arguments);

}  // namespace stampede::cli
