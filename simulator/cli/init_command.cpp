#include "simulator/cli/init_command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <optional>
#include <system_error>

#include "reports/result/display_text.h"
#include "reports/result/whole_file.h"
#include "simulator/cli/known_strategies.h"
#include "simulator/cli/output.h"
#include "simulator/draft/from_trace.h"
#include "simulator/draft/laws.h"
#include "simulator/measure/internal_error.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/load.h"

namespace stampede::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStandardOutput = "-";

struct Traced {
  estimate::TraceEstimate estimate;
  scenario::TraceFormat format = scenario::TraceFormat::plain;
};

struct Read {
  std::optional<Traced> traced;
  std::string problem;
};

Read read_trace(const InitArguments& arguments) {
  const std::string& path = *arguments.from_trace;
  std::string problem;
  std::optional<scenario::TraceFormat> format;
  if (arguments.format) {
    format = *arguments.format == "plain" ? scenario::TraceFormat::plain : scenario::TraceFormat::twitter;
  } else {
    format = estimate::format_of_trace(path, problem);
  }
  if (!format) return {std::nullopt, fmt::format("{}: {}", path, problem)};
  auto result = estimate::estimate_trace(path, *format);
  if (const auto* failure = std::get_if<estimate::TraceFailure>(&result)) {
    return {std::nullopt, fmt::format("{}: {}", path, failure->message)};
  }
  return {Traced{std::get<estimate::TraceEstimate>(std::move(result)), *format}, ""};
}

// Said before anything is asked or read. Empty: nothing is in the way.
std::string problem_with_target(const InitArguments& arguments) {
  if (arguments.file == kStandardOutput) return {};
  std::error_code ignored;
  if (fs::is_directory(arguments.file, ignored)) return fmt::format("{} is a folder", arguments.file);
  if (!arguments.force && fs::exists(fs::symlink_status(arguments.file, ignored))) {
    return fmt::format("{} exists already; --force overwrites it", arguments.file);
  }
  const fs::path folder = fs::absolute(arguments.file).parent_path();
  if (!fs::is_directory(folder, ignored)) return fmt::format("there is no folder {}", folder.string());
  return {};
}

// As the scenario will name it: from its own folder where that is known.
std::string path_from_scenario(const InitArguments& arguments) {
  const fs::path trace = fs::absolute(*arguments.from_trace).lexically_normal();
  if (arguments.file == kStandardOutput) return trace.string();
  return trace.lexically_proximate(fs::absolute(arguments.file).lexically_normal().parent_path()).string();
}

// With the program's own reader: what it writes, it must be able to run.
void check(const std::string& text, const std::string& file) {
  const KnownStrategies known = known_strategies({});
  std::vector<std::string_view> metric_names;
  for (const measure::MetricInfo& metric : measure::all_metrics()) metric_names.push_back(metric.name);
  const scenario::LoadResult result = scenario::load_scenario_text(
      text, file, {.registry = known.registry, .metric_names = metric_names, .set = {}, .strategies = {}});
  if (!result.scenario) throw measure::InternalError("init wrote a bad scenario: " + scenario::problems_text(result));
}

// Empty: it is there, whole. The name is taken first, so that what somebody else writes meanwhile is not overwritten.
std::string write_file(const InitArguments& arguments, const std::string& text) {
  const bool is_new = !arguments.force;
  if (is_new) {
    const int descriptor = ::open(arguments.file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0) {
      return fmt::format("{} cannot be written: {}", arguments.file, std::generic_category().message(errno));
    }
    ::close(descriptor);
  }
  try {
    reports::write_whole(arguments.file, text);
  } catch (const reports::FileError& error) {
    if (is_new) ::unlink(arguments.file.c_str());
    return error.what();
  }
  return {};
}

