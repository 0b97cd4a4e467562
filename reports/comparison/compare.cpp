// Which results and runs belong together.
#include "reports/comparison/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "reports/comparison/compare_runs.h"
#include "reports/comparison/differences.h"
#include "reports/result/display_text.h"
#include "reports/result/strategy_row.h"
#include "reports/result/sweep_rows.h"

namespace stampede::reports {
namespace {

// The runs of one result in one world.
struct Unit {
  std::string file;
  const Result* result = nullptr;
  std::string world;
  std::vector<RunGroup> groups;  // in the result's order
};

std::string label_of(const RunResult& run) {
  std::string label = display_label(run);
  for (std::size_t i = 0; i < run.point.size(); ++i) {
    label +=
        fmt::format("{} {}={}", i == 0 ? " at" : ",", printable(run.point[i].path), setting_text(run.point[i].value));
  }
  return label;
}

void add_run(const RunResult& run, Unit& unit) {
  std::string label = label_of(run);
  auto group =
      std::find_if(unit.groups.begin(), unit.groups.end(), [&](const RunGroup& other) { return other.label == label; });
  if (group == unit.groups.end()) group = unit.groups.insert(unit.groups.end(), {std::move(label), {}});
  group->runs.push_back(&run);
}

std::vector<Unit> units_of(std::span<const ComparedFile> files, const char* side) {
  std::vector<Unit> units;
  for (const ComparedFile& each : files) {
    std::vector<Unit> own;
    for (const RunResult& run : each.result->runs) {
      auto unit = std::find_if(own.begin(), own.end(), [&](const Unit& other) { return other.world == run.world; });
      if (unit == own.end()) unit = own.insert(own.end(), {each.file, each.result, run.world, {}});
      add_run(run, *unit);
    }
    for (Unit& unit : own) {
      const auto same = std::find_if(units.begin(), units.end(), [&](const Unit& other) {
        return other.world == unit.world && other.result->scenario_name == unit.result->scenario_name;
      });
      if (same != units.end()) {
        throw ComparisonError(fmt::format("the {} has two results of {} runs of the scenario {}: {} and {}. Name one",
                                          side, printable(unit.world), short_name(unit.result->scenario_name),
                                          same->file, unit.file));
      }
      units.push_back(std::move(unit));
    }
  }
  return units;
}

std::string joined(const std::vector<std::string>& sentences) {
  constexpr std::size_t kShown = 8;
  std::vector<std::string> some(sentences.begin(),
                                sentences.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, sentences.size())));
  if (sentences.size() > kShown) some.push_back(fmt::format("and {} more", sentences.size() - kShown));
  return fmt::format("{}", fmt::join(some, "; "));
}

RunCount count_of(const RunGroup& group) {
  const auto valid =
      std::count_if(group.runs.begin(), group.runs.end(), [](const RunResult* run) { return run->valid; });
  return {group.runs.size(), static_cast<std::size_t>(valid)};
}

StrategyComparison without_counterpart(const RunGroup& group, Status status) {
  StrategyComparison alone;
  alone.label = group.label;
  alone.status = status;
  (status == Status::only_in_head ? alone.head : alone.baseline) = count_of(group);
  alone.reason = status == Status::only_in_head ? "New, the baseline has no such runs." : "The head has no such runs.";
  return alone;
}

ScenarioComparison only_on_one_side(const Unit& unit, Status status) {
  ScenarioComparison alone;
  alone.scenario = unit.result->scenario_name;
  alone.world = unit.world;
  (status == Status::only_in_head ? alone.head_file : alone.baseline_file) = unit.file;
  for (const RunGroup& group : unit.groups) alone.strategies.push_back(without_counterpart(group, status));
  return alone;
}

const RunGroup* find_group(const Unit& unit, const std::string& label) {
  const auto found =
      std::find_if(unit.groups.begin(), unit.groups.end(), [&](const RunGroup& group) { return group.label == label; });
  return found == unit.groups.end() ? nullptr : &*found;
}

void add_remarks(const Unit& baseline, const Unit& head, ScenarioComparison& comparison) {
  const auto interrupted = [&](const Unit& unit, const char* side) {
    if (!unit.result->interrupted) return;
    comparison.remarks.push_back(
        fmt::format("The {} was interrupted: only the runs that were finished are compared.", side));
  };
  interrupted(baseline, "baseline");
  interrupted(head, "head");
  const auto versions = version_differences(baseline.result->context, head.result->context, head.world);
  if (!versions.empty()) comparison.remarks.push_back(fmt::format("Different versions: {}.", joined(versions)));
}

