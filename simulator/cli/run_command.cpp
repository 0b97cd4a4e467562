#include "simulator/cli/run_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "reports/result/display_text.h"
#include "reports/result/history.h"
#include "reports/result/result_json.h"
#include "reports/result/whole_file.h"
#include "reports/table/fault_line.h"
#include "reports/table/look_at_table.h"
#include "reports/table/notable.h"
#include "reports/table/summary_table.h"
#include "reports/table/world_comparison.h"
#include "simulator/cli/known_strategies.h"
#include "simulator/cli/left_keys.h"
#include "simulator/cli/output.h"
#include "simulator/cli/progress_line.h"
#include "simulator/cli/result_folder.h"
#include "simulator/cli/scenarios.h"
#include "simulator/cli/signals.h"
#include "simulator/experiment/context.h"
#include "simulator/experiment/experiment.h"
#include "simulator/experiment/live_world.h"
#include "simulator/experiment/virtual_world.h"
#include "simulator/redis/private_server.h"

namespace stampede::cli {

namespace {

namespace fs = std::filesystem;

struct Session {
  const RunArguments& arguments;
  const Registry& registry;
  const reports::Context& context;
  const redis::Endpoint& endpoint;
  redis::PrivateServer* private_server = nullptr;
  runtime::Interrupt& interrupt;
};

ExitCode worse(ExitCode left, ExitCode right) { return std::max(left, right); }

ExitCode verdict_of(const reports::Result& result) {
  ExitCode verdict = ExitCode::done;
  for (const reports::RunResult& run : result.runs) {
    const bool all_met = std::all_of(run.objectives.begin(), run.objectives.end(),
                                     [](const reports::ObjectiveOutcome& objective) { return objective.met; });
    if (!all_met) verdict = worse(verdict, ExitCode::objectives_missed);
    if (!run.valid) verdict = worse(verdict, ExitCode::not_valid);
  }
  return verdict;
}

std::string finished_runs(const reports::Result& result, const fs::path& file) {
  const std::size_t count = result.runs.size();
  if (count == 0) return fmt::format("No run was finished ({}).", file.string());
  return fmt::format("The {} in {}.",
                     count == 1 ? "run that was finished is" : fmt::format("{} finished runs are", count),
                     file.string());
}

ExitCode conclude(const experiment::ExperimentOutcome& outcome, const fs::path& file) {
  switch (outcome.ending) {
    case experiment::Ending::complete:
      return verdict_of(outcome.result);
    case experiment::Ending::interrupted:
      print_error("interrupted. " + finished_runs(outcome.result, file));
      return ExitCode::not_valid;
    case experiment::Ending::environment_failed:
      print_error(outcome.failure + "\n" + finished_runs(outcome.result, file));
      return ExitCode::environment_failed;
  }
  return ExitCode::internal_error;
}

void print_file_line(const fs::path& file) { print(fmt::format("\nResult file: {}\n", file.string())); }

void print_summary(const scenario::Scenario& scenario, const reports::Result& result, const fs::path& file,
                   WorldChoice world) {
  const std::size_t width = output_width();
  const std::string title = scenario.summary.empty() ? scenario.name : scenario.name + ": " + scenario.summary;
  print(fmt::format("\n{}\n\n", fmt::join(reports::wrap(reports::printable(title), width), "\n")));
  if (world == WorldChoice::both) {
    print(reports::world_comparison(result.runs));
    print(reports::fault_line(result.runs, width));
    print(
        "\nLatency in virtual time follows from the scenario's network section; stampede calibrate measures yours.\n");
    print_file_line(file);
    return;
  }
  print(reports::summary_table(result.runs, {.width = width, .colour = colour_wanted()}));
  print(reports::fault_line(result.runs, width));
  if (const std::string table = reports::look_at_table(result.runs, scenario.look_at, width); !table.empty()) {
    print("\nWhat this scenario is about:\n\n" + table);
  }
  if (const std::string notable = reports::notable_text(result.runs, width); !notable.empty()) print("\n" + notable);
  print_file_line(file);
}

ExitCode run_scenario(const Session& session, const scenario::Scenario& scenario, const fs::path& folder) {
  const fs::path file = folder / "result.json";
  ProgressLine progress(!session.arguments.quiet);
  std::vector<experiment::World*> worlds;
  std::optional<experiment::LiveWorld> live;
  if (session.arguments.world != WorldChoice::virtual_time) {
    worlds.push_back(
        &live.emplace(redis::ConnectionSettings{.endpoint = session.endpoint, .deadline = scenario.redis.deadline},
                      session.interrupt, session.private_server));
  }
  experiment::VirtualWorld virtual_world(session.interrupt);
  if (session.arguments.world != WorldChoice::live) worlds.push_back(&virtual_world);
  experiment::ExperimentHooks hooks;
  hooks.on_begin = [&](const experiment::Progress& now) {
    progress.show(fmt::format("{} [{}/{}] {}", scenario.name, now.finished + 1, now.total, now.now_running));
  };
  hooks.on_result = [&](const reports::Result& result) {
    fs::create_directories(folder);
    reports::write_result(file, result);
  };
  hooks.check_environment = [&] {
    if (live) live->check();
  };
  const experiment::ExperimentOutcome outcome =
      experiment::run_experiment(worlds, scenario, session.registry, session.context, hooks);
  progress.clear();
  fs::create_directories(folder);
  reports::write_result(file, outcome.result);
  if (session.arguments.history) reports::append_history(*session.arguments.history, outcome.result);
  if (!session.arguments.quiet && !outcome.result.runs.empty()) {
    print_summary(scenario, outcome.result, file, session.arguments.world);
  }
  // A server of our own goes with all its keys.
  if (live && session.private_server == nullptr) remove_left_keys(*live);
  return conclude(outcome, file);
}

ExitCode run_all(const Session& session, const std::vector<scenario::Scenario>& scenarios, const fs::path& folder) {
  ExitCode code = ExitCode::done;
  std::size_t not_run = scenarios.size();
  for (const scenario::Scenario& scenario : scenarios) {
    const fs::path own_folder = scenarios.size() == 1 ? folder : folder / scenario.name;
    code = worse(code, run_scenario(session, scenario, own_folder));
    --not_run;
    if (code == ExitCode::environment_failed || session.interrupt.raised()) break;
  }
  if (not_run == 0) return code;
  print_error(fmt::format("not run: {} of {} scenarios", not_run, scenarios.size()));
  return worse(code, ExitCode::not_valid);
}

// What would be done to a server that others use.
std::string faults_for_own_server(const std::vector<scenario::Scenario>& scenarios) {
  std::string problems;
  for (const scenario::Scenario& scenario : scenarios) {
    for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
      if (!befalls_server(scenario.faults[i])) continue;
      problems += fmt::format(
          "{}: faults[{}]: {} would be done to the server of --redis, for everybody who uses it. Leave --redis out "
          "(the "
          "program then starts a server of its own), or choose --world virtual\n",
          scenario.name, i, scenario.faults[i].name());
    }
  }
  return problems;
}

}  // namespace

