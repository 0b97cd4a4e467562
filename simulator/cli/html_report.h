// stampede report --html: the page for a browser.
#pragma once

#include <string>

#include "simulator/cli/exit_code.h"
#include "simulator/cli/result_files.h"

namespace stampede::cli {

// Whole or not at all; says on standard error why it could not, and where it is unless `quiet`.
ExitCode write_html(const ReadResults& read, const std::string& file, bool quiet);

}  // namespace stampede::cli
