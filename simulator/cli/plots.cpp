#include "simulator/cli/plots.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/chart/chart.h"
#include "reports/chart/vega_bundle.h"
#include "reports/export/safe_names.h"
#include "reports/result/display_text.h"
#include "reports/result/json_printer.h"
#include "reports/result/whole_file.h"
#include "simulator/cli/node_process.h"
#include "simulator/cli/output.h"

namespace stampede::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

struct Plot {
  std::string name;  // of its files
  ordered_json specification;
};

std::vector<Plot> plots_of(const ReadResults& read, bool quiet) {
  std::vector<Plot> plots;
  reports::UniqueNames names;
  for (const ReadResult& one : read.results) {
    const std::string scenario = names.unique(reports::safe_part(one.result.scenario_name), "");
    const reports::ChartSet set = reports::charts_of(one.result, {.history = read.history});
    std::string subtitle = reports::printable(one.result.scenario_name);
    if (one.result.interrupted) subtitle += " (interrupted: the runs that were finished)";
    for (const reports::Chart& chart : set.charts) {
      plots.push_back({fmt::format("{}-{}", scenario, chart.id), reports::standalone(chart, set, subtitle)});
    }
    for (const std::string& sentence : set.left_out) {
      if (!quiet) print(fmt::format("{}: {}\n", subtitle, sentence));
    }
  }
  return plots;
}

std::vector<std::pair<std::string, std::string>> draw(const std::vector<Plot>& plots) {
  ordered_json charts = ordered_json::array();
  for (const Plot& plot : plots) {
    ordered_json chart;
    chart["name"] = plot.name;
    chart["specification"] = plot.specification;
    charts.push_back(std::move(chart));
  }
  const std::string data =
      "var charts = " + charts.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + ";\n";
  const ordered_json drawn =
      ordered_json::parse(run_in_node({reports::vega_prelude(), reports::vega_bundle(), data, reports::vega_render()}));
  std::vector<std::pair<std::string, std::string>> drawings;
  for (const ordered_json& one : drawn) {
    drawings.emplace_back(one.at("name").get<std::string>(), one.at("svg").get<std::string>());
  }
  return drawings;
}

}  // namespace

ExitCode write_plots(const ReadResults& read, const fs::path& folder, bool quiet) {
  const std::vector<Plot> plots = plots_of(read, quiet);
  try {
    fs::create_directories(folder);
    for (const Plot& plot : plots) {
      reports::write_whole(folder / (plot.name + ".vl.json"), reports::print_json(plot.specification));
    }
    for (const auto& [name, svg] : draw(plots)) reports::write_whole(folder / (name + ".svg"), svg + "\n");
  } catch (const NodeError& error) {
    print_error(fmt::format(
        "{}; so the specifications ({} files .vl.json) were written to {}, but no SVG. On Debian and Ubuntu: apt-get "
        "install nodejs. Neither the specifications nor --html need it.",
        error.what(), plots.size(), folder.string()));
    return ExitCode::environment_failed;
  } catch (const reports::FileError& error) {
    print_error(error.what());
    return ExitCode::environment_failed;
  } catch (const fs::filesystem_error& error) {
    print_error(fmt::format("{}: {}", folder.string(), error.code().message()));
    return ExitCode::environment_failed;
  }
  if (!quiet) print(fmt::format("{} charts as .svg and .vl.json in {}\n", plots.size(), folder.string()));
  return ExitCode::done;
}

}  // namespace stampede::cli
