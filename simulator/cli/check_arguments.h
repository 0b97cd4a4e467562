// The command line of `stampede check`.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace stampede::cli {

// Numbers as texts, so that all problems are reported at once.
struct CheckArguments {
  std::vector<std::string> scenarios;
  std::vector<std::string> strategies;
  std::vector<std::string> plugins;
  std::vector<std::string> set;
  std::optional<std::string> seeds;
  std::optional<std::string> time;
  std::optional<std::string> seed;
  std::optional<std::string> jobs;
  std::optional<std::string> out;
};

void add_check(CLI::App& app, CheckArguments& check);

}  // namespace stampede::cli
