// The result files that a command line names.
#pragma once

#include <string>
#include <vector>

#include "reports/result/history.h"
#include "reports/result/result.h"

namespace stampede::cli {

struct ReadResult {
  std::string file;
  reports::Result result;
};

struct ReadResults {
  std::vector<ReadResult> results;             // in the order of the names; those of a folder by path
  std::vector<reports::HistoryEntry> history;  // of earlier runs; whoever wants it reads it
  std::string problems;                        // one line each; empty: all could be read
};

// A name is a file, or a folder: then its result.json, or else every result.json below it.
ReadResults read_results(const std::vector<std::string>& names);

}  // namespace stampede::cli
