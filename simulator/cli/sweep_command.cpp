#include "simulator/cli/sweep_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "reports/result/display_text.h"
#include "reports/result/history.h"
#include "reports/result/result_json.h"
#include "reports/result/whole_file.h"
#include "reports/table/sweep_table.h"
#include "simulator/cli/known_strategies.h"
#include "simulator/cli/output.h"
#include "simulator/cli/progress_line.h"
#include "simulator/cli/result_folder.h"
#include "simulator/cli/scenarios.h"
#include "simulator/cli/signals.h"
#include "simulator/experiment/context.h"
#include "simulator/measure/human_units.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/load.h"
#include "simulator/scenario/shipped.h"
#include "simulator/scenario/write.h"
#include "simulator/sweep/journal.h"
#include "simulator/sweep/sweep.h"
#include "simulator/sweep/vary.h"

namespace stampede::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeeds = 5;
constexpr std::uint64_t kSeedsMax = 10'000;
constexpr std::uint64_t kJobsMax = 1024;

struct Request {
  sweep::Plan plan;
  std::size_t jobs = 1;
  fs::path folder;
};

// `fallback` where the option is not given.
std::uint64_t count_of(const std::optional<std::string>& text, std::string_view option, std::uint64_t fallback,
                       std::uint64_t max, std::string& problems) {
  if (!text) return fallback;
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (error == std::errc() && end == text->data() + text->size() && count >= 1 && count <= max) return count;
  problems += fmt::format("{}: expected an integer from 1 to {}, found \"{}\"\n", option, max, *text);
  return fallback;
}

std::string read_scenario(const std::string& path, std::string& problems) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) problems += fmt::format("{}: cannot be read; expected a scenario file\n", path);
  return text;
}

std::string folder_problems(const SweepArguments& arguments, const fs::path& folder) {
  if (arguments.resume && !arguments.out) return "--resume: say with --out which folder's sweep to continue\n";
  const fs::path journal = sweep::Journal::file_in(folder);
  if (arguments.resume && !fs::exists(journal)) {
    return fmt::format("--resume: there is no {}: nothing was interrupted there\n", journal.string());
  }
  if (!arguments.resume && fs::exists(journal)) {
    return fmt::format(
        "--out: {} holds the runs of a sweep that did not end. Continue it with --resume, or remove the file\n",
        journal.string());
  }
  const std::string problem = why_not_writable(folder);
  return problem.empty() ? "" : fmt::format("--out: {}\n", problem);
}

std::optional<sweep::Plan> make_plan(const SweepArguments& arguments, const Registry& registry, std::uint32_t seeds,
                                     std::string& problems) {
  sweep::VaryResult vary = sweep::parse_vary(arguments.vary);
  problems += vary.problems;
  const scenario::FoundScenario found = scenario::find_scenario(arguments.scenario, scenario_folder());
  if (found.path.empty()) {
    problems += found.problem + "\n";
    return std::nullopt;
  }
  const std::size_t before = problems.size();
  const std::string text = read_scenario(found.path, problems);
  if (problems.size() > before) return std::nullopt;
  std::vector<std::string_view> metric_names;
  for (const measure::MetricInfo& metric : measure::all_metrics()) metric_names.push_back(metric.name);
  // A --vary that cannot be read has no values to check.
  if (!vary.problems.empty()) vary.vary.clear();
  sweep::PlanResult made = sweep::make_plan(
      text, found.path,
      {.registry = registry, .metric_names = metric_names, .set = arguments.set, .strategies = arguments.strategies},
      {.vary = std::move(vary.vary), .seeds = seeds});
  problems += made.problems;
  return std::move(made.plan);
}

std::optional<Request> read_request(const SweepArguments& arguments, const KnownStrategies& known) {
  std::string problems = known.problems;
  const auto seeds = static_cast<std::uint32_t>(count_of(arguments.seeds, "--seeds", kSeeds, kSeedsMax, problems));
  const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kJobsMax);
  const std::size_t jobs = count_of(arguments.jobs, "--jobs", cores, kJobsMax, problems);
  const fs::path folder = arguments.out ? fs::path(*arguments.out) : new_result_folder();
  problems += folder_problems(arguments, folder);
  if (arguments.history) problems += history_problem(*arguments.history);
  std::optional<sweep::Plan> plan;
  if (known.problems.empty()) plan = make_plan(arguments, known.registry, seeds, problems);
  if (problems.empty() && plan) return Request{std::move(*plan), jobs, folder};
  print_error("nothing was run; these problems must be mended first:\n" + problems);
  return std::nullopt;
}

