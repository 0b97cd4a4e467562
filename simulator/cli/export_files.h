// The files that `stampede report` makes of results: CSV, .hgrm, Markdown.
#pragma once

#include <string>

#include "simulator/cli/exit_code.h"
#include "simulator/cli/report_arguments.h"
#include "simulator/cli/result_files.h"

namespace stampede::cli {

// What would keep them from being written, one line each; empty: nothing known. Leaves nothing behind.
std::string export_problems(const ReportArguments& arguments, const ReadResults& read);

// Each file whole or not at all. Says what was written, and what was left out.
ExitCode write_exports(const ReportArguments& arguments, const ReadResults& read);

}  // namespace stampede::cli
