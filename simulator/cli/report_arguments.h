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

struct CompareArguments {
  std::string baseline;  // a file, or a folder
  std::string head;
  std::optional<std::string> markdown;  // "-": standard output, in place of the table; the others likewise
  std::optional<std::string> junit;
  std::optional<std::string> json;
  bool across_machines = false;
};

void add_report(CLI::App& app, ReportArguments& report);
void add_compare(CLI::App& app, CompareArguments& compare);

}  // namespace stampede::cli