// Why no run of the baseline can be held against one of the head; empty: they can.
std::string obstacle(const Unit& baseline, const Unit& head, const ComparisonSettings& settings,
                     ScenarioComparison& comparison, Status& status) {
  const auto scenarios = scenario_differences(baseline.result->scenario_json, head.result->scenario_json, head.world);
  if (!scenarios.empty()) {
    status = Status::other_scenario;
    return fmt::format("The scenarios differ: {}.", joined(scenarios));
  }
  const auto machines = machine_differences(baseline.result->context, head.result->context);
  if (head.world != "live" || machines.empty()) return {};
  const std::string text = fmt::format("Different machines or builds: {}.", joined(machines));
  if (settings.across_machines) {
    comparison.remarks.push_back(text + " A change may come from there.");
    return {};
  }
  status = Status::not_judged;
  return text +
         " What the machine does to live runs cannot be told from what the change does (--across-machines "
         "compares them all the same).";
}

StrategyComparison compare_groups(const RunGroup& baseline, const RunGroup& head, const ComparisonSettings& settings) {
  StrategyComparison comparison;
  comparison.label = head.label;
  const auto parameters = parameter_differences(*baseline.runs.front(), *head.runs.front());
  if (!parameters.empty()) {
    comparison.status = Status::only_in_baseline;
    comparison.reason = fmt::format("Its parameters differ: {}.", joined(parameters));
  } else if (head.runs.front()->world == "virtual") {
    comparison = compare_virtual(baseline, head);
  } else {
    comparison = compare_live(baseline, head, settings.repetitions_min);
  }
  const auto of_one = parameters_of_one(*baseline.runs.front(), *head.runs.front());
  if (!of_one.empty()) comparison.remarks.push_back(fmt::format("Parameters: {}.", joined(of_one)));
  comparison.baseline = count_of(baseline);
  comparison.head = count_of(head);
  return comparison;
}

ScenarioComparison compare_units(const Unit& baseline, const Unit& head, const ComparisonSettings& settings) {
  ScenarioComparison comparison;
  comparison.scenario = head.result->scenario_name;
  comparison.world = head.world;
  comparison.baseline_file = baseline.file;
  comparison.head_file = head.file;
  add_remarks(baseline, head, comparison);
  Status status = Status::compared;
  const std::string reason = obstacle(baseline, head, settings, comparison, status);
  if (!reason.empty()) comparison.remarks.push_back(reason);
  for (const RunGroup& group : baseline.groups) {
    const RunGroup* const other = find_group(head, group.label);
    if (other == nullptr) {
      comparison.strategies.push_back(without_counterpart(group, Status::only_in_baseline));
    } else if (reason.empty()) {
      comparison.strategies.push_back(compare_groups(group, *other, settings));
    } else {
      StrategyComparison& added = comparison.strategies.emplace_back();
      added.label = group.label;
      added.status = status;
      added.reason = reason;
      added.baseline = count_of(group);
      added.head = count_of(*other);
    }
  }
  for (const RunGroup& group : head.groups) {
    if (find_group(baseline, group.label) == nullptr) {
      comparison.strategies.push_back(without_counterpart(group, Status::only_in_head));
    }
  }
  if (head.world != "virtual") judge_live(settings.significance, settings.repetitions_min, comparison);
  return comparison;
}

}  // namespace

Comparison compare(std::span<const ComparedFile> baseline, std::span<const ComparedFile> head,
                   const ComparisonSettings& settings) {
  const std::vector<Unit> before = units_of(baseline, "baseline");
  const std::vector<Unit> after = units_of(head, "head");
  const auto counterpart = [](const std::vector<Unit>& units, const Unit& unit) {
    return std::find_if(units.begin(), units.end(), [&](const Unit& other) {
      return other.world == unit.world && other.result->scenario_name == unit.result->scenario_name;
    });
  };
  Comparison comparison;
  for (const Unit& unit : before) {
    const auto other = counterpart(after, unit);
    comparison.scenarios.push_back(other == after.end() ? only_on_one_side(unit, Status::only_in_baseline)
                                                        : compare_units(unit, *other, settings));
  }
  for (const Unit& unit : after) {
    if (counterpart(before, unit) == before.end()) {
      comparison.scenarios.push_back(only_on_one_side(unit, Status::only_in_head));
    }
  }
  return comparison;
}

}  // namespace stampede::reports
