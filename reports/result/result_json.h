// Result files: writing whole or not at all, and reading with messages that say what is wrong where.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "reports/result/result.h"

namespace stampede::reports {

inline constexpr std::string_view kResultSchema = "stampede.result/1";

// The message names the file, the place in it, and what was expected.
class ResultError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Values that are not finite are left out of metrics, and are null in a series. Throws ResultError if
// scenario_json is not a JSON object.
std::string to_json_text(const Result& result);

// `source` stands for the text in messages.
Result from_json_text(std::string_view text, const std::string& source);

// One run on one line, without a line end.
std::string to_json_line(const RunResult& run);
RunResult run_from_json_line(std::string_view line, const std::string& source);

// By way of a temporary file in the same folder, which must exist: on failure (ResultError) nothing is left behind,
// and a file that was there before stays as it was.
void write_result(const std::filesystem::path& path, const Result& result);

Result read_result(const std::filesystem::path& path);

}  // namespace stampede::reports
