#include "simulator/cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <sstream>
#include <string_view>
#include <utility>

#include "simulator/draft/setting.h"
#include "simulator/experiment/context.h"
#include "strategies/nearest_name.h"

namespace stampede::cli {

namespace {

constexpr const char* kDescription =
    "stampede shows what each defence against cache stampedes costs: it runs strategies through the same scenario\n"
    "against a real Redis or in virtual time, and reports latency, recomputations and staleness side by side.";

constexpr const char* kExitCodes =
    "Exit codes: 0 done; 1 objectives missed, a regression, or a promise broken; 2 bad usage or bad input, nothing\n"
    "was run; 3 done, but a run is not valid, or not all could be judged; 4 the environment failed (Redis cannot be\n"
    "reached or started).";

constexpr const char* kScenarioHelp = "A scenario file, or the name of a shipped scenario (stampede list scenarios)";
constexpr const char* kStrategyHelp =
    "Run these instead of the scenario's: names, with parameters as name:param=value:param=value";
constexpr const char* kHistoryHelp = "Append a line of JSON for each run to this file, for trends";
constexpr const char* kSetHelp = "Change the scenario before it is checked: origin.capacity=4, load[0].burst=200";

constexpr const char* kVaryHelp =
    "Run every combination of these values, the first --vary slowest. Values with commas between them, and ranges: "
    "'origin.capacity=1,2,5', 'load[0].poisson=100..1000 step 100', 'client.timeout=100ms..1s step 300ms', "
    "'origin.capacity=1..1000 log 4' (4 values, evenly by factor: 1,10,100,1000)";

constexpr std::string_view kCommands[] = {"run",  "list",   "validate", "calibrate", "sweep",
                                          "init", "report", "compare",  "check"};

struct Shorthands {
  // Texts, so that the scenario's checks see them as they were written, and complain together with all others.
  std::optional<std::string> seed;
  std::optional<std::string> repetitions;
  std::string world = "live";
};

// What a person can act upon, where CLI11 would show its internals.
CLI::Validator one_of(std::vector<std::string_view> known) {
  return {[known = std::move(known)](const std::string& word) {
            if (std::find(known.begin(), known.end(), word) != known.end()) return std::string();
            return fmt::format("expected {}, found \"{}\"", fmt::join(known, " or "), word);
          },
          ""};
}

void add_plugin(CLI::App& command, std::vector<std::string>& plugins) {
  command
      .add_option("--plugin", plugins,
                  "Know the strategies of this shared object as well; once for each (see examples/plugin)")
      ->type_name("PATH")
      ->allow_extra_args(false);
}

void add_run(CLI::App& app, RunArguments& run, Shorthands& shorthands) {
  CLI::App* command = app.add_subcommand("run", "Run strategies through scenarios and print what each did");
  command->add_option("SCENARIO", run.scenarios, kScenarioHelp)->required();
  command->add_option("--strategy", run.strategies, kStrategyHelp)
      ->type_name("NAME[,NAME...]")
      ->allow_extra_args(false);
  add_plugin(*command, run.plugins);
  command
      ->add_option("--world", shorthands.world,
                   "live: real time, real Redis (default); virtual: simulated time, modelled Redis, the same result "
                   "each time; both: one beside the other")
      ->type_name("live|virtual|both")
      ->check(one_of({"live", "virtual", "both"}));
  command
      ->add_option("--redis", run.redis_url,
                   "Use this server: redis://[user:password@]host:port[/db] or unix:///path. "
                   "Otherwise a private one is started")
      ->type_name("URL");
  command
      ->add_option("--repetitions", shorthands.repetitions, "How often each strategy runs; live ones in random order")
      ->type_name("N");
  command->add_option("--seed", shorthands.seed, "Derives all randomness")->type_name("N");
  command->add_option("--set", run.set, kSetHelp)->type_name("PATH=VALUE")->allow_extra_args(false);
  command->add_option("--out", run.out, "Write result.json here (default: a new folder under results/)")
      ->type_name("DIR");
  command->add_option("--history", run.history, kHistoryHelp)->type_name("FILE");
  command->add_flag("--quiet", run.quiet, "No progress and no table; the result file and the exit code only");
}

void add_list(CLI::App& app, ListArguments& list) {
  const auto choose = [&list](const std::string& word) {
    list.what = word == "strategies"  ? Listing::strategies
                : word == "scenarios" ? Listing::scenarios
                                      : Listing::metrics;
  };
  CLI::App* command = app.add_subcommand("list", "List what there is: strategies, scenarios or metrics");
  command->add_option_function<std::string>("WHAT", choose, "strategies, scenarios or metrics")
      ->required()
      ->type_name("")
      ->check(one_of({"strategies", "scenarios", "metrics"}));
  command->add_option("NAME", list.names, "Strategies or scenarios to be told all about")->type_name("");
  command->add_option("--pages", list.pages, "Write a page of documentation for each strategy into this folder")
      ->type_name("DIR");
  add_plugin(*command, list.plugins);
  command->add_flag("--json", list.json, "For programs");
}

void add_validate(CLI::App& app, ValidateArguments& validate) {
  CLI::App* command = app.add_subcommand("validate", "Check scenarios without running them");
  command->add_option("SCENARIO", validate.scenarios, kScenarioHelp)->required();
  command->add_option("--strategy", validate.strategies, kStrategyHelp)
      ->type_name("NAME[,NAME...]")
      ->allow_extra_args(false);
  add_plugin(*command, validate.plugins);
  command->add_option("--set", validate.set, kSetHelp)->type_name("PATH=VALUE")->allow_extra_args(false);
}

void add_calibrate(CLI::App& app, CalibrateArguments& calibrate) {
  CLI::App* command =
      app.add_subcommand("calibrate", "Measure a Redis server, and print the network section for virtual time");
  command
      ->add_option("--redis", calibrate.redis_url,
                   "Measure this server: redis://[user:password@]host:port[/db] or unix:///path. "
                   "Otherwise a private one is started")
      ->type_name("URL");
  command->add_option("--value-size", calibrate.value_size, "Of the values that are stored and read (default: 1KiB)")
      ->type_name("SIZE");
  command->add_flag("--json", calibrate.json, "Print the network section alone, for programs, or --set network=...");
}

void add_sweep(CLI::App& app, SweepArguments& sweep) {
  CLI::App* command =
      app.add_subcommand("sweep", "Run a scenario in virtual time with many settings, and print what each changes");
  command->add_option("SCENARIO", sweep.scenario, kScenarioHelp)->required();
  command->add_option("--vary", sweep.vary, kVaryHelp)
      ->required()
      ->type_name("PATH=VALUE[,VALUE...]")
      ->allow_extra_args(false);
  command->add_option("--strategy", sweep.strategies, kStrategyHelp)
      ->type_name("NAME[,NAME...]")
      ->allow_extra_args(false);
  add_plugin(*command, sweep.plugins);
  command->add_option("--set", sweep.set, kSetHelp)->type_name("PATH=VALUE")->allow_extra_args(false);
  command->add_option("--seeds", sweep.seeds, "How many seeds each point runs with (default: 5)")->type_name("N");
  command->add_option("--jobs", sweep.jobs, "How many runs at once (default: one per core)")->type_name("N");
  command->add_option("--out", sweep.out, "Write result.json here (default: a new folder under results/)")
      ->type_name("DIR");
  command->add_option("--history", sweep.history, kHistoryHelp)->type_name("FILE");
  command->add_flag("--quiet", sweep.quiet, "No progress and no table; the result file and the exit code only");
  command->add_flag("--resume", sweep.resume, "Continue the interrupted sweep in the folder of --out");
}

void add_init(CLI::App& app, InitArguments& init) {
  CLI::App* command = app.add_subcommand(
      "init", "Write a commented scenario of your own service: from flags, questions (at a terminal) or a trace");
  command->add_option("FILE", init.file, "The scenario; - is standard output (default: my-service.json)")
      ->type_name("");
  command->add_flag("--force", init.force, "Overwrite the file if it exists");
  command
      ->add_option("--from-trace", init.from_trace,
                   "Estimate from this trace (perhaps packed with gzip or zstd) what it tells of the service")
      ->type_name("TRACE");
  command->add_option("--format", init.format, "Of the trace (default: that of its first lines)")
      ->type_name("plain|twitter")
      ->check(one_of({"plain", "twitter"}));
  for (const draft::Setting& setting : draft::all_settings()) {
    const auto keep = [&init, flag = std::string(setting.flag)](const std::string& text) {
      init.settings[flag] = text;
    };
    command
        ->add_option_function<std::string>(fmt::format("--{}", setting.flag), keep,
                                           fmt::format("{} {}", setting.question, setting.explanation))
        ->type_name(std::string(setting.notation));
  }
}

// Said before CLI11 does, which would only say that a subcommand is required.
std::string problem_with_command(const std::vector<std::string>& words) {
  if (words.empty()) {
    return "what to do? Name a command: run, list, validate, calibrate, sweep, init, report, compare or check";
  }
  const std::string& word = words.front();
  const bool is_known =
      word.starts_with("-") || std::find(std::begin(kCommands), std::end(kCommands), word) != std::end(kCommands);
  return is_known ? std::string() : fmt::format("unknown command \"{}\"{}", word, suggestion(word, kCommands));
}

}  // namespace

Arguments parse_arguments(const std::vector<std::string>& words) {
  if (const std::string problem = problem_with_command(words); !problem.empty()) {
    return NothingToDo{ExitCode::bad_input, problem + "\nRun stampede --help for more information.\n"};
  }
  CLI::App app(kDescription, "stampede");
  app.footer(kExitCodes);
  app.require_subcommand(1);
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return fmt::format("{}\nRun stampede --help, or stampede COMMAND --help, for more information.\n", error.what());
  });
  app.set_version_flag("--version", "stampede " + experiment::version());
  RunArguments run;
  Shorthands shorthands;
  SweepArguments sweep;
  ListArguments list;
  ValidateArguments validate;
  add_run(app, run, shorthands);
  add_sweep(app, sweep);
  add_list(app, list);
  add_validate(app, validate);
  CalibrateArguments calibrate;
  add_calibrate(app, calibrate);
  InitArguments init;
  add_init(app, init);
  ReportArguments report;
  add_report(app, report);
  CompareArguments compare;
  add_compare(app, compare);
  CheckArguments check;
  add_check(app, check);

  std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 wants it
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const bool failed = app.exit(error, out, err) != 0;
    return NothingToDo{failed ? ExitCode::bad_input : ExitCode::done, out.str() + err.str()};
  }
  if (shorthands.seed) run.set.push_back(fmt::format("seed={}", *shorthands.seed));
  if (shorthands.repetitions) run.set.push_back(fmt::format("repetitions={}", *shorthands.repetitions));
  if (app.got_subcommand("run")) {
    run.world = shorthands.world == "both"      ? WorldChoice::both
                : shorthands.world == "virtual" ? WorldChoice::virtual_time
                                                : WorldChoice::live;
    return run;
  }
  if (app.got_subcommand("sweep")) return sweep;
  if (app.got_subcommand("list")) {
    if (list.what != Listing::strategies && (list.pages || !list.plugins.empty())) {
      return NothingToDo{ExitCode::bad_input, "--pages and --plugin go with: stampede list strategies\n"};
    }
    if (list.what == Listing::metrics && !list.names.empty()) {
      return NothingToDo{ExitCode::bad_input, "NAME goes with: stampede list strategies, stampede list scenarios\n"};
    }
    return list;
  }
  if (app.got_subcommand("calibrate")) return calibrate;
  if (app.got_subcommand("init")) return init;
  if (app.got_subcommand("report")) return report;
  if (app.got_subcommand("compare")) return compare;
  if (app.got_subcommand("check")) return check;
  return validate;
}

}  // namespace stampede::cli
