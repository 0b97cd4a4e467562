// Result files on disk.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "reports/result/result_json.h"
#include "reports/result/whole_file.h"

namespace stampede::reports {
void write_result(const std::filesystem::path& path, const Result& result) {
  try {
    write_whole(path, to_json_text(result));
  } catch (const FileError& error) {
    throw ResultError(error.what());
  }
}

Result read_result(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) {
    throw ResultError(fmt::format("{}: cannot be read; expected a result file", path.string()));
  }
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) {
    throw ResultError(fmt::format("{}: reading failed", path.string()));
  }
  return from_json_text(text, path.string());
}

}  // namespace stampede::reports
