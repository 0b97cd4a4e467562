#include "simulator/cli/check_command.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <limits>
#include <optional>
#include <thread>
#include <utility>

#include "simulator/cli/check_one_seed.h"
#include "simulator/cli/check_text.h"
#include "simulator/cli/known_strategies.h"
#include "simulator/cli/output.h"
#include "simulator/cli/progress_line.h"
#include "simulator/cli/result_folder.h"
#include "simulator/cli/scenarios.h"
#include "simulator/cli/signals.h"
#include "simulator/scenario/strategy_list.h"
#include "strategies/layers.h"
#include "strategies/units.h"

namespace stampede::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeeds = 1000;
constexpr std::uint64_t kSeedsMax = 1'000'000'000;
constexpr std::uint64_t kJobsMax = 1024;

struct Request {
  check::HuntPlan plan;
  std::optional<Duration> time;
  std::optional<std::uint64_t> seed;
  fs::path folder;
};

std::optional<std::uint64_t> number_of(const std::optional<std::string>& text, std::string_view option,
                                       std::uint64_t min, std::uint64_t max, std::string& problems) {
  if (!text) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error == std::errc() && end == text->data() + text->size() && number >= min && number <= max) return number;
  problems += fmt::format("{}: expected an integer from {} to {}, found \"{}\"\n", option, min, max, *text);
  return std::nullopt;
}

std::optional<Duration> time_of(const std::optional<std::string>& text, std::string& problems) {
  if (!text) return std::nullopt;
  const Parsed<Duration> time = parse_duration(*text);
  if (time && *time.value > Duration::zero()) return time.value;
  problems += fmt::format("--time: expected a duration such as 60s, found \"{}\"\n", *text);
  return std::nullopt;
}

// What the command line would have to say.
std::string argument_of(const scenario::StrategyChoice& choice) {
  const std::string label = choice.label();
  return label.find(' ') == std::string::npos ? label : fmt::format("'{}'", label);
}

check::Quarry quarry_of(const Registry& registry, const scenario::StrategyChoice& choice) {
  const StrategyInfo info = *find_strategy_or_stack(registry, choice.name);
  return {.name = choice.label(),
          .arguments = {},
          .strategy_argument = argument_of(choice),
          .strategy = info,
          .make = [info, given = choice.given](std::uint64_t seed) {
            return check::case_in(check::random_case(info, seed).scenario, info, given, seed);
          }};
}

check::Quarry quarry_in(const Registry& registry, const scenario::StrategyChoice& choice,
                        const scenario::Scenario& scenario, const std::string& scenario_argument) {
  check::Quarry quarry = quarry_of(registry, choice);
  quarry.name = fmt::format("{}: {}", scenario.name, quarry.name);
  quarry.arguments = scenario_argument + " ";
  quarry.make = [info = quarry.strategy, given = choice.given, scenario](std::uint64_t seed) {
    return check::case_in(scenario, info, given, seed);
  };
  return quarry;
}

// All that keep values; guards over the simplest of those.
std::vector<scenario::StrategyChoice> all_choices(const Registry& registry) {
  std::vector<scenario::StrategyChoice> choices;
  for (const StrategyInfo& info : registry.all()) {
    if (info.is_bound) continue;
    choices.push_back(
        {.name = info.is_guard ? info.name + kLayerSeparator + "plain_ttl" : info.name, .parameters = {}, .given = {}});
  }
  return choices;
}

