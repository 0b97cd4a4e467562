// The history file: one line of JSON per run, to which every `stampede run --history FILE` appends, for trends.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

inline constexpr std::string_view kHistorySchema = "stampede.history/1";

// A run, and where it belongs.
struct HistoryEntry {
  std::string time;  // when the program was started: ISO 8601, UTC
  std::string version;
  std::string git;
  std::string host;
  std::string scenario;
  std::string scenario_hash;  // equal: the same conditions, so that runs can stand in one line of a plot
  RunResult run;              // without series, histograms, faults and endpoints
};

// Of all that decides what a run measures; not of the name and the texts of the scenario, the seed, which strategies
// and how many repetitions it asks for, and what it wants to see of the result.
std::string scenario_hash(std::string_view scenario_json);

// A line for each run, with its end.
std::string history_lines(const Result& result);

// All lines or none, also when several programs append to the same file. Throws FileError.
void append_history(const std::filesystem::path& path, const Result& result);

// Why nothing may be appended to a file: it exists, and is no history. Empty if there is no reason.
std::string why_no_history(const std::filesystem::path& path);

// In the order of the file. Throws ResultError, with the number of each line that is no entry (of many the first).
std::vector<HistoryEntry> read_history(const std::filesystem::path& path);

}  // namespace stampede::reports