ExitCode run_command(const RunArguments& arguments, const std::string& command_line) {
  const KnownStrategies known = known_strategies(arguments.plugins);
  LoadedScenarios loaded;
  if (known.problems.empty()) {
    loaded =
        load_scenarios(arguments.scenarios, known.registry, arguments.set, arguments.strategies, /*add_bound=*/true);
  }
  std::string problems = known.problems + loaded.problems;
  redis::Endpoint endpoint;
  try {
    if (arguments.redis_url) endpoint = redis::parse_endpoint(*arguments.redis_url);
  } catch (const redis::EndpointError& error) {
    problems += fmt::format("--redis: {}\n", error.what());
  }
  if (arguments.redis_url && arguments.world == WorldChoice::virtual_time) {
    problems += "--redis: virtual time uses no server; leave it out, or choose --world live or both\n";
  }
  if (arguments.redis_url && arguments.world != WorldChoice::virtual_time) {
    problems += faults_for_own_server(loaded.scenarios);
  }
  const fs::path folder = arguments.out ? fs::path(*arguments.out) : new_result_folder();
  if (const std::string problem = why_not_writable(folder); !problem.empty()) problems += "--out: " + problem + "\n";
  if (arguments.history) problems += history_problem(*arguments.history);
  if (!problems.empty()) {
    print_error("nothing was run; these problems must be mended first:\n" + problems);
    return ExitCode::bad_input;
  }

  runtime::Interrupt interrupt;
  const SignalHandlers handlers(interrupt);
  try {
    std::optional<redis::PrivateServer> server;
    if (!arguments.redis_url && arguments.world != WorldChoice::virtual_time) endpoint = server.emplace().endpoint();
    reports::Context context = experiment::make_context(without_passwords(command_line));
    context.plugins = known.plugins;
    return run_all({.arguments = arguments,
                    .registry = known.registry,
                    .context = context,
                    .endpoint = endpoint,
                    .private_server = server ? &*server : nullptr,
                    .interrupt = interrupt},
                   loaded.scenarios, folder);
  } catch (const redis::ServerError& error) {
    print_error(error.what());
  } catch (const experiment::EnvironmentError& error) {
    print_error(error.what());
  } catch (const reports::ResultError& error) {
    print_error(error.what());
  } catch (const reports::FileError& error) {
    print_error(error.what());
  } catch (const fs::filesystem_error& error) {
    print_error(fmt::format("cannot write results: {}", error.what()));
  }
  return ExitCode::environment_failed;
}

}  // namespace stampede::cli
