#include "simulator/cli/html_report.h"

#include <fmt/format.h>

#include <filesystem>
#include <vector>

#include "reports/html/page.h"
#include "reports/result/whole_file.h"
#include "simulator/cli/output.h"

namespace stampede::cli {

ExitCode write_html(const ReadResults& read, const std::string& file, bool quiet) {
  std::vector<reports::html::Source> sources;
  for (const ReadResult& one : read.results) {
    sources.push_back({one.file, &one.result});
  }
  try {
    const std::filesystem::path path(file);
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
    reports::write_whole(path, reports::html::page(sources, read.history));
  } catch (const reports::FileError& error) {
    print_error(error.what());
    return ExitCode::environment_failed;
  } catch (const std::filesystem::filesystem_error& error) {
    print_error(fmt::format("cannot write: {}", error.what()));
    return ExitCode::environment_failed;
  }
  if (!quiet) print(fmt::format("\nThe page is {}: open it in a browser.\n", file));
  return ExitCode::done;
}

}  // namespace stampede::cli
