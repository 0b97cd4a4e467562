// The program: reads the command line, and hands over to one command.
#include <fmt/format.h>

#include <exception>
#include <string>
#include <vector>

#include "simulator/cli/arguments.h"
#include "simulator/cli/calibrate_command.h"
#include "simulator/cli/check_command.h"
#include "simulator/cli/compare_command.h"
#include "simulator/cli/init_command.h"
#include "simulator/cli/list_command.h"
#include "simulator/cli/output.h"
#include "simulator/cli/report_command.h"
#include "simulator/cli/run_command.h"
#include "simulator/cli/sweep_command.h"
#include "simulator/cli/validate_command.h"
#include "simulator/measure/internal_error.h"

namespace stampede::cli {

namespace {

struct Dispatch {
  const std::vector<std::string>& words;

  ExitCode operator()(const RunArguments& arguments) const {
    return run_command(arguments, fmt::format("stampede {}", fmt::join(words, " ")));
  }
  ExitCode operator()(const SweepArguments& arguments) const {
    return sweep_command(arguments, fmt::format("stampede {}", fmt::join(words, " ")));
  }
  ExitCode operator()(const ListArguments& arguments) const { return list_command(arguments); }
  ExitCode operator()(const ValidateArguments& arguments) const { return validate_command(arguments); }
  ExitCode operator()(const CalibrateArguments& arguments) const { return calibrate_command(arguments); }
  ExitCode operator()(const InitArguments& arguments) const { return init_command(arguments); }
  ExitCode operator()(const ReportArguments& arguments) const { return report_command(arguments); }
  ExitCode operator()(const CompareArguments& arguments) const { return compare_command(arguments); }
  ExitCode operator()(const CheckArguments& arguments) const { return check_command(arguments); }
  ExitCode operator()(const NothingToDo& nothing) const {
    if (nothing.exit_code == ExitCode::done) {
      print(nothing.text);
    } else {
      print_error(nothing.text);
    }
    return nothing.exit_code;
  }
};

}  // namespace

}  // namespace stampede::cli

int main(int argc, char** argv) {
  using namespace stampede;
  try {
    const std::vector<std::string> words(argv + 1, argv + argc);
    return static_cast<int>(std::visit(cli::Dispatch{words}, cli::parse_arguments(words)));
  } catch (const measure::InternalError& error) {
    cli::print_error(fmt::format("INTERNAL ERROR, please report it with the command line: {}", error.what()));
  } catch (const std::exception& error) {
    cli::print_error(fmt::format("unexpected failure: {}", error.what()));
  }
  return static_cast<int>(cli::ExitCode::internal_error);
}
