// Writing a file whole or not at all.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string_view>

namespace stampede::reports {

// Says which file, what was tried, and the system's reason.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Whoever reads the path sees the old file or the new one, also after a crash or a power failure. Throws FileError.
void write_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace stampede::reports
