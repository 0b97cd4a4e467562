#include "virtual_program.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "reports/result/result_json.h"

namespace stampede::benchmarks {

namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "stampede-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

[[noreturn]] void become(std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

rusage usage_of(std::vector<std::string> words) {
  const pid_t process = fork();
  if (process < 0) throw std::runtime_error("cannot fork");
  if (process == 0) become(words);
  int status = 0;
  rusage usage{};
  if (wait4(process, &status, 0, &usage) != process || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error("the program failed");
  }
  return usage;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

ProgramRun run_program(const std::string& scenario, const std::string& strategy, const std::vector<std::string>& set) {
  const Folder folder;
  std::string name = scenario;
  if (scenario.starts_with('{')) {
    name = folder.path() / "scenario.json";
    std::ofstream(name) << scenario;
  }
  std::vector<std::string> words{STAMPEDE_PROGRAM, "run",    name,    "--world",     "virtual",
                                 "--strategy",     strategy, "--out", folder.path(), "--quiet"};
  for (const std::string& each : set) {
    words.emplace_back("--set");
    words.push_back(each);
  }
  const rusage usage = usage_of(std::move(words));
  constexpr std::uint64_t kKiB = 1024;
  return {.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime),
          .peak_resident_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * kKiB,
          .metrics = reports::read_result(folder.path() / "result.json").runs.at(0).metrics};
}

double requests_per_cpu_s(const ProgramRun& run) { return run.metrics.at("requests") / run.cpu_s; }

}  // namespace stampede::benchmarks
