#include "simulator/cli/report_arguments.h"

#include <CLI/CLI.hpp>

namespace stampede::cli {

namespace {

constexpr const char* kCompareFooter =
    "Virtual runs are compared exactly, seed by seed: a metric with a better direction that got worse is a "
    "regression.\n"
    "Where that is intended, keep HEAD as the new baseline.\n"
    "Live runs need 9 valid repetitions on each side (run --repetitions 9). A regression is worse in the median,\n"
    "significant (exact Mann-Whitney test, at most 5 % false alarms over all metrics together), and beyond the "
    "metric's\n"
    "noise floor.\n\n"
    "Exit codes: 0 nothing got worse; 1 a regression; 2 the files cannot be read, or the two results do not belong\n"
    "together (other scenarios); 3 nothing got worse, but not all of the baseline could be judged: too few "
    "repetitions,\n"
    "runs that are not valid or missing, another machine. What was not judged is named.";

}  // namespace

void add_report(CLI::App& app, ReportArguments& report) {
  CLI::App* command = app.add_subcommand("report", "Show result files again: as a table, or as files to keep");
  command->add_option("RESULT", report.results, "A result file, or a folder with result.json in it or in its folders")
      ->required();
  command->add_option("--markdown", report.markdown, "Write a table for a pull request's comment; - is standard output")
      ->type_name("FILE");
  command
      ->add_option("--csv", report.csv,
                   "Write a row per run and metric, and beside it (out.csv: out.series.csv) one per sample of a series")
      ->type_name("FILE");
  command->add_option("--hgrm", report.hgrm, "Write histograms for the plotter of HdrHistogram into this folder")
      ->type_name("DIR");
  command
      ->add_option("--html", report.html,
                   "Write one page for a browser: tables, charts, remarks; it needs nothing else")
      ->type_name("FILE");
  command
      ->add_option("--plots", report.plots,
                   "Write the charts into this folder: as SVG (which needs Node), and as Vega-Lite specifications")
      ->type_name("DIR");
  command
      ->add_option("--history", report.history, "Draw the trend of the earlier runs in this file of run --history, too")
      ->type_name("FILE");
}

void add_compare(CLI::App& app, CompareArguments& compare) {
  CLI::App* command =
      app.add_subcommand("compare", "Compare two results, strategy by strategy, and fail if one got worse");
  command->footer(kCompareFooter);
  command
      ->add_option("BASELINE", compare.baseline, "A result file, or a folder with result.json in it or in its folders")
      ->required()
      ->type_name("");
  command->add_option("HEAD", compare.head, "What is held against it")->required()->type_name("");
  command->add_option("--markdown", compare.markdown, "Write a comment for a pull request; - is standard output")
      ->type_name("FILE");
  command->add_option("--junit", compare.junit, "Write JUnit XML, a test case for each strategy; - is standard output")
      ->type_name("FILE");
  command->add_option("--json", compare.json, "Write everything, for programs; - is standard output")
      ->type_name("FILE");
  command->add_flag("--across-machines", compare.across_machines,
                    "Compare live runs of different machines or builds, too");
}

}  // namespace stampede::cli
