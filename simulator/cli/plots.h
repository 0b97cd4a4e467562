// stampede report --plots: the charts of results as files.
#pragma once

#include <filesystem>

#include "simulator/cli/exit_code.h"
#include "simulator/cli/result_files.h"

namespace stampede::cli {

// NAME.vl.json and NAME.svg for each result and chart, NAME being the scenario's name and the chart's. Each is written
// whole or not at all; other files of the folder are left alone. Without Node there are no SVGs, and that is an error.
// `quiet`: nothing is printed about what was written.
ExitCode write_plots(const ReadResults& read, const std::filesystem::path& folder, bool quiet = false);

}  // namespace stampede::cli
