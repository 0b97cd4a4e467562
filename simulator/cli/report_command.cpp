#include "simulator/cli/report_command.h"

#include <fmt/format.h>

#include "reports/result/display_text.h"
#include "reports/result/result_json.h"
#include "reports/table/notable.h"
#include "reports/table/summary_table.h"
#include "reports/table/sweep_table.h"
#include "simulator/cli/export_files.h"
#include "simulator/cli/html_report.h"
#include "simulator/cli/output.h"
#include "simulator/cli/plots.h"
#include "simulator/cli/result_files.h"

namespace stampede::cli {

namespace {

void print_tables(const ReadResults& read) {
  const std::size_t width = output_width();
  for (const ReadResult& one : read.results) {
    print(fmt::format("\n{} ({})\n\n", reports::printable(one.result.scenario_name), one.file));
    if (one.result.runs.empty()) {
      print("No run was finished.\n");
      continue;
    }
    if (one.result.interrupted) print("Interrupted: the runs that were finished are shown.\n\n");
    if (one.result.sweep) {
      print(reports::sweep_table(one.result, {.width = width, .colour = colour_wanted()}));
      continue;
    }
    print(reports::summary_table(one.result.runs, {.width = width, .colour = colour_wanted()}));
    if (const std::string notable = reports::notable_text(one.result.runs, width); !notable.empty()) {
      print("\n" + notable);
    }
  }
}

// Appends to the problems.
void read_history_of(const ReportArguments& arguments, ReadResults& read) {
  if (!arguments.history) return;
  if (!arguments.html && !arguments.plots) {
    read.problems += "--history: its trend is drawn into --html and --plots; name one of them\n";
  }
  try {
    read.history = reports::read_history(*arguments.history);
  } catch (const reports::ResultError& error) {
    read.problems += fmt::format("--history: {}\n", error.what());
  }
}

}  // namespace

ExitCode report_command(const ReportArguments& arguments) {
  ReadResults read = read_results(arguments.results);
  read_history_of(arguments, read);
  const std::string problems = read.problems + export_problems(arguments, read);
  if (!problems.empty()) {
    print_error("nothing was written; these problems must be mended first:\n" + problems);
    return ExitCode::bad_input;
  }
  // Standard output is then for what goes into a comment alone.
  const bool quiet = arguments.markdown == "-";
  if (!quiet) print_tables(read);
  if (const ExitCode code = write_exports(arguments, read); code != ExitCode::done) return code;
  if (arguments.html) {
    if (const ExitCode code = write_html(read, *arguments.html, quiet); code != ExitCode::done) return code;
  }
  return arguments.plots ? write_plots(read, *arguments.plots, quiet) : ExitCode::done;
}

}  // namespace stampede::cli
