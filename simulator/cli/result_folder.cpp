#include "simulator/cli/result_folder.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "reports/result/history.h"

namespace stampede::cli {

namespace fs = std::filesystem;

fs::path new_result_folder() {
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::string name = fmt::format("results/{:%Y-%m-%dT%H-%M-%SZ}", fmt::gmtime(now));
  fs::path folder = name;
  for (int number = 2; fs::exists(folder); ++number) folder = fmt::format("{}-{}", name, number);
  return folder;
}

namespace {

// Makes the folder and those above it; takes away again what it made.
class TrialFolder {
 public:
  explicit TrialFolder(const fs::path& folder) {
    std::vector<fs::path> missing;
    for (fs::path path = fs::absolute(folder).lexically_normal(); !fs::exists(path); path = path.parent_path()) {
      if (path.has_filename()) missing.push_back(path);
    }
    for (auto path = missing.rbegin(); path != missing.rend(); ++path) {
      fs::create_directory(*path);
      made_.push_back(*path);
    }
  }
  TrialFolder(const TrialFolder&) = delete;
  TrialFolder& operator=(const TrialFolder&) = delete;
  ~TrialFolder() {
    std::error_code ignored;
    for (auto path = made_.rbegin(); path != made_.rend(); ++path) fs::remove(*path, ignored);
  }

 private:
  std::vector<fs::path> made_;
};

// Empty if it can be made; leaves nothing behind.
std::string try_file_beside(const fs::path& file) {
  std::string name = file.string() + ".trial-XXXXXX";
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
    return fmt::format("cannot write into {}: {}", folder.string(), std::generic_category().message(errno));
  }
  close(descriptor);
  unlink(name.c_str());
  return {};
}

}  // namespace

std::string why_not_writable(const fs::path& folder) {
  // By trying: permissions alone do not tell what a read-only or special file system will do.
  try {
    const TrialFolder trial(folder);
    if (!fs::is_directory(folder)) return fmt::format("{} is a file, and a folder is needed", folder.string());
    if (fs::is_directory(folder / "result.json")) {
      return fmt::format("{} is a folder, and the result file would have this name", (folder / "result.json").string());
    }
    return try_file_beside(folder / "result.json");
  } catch (const fs::filesystem_error& error) {
    return fmt::format("cannot make the folder {}: {}", folder.string(), error.code().message());
  }
}

std::string why_no_file(const fs::path& file) {
  if (!file.has_filename()) return fmt::format("\"{}\" is no name of a file", file.string());
  try {
    const TrialFolder trial(file.has_parent_path() ? file.parent_path() : ".");
    if (fs::is_directory(file)) return fmt::format("{} is a folder, and a file is needed", file.string());
    return try_file_beside(file);
  } catch (const fs::filesystem_error& error) {
    return fmt::format("cannot make the folder of {}: {}", file.string(), error.code().message());
  }
}

std::string history_problem(const fs::path& file) {
  std::string problem = why_no_file(file);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  // Other than results, it is not given a folder of its own.
  if (problem.empty() && !fs::exists(folder)) problem = fmt::format("there is no folder {}", folder.string());
  if (problem.empty() && fs::exists(file) && access(file.c_str(), R_OK | W_OK) != 0) {
    problem = fmt::format("cannot append to {}: {}", file.string(), std::generic_category().message(errno));
  }
  if (problem.empty()) problem = reports::why_no_history(file);
  return problem.empty() ? "" : fmt::format("--history: {}\n", problem);
}

}  // namespace stampede::cli
