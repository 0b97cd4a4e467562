// The command lines of the readers of result files: report and compare.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/cli/exit_code.h"

namespace CLI {
class App;
}

namespace stampede::cli {

struct ReportArguments {
  std::vector<std::string> results;  // files, or folders that hold result.json
  std::optional<std::string> html;
  std::optional<std::string> plots;     // a folder
  std::optional<std::string> csv;       // a file; a second one beside it holds the series
  std::optional<std::string> hgrm;      // a folder
  std::optional<std::string> markdown;  // a file; "-": standard output
  std::optional<std::string> history;   // what run --history wrote
};

void add_report(CLI::App& app, ReportArguments& report);

}  // namespace stampede::cli