void add_quarries(const CheckArguments& arguments, const Registry& registry, check::HuntPlan& plan,
                  std::string& problems) {
  if (arguments.scenarios.empty()) {
    std::vector<scenario::StrategyChoice> choices = all_choices(registry);
    if (!arguments.strategies.empty()) {
      scenario::Problems found;
      choices = scenario::parse_strategy_list(arguments.strategies, registry, {}, found);
      for (const scenario::Problem& problem : std::move(found).take()) {
        problems += fmt::format("{}: {}\n", problem.path, problem.message);
      }
    }
    if (!arguments.set.empty()) problems += "--set: goes with a SCENARIO\n";
    if (!problems.empty()) return;
    for (const scenario::StrategyChoice& choice : choices) plan.quarries.push_back(quarry_of(registry, choice));
    return;
  }
  LoadedScenarios loaded = load_scenarios(arguments.scenarios, registry, arguments.set, arguments.strategies);
  problems += loaded.problems;
  if (!problems.empty()) return;
  for (std::size_t i = 0; i < loaded.scenarios.size(); ++i) {
    for (const scenario::StrategyChoice& choice : loaded.scenarios[i].strategies) {
      const StrategyInfo info = *find_strategy_or_stack(registry, choice.name);
      if (!info.is_bound) {
        plan.quarries.push_back(quarry_in(registry, choice, loaded.scenarios[i], arguments.scenarios[i]));
      }
    }
  }
}

std::optional<Request> read_request(const CheckArguments& arguments, const KnownStrategies& known) {
  std::string problems = known.problems;
  Request request;
  request.seed = number_of(arguments.seed, "--seed", 0, std::numeric_limits<std::int64_t>::max(), problems);
  request.time = time_of(arguments.time, problems);
  const auto seeds = number_of(arguments.seeds, "--seeds", 1, kSeedsMax, problems);
  if (arguments.seed && (arguments.seeds || arguments.time)) {
    problems += "--seed: tries one seed alone; leave --seeds and --time out\n";
  }
  request.plan.seeds = seeds.value_or(request.time ? kSeedsMax : kSeeds);
  const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kJobsMax);
  request.plan.jobs = number_of(arguments.jobs, "--jobs", 1, kJobsMax, problems).value_or(cores);
  request.folder = arguments.out ? fs::path(*arguments.out) : new_result_folder();
  if (const std::string problem = why_not_writable(request.folder); !problem.empty()) {
    problems += fmt::format("--out: {}\n", problem);
  }
  if (known.problems.empty()) add_quarries(arguments, known.registry, request.plan, problems);
  for (check::Quarry& quarry : request.plan.quarries) {
    for (const std::string& plugin : arguments.plugins) quarry.arguments += fmt::format("--plugin {} ", plugin);
    for (const std::string& set : arguments.set) quarry.arguments += fmt::format("--set {} ", set);
  }
  if (problems.empty()) return request;
  print_error("nothing was run; these problems must be mended first:\n" + problems);
  return std::nullopt;
}

// Each run needs some megabytes, and the next one the same again: to give them back in between takes longer than the
// run.
void keep_memory_between_runs() {
  constexpr int kBytes = 256 << 20;
  mallopt(M_MMAP_THRESHOLD, kBytes / 8);
  mallopt(M_TRIM_THRESHOLD, kBytes);
}

ExitCode hunt_all(Request& request) {
  keep_memory_between_runs();
  runtime::Interrupt interrupt;
  const SignalHandlers handlers(interrupt);
  ProgressLine progress(true);
  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [began] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  if (request.time) request.plan.is_time_up = [&, limit = to_seconds(*request.time)] { return seconds() >= limit; };
  const check::HuntResult result = check::hunt(request.plan, interrupt, [&](const check::HuntProgress& now) {
    progress.show(hunt_progress_text(now, seconds()));
  });
  progress.clear();
  print(hunt_text(request.plan, result));
  const double rate = static_cast<double>(result.runs) / std::max(seconds(), 1e-9);
  print(fmt::format("\n{} runs with {} seeds in {:.1f} s, {:.0f} per s{}\n", result.runs, result.seeds, seconds(), rate,
                    result.interrupted ? "; interrupted" : ""));
  return anything_broken(result) ? ExitCode::objectives_missed : ExitCode::done;
}

}  // namespace

ExitCode check_command(const CheckArguments& arguments) {
  const KnownStrategies known = known_strategies(arguments.plugins);
  std::optional<Request> request = read_request(arguments, known);
  if (!request) return ExitCode::bad_input;
  if (request->seed) return check_one_seed(request->plan.quarries, *request->seed, request->folder, known.registry);
  return hunt_all(*request);
}

}  // namespace stampede::cli
