#include "simulator/cli/compare_command.h"

#include <fmt/format.h>

#include "reports/comparison/compare.h"
#include "reports/comparison/comparison_json.h"
#include "reports/comparison/comparison_junit.h"
#include "reports/comparison/comparison_markdown.h"
#include "reports/comparison/comparison_table.h"
#include "reports/result/whole_file.h"
#include "simulator/cli/output.h"
#include "simulator/cli/result_files.h"

namespace stampede::cli {

namespace {

constexpr const char* kStandardOutput = "-";

ExitCode exit_code_of(reports::Outcome outcome) {
  switch (outcome) {
    case reports::Outcome::regression:
      return ExitCode::objectives_missed;
    case reports::Outcome::not_all_judged:
      return ExitCode::not_valid;
    case reports::Outcome::nothing_to_compare:
      return ExitCode::bad_input;
    case reports::Outcome::no_regression:
      break;
  }
  return ExitCode::done;
}

std::vector<reports::ComparedFile> files_of(const ReadResults& read) {
  std::vector<reports::ComparedFile> files;
  for (const ReadResult& one : read.results) files.push_back({one.file, &one.result});
  return files;
}

// A result without a single run, such as one that was interrupted at once.
std::string empty_results(const ReadResults& read) {
  std::string problems;
  for (const ReadResult& one : read.results) {
    if (!one.result.runs.empty()) continue;
    problems += fmt::format("{}: no run was finished{}, so there is nothing to compare\n", one.file,
                            one.result.interrupted ? " before it was interrupted" : "");
  }
  return problems;
}

void write(const reports::Comparison& comparison, const CompareArguments& arguments,
           const reports::ComparisonSettings& settings) {
  bool printed = false;
  const auto put = [&printed](const std::optional<std::string>& file, const std::string& text) {
    if (!file) return;
    if (*file == kStandardOutput) {
      print(text);
      printed = true;
    } else {
      reports::write_whole(*file, text);
    }
  };
  if (arguments.markdown) put(arguments.markdown, reports::comparison_markdown(comparison));
  if (arguments.json) put(arguments.json, reports::comparison_json(comparison, settings));
  if (arguments.junit) put(arguments.junit, reports::comparison_junit(comparison));
  if (!printed) print(reports::comparison_table(comparison, output_width()));
}

}  // namespace

ExitCode compare_command(const CompareArguments& arguments) {
  const ReadResults baseline = read_results({arguments.baseline});
  const ReadResults head = read_results({arguments.head});
  std::string problems = baseline.problems + empty_results(baseline) + head.problems + empty_results(head);
  const reports::ComparisonSettings settings{.across_machines = arguments.across_machines};
  reports::Comparison comparison;
  if (problems.empty()) {
    try {
      comparison = reports::compare(files_of(baseline), files_of(head), settings);
    } catch (const reports::ComparisonError& error) {
      problems = fmt::format("{}\n", error.what());
    }
  }
  if (!problems.empty()) {
    print_error("nothing was compared; these problems must be mended first:\n" + problems);
    return ExitCode::bad_input;
  }
  try {
    write(comparison, arguments, settings);
  } catch (const reports::FileError& error) {
    print_error(error.what());
    return ExitCode::environment_failed;
  }
  const reports::Outcome outcome = reports::outcome_of(comparison);
  if (outcome == reports::Outcome::nothing_to_compare) {
    print_error("the two results do not belong together: nothing was compared\n");
  }
  return exit_code_of(outcome);
}

}  // namespace stampede::cli