ExitCode verdict_of(const reports::Result& result) {
  ExitCode verdict = ExitCode::done;
  for (const reports::RunResult& run : result.runs) {
    const bool all_met = std::all_of(run.objectives.begin(), run.objectives.end(),
                                     [](const reports::ObjectiveOutcome& objective) { return objective.met; });
    if (!all_met) verdict = std::max(verdict, ExitCode::objectives_missed);
    if (!run.valid) verdict = std::max(verdict, ExitCode::not_valid);
  }
  return verdict;
}

std::string runs_text(const sweep::Plan& plan, std::size_t kept) {
  const auto many = [](std::size_t count, std::string_view one) {
    return fmt::format("{} {}{}", measure::human_count(static_cast<double>(count)), one, count == 1 ? "" : "s");
  };
  std::string text = fmt::format("{}: {} of {}, {} each", many(plan.runs.size(), "run"),
                                 many(plan.points.size(), "point"), plan.base.name, many(plan.sweep.seeds, "seed"));
  if (kept > 0) text += fmt::format("; {} of them are finished", kept);
  return text + "\n";
}

std::string progress_text(const sweep::SweepProgress& progress) {
  std::string text = fmt::format("{}/{} runs", progress.finished, progress.total);
  if (!progress.left) return text;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(*progress.left).count();
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kSecondsUntil = 3 * kMinute;
  return text + (seconds <= kSecondsUntil ? fmt::format(", {} s left", seconds)
                                          : fmt::format(", {} min left", (seconds + kMinute - 1) / kMinute));
}

void print_table(const sweep::Plan& plan, const reports::Result& result, const fs::path& file) {
  const std::size_t width = output_width();
  const std::string title = plan.base.summary.empty() ? plan.base.name : plan.base.name + ": " + plan.base.summary;
  print(fmt::format("\n{}\n\n", fmt::join(reports::wrap(reports::printable(title), width), "\n")));
  print(reports::sweep_table(result, {.width = width, .colour = colour_wanted()}));
  print(fmt::format("\nResult file: {}\n", file.string()));
}

TimePoint real_time() {
  return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

ExitCode run_request(const Request& request, const SweepArguments& arguments, const Registry& registry,
                     reports::Context context) {
  const sweep::Plan& plan = request.plan;
  const sweep::Identity identity = sweep::identity_of(
      plan,
      fmt::format("{} ({}, {}{})", context.version, context.git, hash_of_program(), hash_of_plugins(context.plugins)));
  fs::create_directories(request.folder);
  const fs::path journal_file = sweep::Journal::file_in(request.folder);
  sweep::Journal journal =
      arguments.resume ? sweep::Journal::resume(journal_file, identity) : sweep::Journal::begin(journal_file, identity);
  std::map<std::size_t, reports::RunResult> finished = std::exchange(journal.finished(), {});
  if (!arguments.quiet) print(runs_text(plan, finished.size()));

  runtime::Interrupt interrupt;
  const SignalHandlers handlers(interrupt);
  ProgressLine progress(!arguments.quiet);
  sweep::SweepHooks hooks;
  hooks.on_run = [&](std::size_t index, const reports::RunResult& run) { journal.add(index, run); };
  hooks.on_progress = [&](const sweep::SweepProgress& now) { progress.show(progress_text(now)); };
  hooks.now = real_time;
  sweep::SweepOutcome outcome = sweep::run_sweep(plan, registry, request.jobs, interrupt, std::move(finished), hooks);
  progress.clear();
  if (outcome.interrupted) {
    print_error(
        fmt::format("interrupted. {} of {} runs are finished, and kept in {}. To continue, give the same command "
                    "again with --resume --out {}",
                    outcome.finished, plan.runs.size(), journal_file.string(), request.folder.string()));
    return ExitCode::not_valid;
  }
  const fs::path file = request.folder / "result.json";
  reports::Result result;
  result.context = std::move(context);
  result.scenario_name = plan.base.name;
  result.scenario_json = scenario::to_json_text(plan.base);
  result.sweep = plan.sweep;
  result.runs = std::move(outcome.runs);
  reports::write_result(file, result);
  if (arguments.history) reports::append_history(*arguments.history, result);
  journal.remove();
  if (!arguments.quiet) print_table(plan, result, file);
  return verdict_of(result);
}

}  // namespace

ExitCode sweep_command(const SweepArguments& arguments, const std::string& command_line) {
  const KnownStrategies known = known_strategies(arguments.plugins);
  std::optional<Request> request = read_request(arguments, known);
  if (!request) return ExitCode::bad_input;
  reports::Context context = experiment::make_context(without_passwords(command_line));
  context.plugins = known.plugins;
  try {
    return run_request(*request, arguments, known.registry, std::move(context));
  } catch (const sweep::OtherSweep& error) {
    print_error(fmt::format("nothing was run: {}", error.what()));
    return ExitCode::bad_input;
  } catch (const sweep::JournalError& error) {
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
