// Lines in and out.
#include "reports/result/history.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "reports/result/json_reader.h"
#include "reports/result/result_json.h"
#include "reports/result/whole_file.h"
#include "simulator/measure/event_hash.h"

namespace stampede::reports {
namespace {

using Json = nlohmann::ordered_json;

// What says nothing about the conditions of a run.
constexpr const char* kNotHashed[] = {"name",       "summary", "description", "look_at",    "strategies",
                                      "objectives", "ideal",   "seed",        "repetitions"};

std::string history_line(const Result& result, const std::string& hash, const RunResult& run) {
  RunResult slim = run;
  slim.series = {};
  slim.histograms.clear();
  slim.faults.clear();
  slim.endpoints.clear();
  Json json{{"schema", kHistorySchema},  {"time", result.context.started_at}, {"version", result.context.version},
            {"git", result.context.git}, {"host", result.context.host},       {"scenario", result.scenario_name},
            {"scenario_hash", hash}};
  const Json of_run = Json::parse(to_json_line(slim));
  for (const auto& [name, value] : of_run.items()) {
    if (name != "series" && name != "histograms") json[name] = value;
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

HistoryEntry entry_of(const std::string& line, const std::string& source) {
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) throw ResultError(fmt::format("{}: not a complete JSON document", source));
  const bool ours = json.is_object() && json.contains("schema") && json["schema"].is_string();
  if (!ours || json["schema"].get<std::string>() != kHistorySchema) {
    throw ResultError(fmt::format("{}: expected \"schema\": \"{}\", found {}", source, kHistorySchema,
                                  ours ? json["schema"].dump() : "no schema"));
  }
  const JsonReader root(json, source + ": ");
  return {root.member("time").text(),      root.member("version").text(),  root.member("git").text(),
          root.member("host").text(),      root.member("scenario").text(), root.member("scenario_hash").text(),
          run_from_json_line(line, source)};
}

class LockedFile {
 public:
  explicit LockedFile(const std::filesystem::path& path) : path_(path) {
    constexpr mode_t kMode = 0666;
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kMode);
    if (descriptor_ < 0) fail("open");
    while (::flock(descriptor_, LOCK_EX) != 0) {
      if (errno == EINTR) continue;
      const int why = errno;
      ::close(descriptor_);
      errno = why;
      fail("lock");
    }
  }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;
  ~LockedFile() { ::close(descriptor_); }

  void append(std::string_view text) {
    struct stat before {};
    if (::fstat(descriptor_, &before) != 0) fail("look at");
    std::string whole(text);
    char last = '\n';
    // Somebody's editor may have left the last line without an end.
    if (before.st_size > 0 && ::pread(descriptor_, &last, 1, before.st_size - 1) != 1) fail("read");
    if (last != '\n') whole.insert(0, 1, '\n');
    std::string_view left = whole;
    while (!left.empty()) {
      const ssize_t written = ::write(descriptor_, left.data(), left.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) {
        const int why = errno;
        const bool undone = ::ftruncate(descriptor_, before.st_size) == 0;
        errno = why;
        fail(undone ? "append to" : "append whole lines to");
      }
      left.remove_prefix(static_cast<std::size_t>(written));
    }
  }

 private:
  [[noreturn]] void fail(const char* action) const {
    throw FileError(
        fmt::format("{}: cannot {} this history: {}", path_.string(), action, std::system_category().message(errno)));
  }

  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace

std::string scenario_hash(std::string_view scenario_json) {
  // With sorted keys: their order means nothing.
  nlohmann::json scenario = nlohmann::json::parse(scenario_json, nullptr, /*allow_exceptions=*/false);
  if (scenario.is_object()) {
    for (const char* name : kNotHashed) scenario.erase(name);
  }
  measure::EventHash hash;
  hash.add(scenario.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return fmt::format("{:016x}", hash.value());
}

std::string history_lines(const Result& result) {
  const std::string hash = scenario_hash(result.scenario_json);
  std::string lines;
  for (const RunResult& run : result.runs) lines += history_line(result, hash, run);
  return lines;
}

void append_history(const std::filesystem::path& path, const Result& result) {
  if (result.runs.empty()) return;
  LockedFile(path).append(history_lines(result));
}

std::string why_no_history(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!file || !std::getline(file, line)) return {};
  try {
    entry_of(line, path.string());
    return {};
  } catch (const ResultError&) {
    return fmt::format("{} exists, and its first line is no run of a history ({})", path.string(), kHistorySchema);
  }
}

std::vector<HistoryEntry> read_history(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) {
    throw ResultError(fmt::format("{}: cannot be read; expected a history", path.string()));
  }
  constexpr std::size_t kShownMax = 5;
  std::vector<HistoryEntry> entries;
  std::string problems;
  std::size_t bad = 0;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      entries.push_back(entry_of(line, fmt::format("{} line {}", path.string(), number)));
    } catch (const ResultError& error) {
      if (++bad <= kShownMax) problems += fmt::format("{}{}", bad == 1 ? "" : "\n", error.what());
    }
  }
  if (file.bad()) throw ResultError(fmt::format("{}: reading failed", path.string()));
  if (bad > kShownMax) problems += fmt::format("\n{}: and {} more lines", path.string(), bad - kShownMax);
  if (bad > 0) throw ResultError(problems);
  return entries;
}

}  // namespace stampede::reports
