// The command line as the commands see it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "simulator/cli/check_arguments.h"
#include "simulator/cli/exit_code.h"
#include "simulator/cli/report_arguments.h"

namespace stampede::cli {

enum class WorldChoice { live, virtual_time, both };

struct RunArguments {
  std::vector<std::string> scenarios;
  std::vector<std::string> strategies;
  std::vector<std::string> plugins;
  std::vector<std::string> set;
  WorldChoice world = WorldChoice::live;
  std::optional<std::string> redis_url;
  std::optional<std::string> out;
  std::optional<std::string> history;
  bool quiet = false;
};

struct SweepArguments {
  std::string scenario;
  std::vector<std::string> vary;
  std::vector<std::string> strategies;
  std::vector<std::string> plugins;
  std::vector<std::string> set;
  std::optional<std::string> seeds;
  std::optional<std::string> jobs;
  std::optional<std::string> out;
  std::optional<std::string> history;
  bool quiet = false;
  bool resume = false;
};

enum class Listing { strategies, scenarios, metrics };

struct ListArguments {
  Listing what = Listing::strategies;
  std::vector<std::string> names;    // of strategies to be told all about
  std::optional<std::string> pages;  // a folder for the pages of the documentation
  std::vector<std::string> plugins;
  bool json = false;
};

struct ValidateArguments {
  std::vector<std::string> scenarios;
  std::vector<std::string> set;
  std::vector<std::string> strategies;
  std::vector<std::string> plugins;
};

struct CalibrateArguments {
  std::optional<std::string> redis_url;
  std::string value_size = "1KiB";
  bool json = false;
};

struct InitArguments {
  std::string file = "my-service.json";  // "-": standard output
  bool force = false;
  std::optional<std::string> from_trace;
  std::optional<std::string> format;                         // of the trace
  std::map<std::string, std::string, std::less<>> settings;  // "rate": "400"
};

// Nothing to do: the text was asked for (help, version), or says what is wrong.
struct NothingToDo {
  ExitCode exit_code = ExitCode::done;
  std::string text;
};

using Arguments = std::variant<RunArguments, SweepArguments, ListArguments, ValidateArguments, CalibrateArguments,
                               InitArguments, ReportArguments, CompareArguments, CheckArguments, NothingToDo>;

Arguments parse_arguments(const std::vector<std::string>& words);

}  // namespace stampede::cli
