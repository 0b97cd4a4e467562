#include "simulator/cli/report_arguments.h"

#include <CLI/CLI.hpp>

namespace stampede::cli {

void add_report(CLI::App& app, ReportArguments& report) {
  CLI::App* command = app.add_subcommand("report", "Show result files again: as a table, or as files to keep");
  command->add_option("RESULT", report.results, "A result file, or a folder with result.json in it or in its folders")
      ->required();
  command
      ->add_option("--html", report.html,
                   "Write one page for a browser: tables, charts, remarks; it needs nothing else")
      ->type_name("FILE");
  command
      ->add_option("--plots", report.plots,
                   "Write the charts into this folder: as SVG (which needs Node), and as Vega-Lite specifications")
      ->type_name("DIR");
  command->add_option("--markdown", report.markdown, "Write a table for a pull request's comment; - is standard output")
      ->type_name("FILE");
  command
      ->add_option("--csv", report.csv,
                   "Write a row per run and metric, and beside it (out.csv: out.series.csv) one per sample of a series")
      ->type_name("FILE");
  command->add_option("--hgrm", report.hgrm, "Write histograms for the plotter of HdrHistogram into this folder")
      ->type_name("DIR");
}

}  // namespace stampede::cli
