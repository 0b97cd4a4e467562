// See the header.
#include "simulator/cli/export_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>
#include <vector>

#include "reports/export/csv.h"
#include "reports/export/hgrm.h"
#include "reports/export/markdown.h"
#include "reports/result/display_text.h"
#include "reports/result/whole_file.h"
#include "simulator/cli/output.h"
#include "simulator/cli/result_folder.h"

namespace stampede::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kStandardOutput = "-";

struct Target {
  const char* flag;
  fs::path file;
};

std::vector<Target> target_files(const ReportArguments& arguments) {
  std::vector<Target> targets;
  if (arguments.html) targets.push_back({"--html", *arguments.html});
  if (arguments.markdown && *arguments.markdown != kStandardOutput) {
    targets.push_back({"--markdown", *arguments.markdown});
  }
  if (arguments.csv) {
    targets.push_back({"--csv", *arguments.csv});
    targets.push_back({"--csv", reports::series_file(*arguments.csv)});
  }
  return targets;
}

bool is_same_file(const fs::path& left, const fs::path& right) {
  std::error_code unknown;
  if (fs::equivalent(left, right, unknown)) return true;
  return fs::absolute(left).lexically_normal() == fs::absolute(right).lexically_normal();
}

std::string problem_with(const Target& target, const std::vector<Target>& before, const ReadResults& read) {
  const auto read_one = std::find_if(read.results.begin(), read.results.end(),
                                     [&](const ReadResult& result) { return is_same_file(result.file, target.file); });
  if (read_one != read.results.end()) return "is a result that is to be read";
  const auto same = std::find_if(before.begin(), before.end(),
                                 [&](const Target& other) { return is_same_file(other.file, target.file); });
  if (same != before.end()) return fmt::format("is to be written by {} as well", same->flag);
  return {};
}

// The .hgrm files of one folder.
void write_histograms(const reports::HgrmExport& made, const fs::path& folder) {
  fs::create_directories(folder);
  for (const reports::ExportedFile& file : made.files) reports::write_whole(folder / file.name, file.text);
}

void write_file(const fs::path& file, const std::string& text) {
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  reports::write_whole(file, text);
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// "9 runs, 1 of them not valid"
std::string runs_text(const ReadResults& read) {
  std::size_t runs = 0;
  std::size_t not_valid = 0;
  for (const ReadResult& one : read.results) {
    runs += one.result.runs.size();
    not_valid += static_cast<std::size_t>(std::count_if(one.result.runs.begin(), one.result.runs.end(),
                                                        [](const reports::RunResult& run) { return !run.valid; }));
  }
  return counted(runs, "run") + (not_valid == 0 ? "" : fmt::format(", {} of them not valid (marked)", not_valid));
}

std::string write_all(const ReportArguments& arguments, const ReadResults& read) {
  reports::NamedResults results;
  std::transform(read.results.begin(), read.results.end(), std::back_inserter(results), [](const ReadResult& one) {
    return reports::NamedResult{one.file, &one.result};
  });
  // All that could fail for what is in the results comes before the first file.
  const std::string markdown = arguments.markdown ? reports::markdown(results) : "";
  const reports::HgrmExport histograms = arguments.hgrm ? reports::hgrm_files(results) : reports::HgrmExport{};
  std::string said;
  if (arguments.csv) {
    const fs::path series = reports::series_file(*arguments.csv);
    write_file(*arguments.csv, reports::metrics_csv(results));
    write_file(series, reports::series_csv(results));
    said += fmt::format("CSV: {} and {}, of {}\n", *arguments.csv, series.string(), runs_text(read));
  }
  if (arguments.hgrm) {
    write_histograms(histograms, *arguments.hgrm);
    said += fmt::format("Histograms: {} in {}\n", counted(histograms.files.size(), "file"), *arguments.hgrm);
    for (const std::string& left_out : histograms.left_out) said += fmt::format("No histogram of {}\n", left_out);
  }
  if (arguments.markdown == kStandardOutput) {
    print(markdown);
  } else if (arguments.markdown) {
    write_file(*arguments.markdown, markdown);
    said += fmt::format("Markdown: {}, of {}\n", *arguments.markdown, runs_text(read));
  }
  return said;
}

}  // namespace

std::string export_problems(const ReportArguments& arguments, const ReadResults& read) {
  std::string problems;
  std::vector<Target> before;
  if (arguments.csv == kStandardOutput) problems += "--csv: writes two files; name the first\n";
  for (const Target& target : target_files(arguments)) {
    if (target.file == kStandardOutput) continue;
    std::string problem = why_no_file(target.file);
    if (problem.empty()) {
      if (const std::string why = problem_with(target, before, read); !why.empty()) {
        problem = fmt::format("{} {}", target.file.string(), why);
      }
    }
    if (!problem.empty()) problems += fmt::format("{}: {}\n", target.flag, problem);
    before.push_back(target);
  }
  if (arguments.hgrm) {
    // As if for a file of any name in it.
    std::error_code unknown;
    const std::string problem = fs::exists(*arguments.hgrm, unknown) && !fs::is_directory(*arguments.hgrm, unknown)
                                    ? fmt::format("{} is a file, and a folder is needed", *arguments.hgrm)
                                    : why_no_file(fs::path(*arguments.hgrm) / "any.hgrm");
    if (!problem.empty()) problems += fmt::format("--hgrm: {}\n", problem);
  }
  return problems;
}

ExitCode write_exports(const ReportArguments& arguments, const ReadResults& read) {
  try {
    const std::string said = write_all(arguments, read);
    if (arguments.markdown != kStandardOutput && !said.empty()) print("\n" + said);
    return ExitCode::done;
  } catch (const reports::FileError& error) {
    print_error(error.what());
  } catch (const fs::filesystem_error& error) {
    print_error(fmt::format("cannot write: {}", error.what()));
  }
  return ExitCode::environment_failed;
}

}  // namespace stampede::cli
