#include "simulator/cli/validate_command.h"

#include <fmt/format.h>

#include "simulator/cli/known_strategies.h"
#include "simulator/cli/output.h"
#include "simulator/cli/scenarios.h"

namespace stampede::cli {

ExitCode validate_command(const ValidateArguments& arguments) {
  const KnownStrategies known = known_strategies(arguments.plugins);
  LoadedScenarios loaded;
  loaded.problems = known.problems;
  if (known.problems.empty()) {
    loaded = load_scenarios(arguments.scenarios, known.registry, arguments.set, arguments.strategies);
  }
  for (const scenario::Scenario& scenario : loaded.scenarios) {
    print(fmt::format("{}: ok ({} strategies)\n", scenario.name, scenario.strategies.size()));
  }
  if (loaded.problems.empty()) return ExitCode::done;
  print_error("these problems must be mended first:\n" + loaded.problems);
  return ExitCode::bad_input;
}

}  // namespace stampede::cli
