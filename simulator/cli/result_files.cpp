#include "simulator/cli/result_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "reports/result/result_json.h"

namespace stampede::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFileName = "result.json";

std::vector<fs::path> files_of(const fs::path& name) {
  if (!fs::is_directory(name)) return {name};
  if (fs::is_regular_file(name / kFileName)) return {name / kFileName};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(name)) {
    if (entry.path().filename() == kFileName && entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

ReadResults read_results(const std::vector<std::string>& names) {
  ReadResults read;
  std::set<fs::path> known;
  for (const std::string& name : names) {
    try {
      const std::vector<fs::path> files = files_of(name);
      if (files.empty()) read.problems += fmt::format("{}: no {} in this folder, nor below it\n", name, kFileName);
      for (const fs::path& file : files) {
        if (fs::exists(file) && !known.insert(fs::canonical(file)).second) continue;  // named twice
        read.results.push_back({file.string(), reports::read_result(file)});
      }
    } catch (const reports::ResultError& error) {
      read.problems += fmt::format("{}\n", error.what());
    } catch (const fs::filesystem_error& error) {
      read.problems += fmt::format("{}: {}\n", name, error.code().message());
    }
  }
  return read;
}

}  // namespace stampede::cli