std::string what_next(const InitArguments& arguments, const draft::Answers& answers,
                      const std::optional<draft::ReplayedTrace>& trace) {
  const std::string file = arguments.file == kStandardOutput ? "FILE" : arguments.file;
  const std::string capacity = answers.service.capacity
                                   ? fmt::format("{},{}", std::max<std::uint64_t>(*answers.service.capacity / 2, 1),
                                                 *answers.service.capacity * 2)
                                   : "10,100";
  const auto step = [&](const std::string& command, std::string_view what) {
    return fmt::format("  stampede {:<{}}  {}\n", command, file.size() + 46, what);
  };
  std::string text = "What next:\n";
  text += step("validate " + file, "after you have changed it");
  text += step(fmt::format("run {} --world virtual", file), "all strategies, in simulated time");
  text += step(fmt::format("run {} --strategy plain_ttl,lock_and_wait", file), "in real time, on a real Redis");
  text += step(fmt::format("sweep {} --vary origin.capacity={}", file, capacity), "how far each carries");
  if (!trace) return text;
  text += "and to replay the trace itself rather than its model:\n  stampede run " + file + " --world virtual";
  for (const std::string& setting : draft::replay_settings(*trace))
    text += " \\\n    --set " + draft::in_shell_quotes(setting);
  return text + "\n";
}

std::string with_defaults_told(const draft::Answers& answers) {
  const std::string defaults = draft::settings_by_default(answers);
  if (defaults.empty()) return {};
  std::string text = "Taken by default:\n";
  for (const std::string& line : reports::wrap(defaults, 96)) text += "  " + line + "\n";
  return text + "\n";
}

ExitCode fail(const std::vector<std::string>& problems) {
  print_error(fmt::format("{}\n", fmt::join(problems, "\n")));
  return ExitCode::bad_input;
}

// Beside the scenario, which may go to standard output itself.
void tell(const InitArguments& arguments, const std::string& text) {
  if (arguments.file != kStandardOutput) return print(text);
  std::cerr << text;
}

ExitCode write_and_tell(const InitArguments& arguments, const draft::Answers& answers,
                        const std::optional<draft::ReplayedTrace>& trace, const std::string& text) {
  if (arguments.file == kStandardOutput) {
    print(text);
  } else if (const std::string problem = write_file(arguments, text); !problem.empty()) {
    print_error(problem + "\n");
    return ExitCode::environment_failed;
  }
  std::cerr << with_defaults_told(answers);
  tell(arguments, draft::facts_text(answers.service, draft::facts_of(answers.service)) + "\n");
  if (arguments.file != kStandardOutput) print(fmt::format("Written to {}\n\n", reports::printable(arguments.file)));
  tell(arguments, what_next(arguments, answers, trace));
  return ExitCode::done;
}

}  // namespace

ExitCode init_command(const InitArguments& arguments) {
  draft::Given given{arguments.settings, {}};
  const bool asks = isatty(STDIN_FILENO) == 1;
  // Nobody wants to answer questions, or to wait for a long trace, before being told of a wrong flag.
  std::vector<std::string> problems = draft::problems_of_flags(given, asks || arguments.from_trace.has_value());
  if (const std::string problem = problem_with_target(arguments); !problem.empty()) problems.push_back(problem);
  if (arguments.format && !arguments.from_trace) problems.emplace_back("--format goes with --from-trace");
  if (!problems.empty()) return fail(problems);

  std::optional<Traced> traced;
  if (arguments.from_trace) {
    Read read = read_trace(arguments);
    if (!read.traced) return fail({read.problem});
    traced = std::move(read.traced);
    given.from_trace = draft::settings_from(traced->estimate);
    tell(arguments, draft::estimate_text(traced->estimate, *arguments.from_trace, traced->format) + "\n");
  }
  draft::Dialogue dialogue{std::cin, std::cerr};
  const draft::Answers answers = draft::find_answers(given, asks ? &dialogue : nullptr);
  if (!answers.problems.empty()) return fail(answers.problems);

  std::optional<draft::ReplayedTrace> replayed;
  if (traced) replayed = draft::replay_of(traced->estimate, path_from_scenario(arguments), traced->format);
  const std::string text = draft::scenario_text(answers, replayed);
  check(text, arguments.file);
  return write_and_tell(arguments, answers, replayed, text);
}

}  // namespace stampede::cli
