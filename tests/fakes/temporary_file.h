// A file with this content that is gone with the test.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace stampede::fakes {

class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view content) {
    const int descriptor = mkstemp(path_.data());
    if (descriptor < 0) throw std::runtime_error("cannot make a temporary file");
    close(descriptor);
    write(content);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { unlink(path_.c_str()); }

  const std::string& path() const { return path_; }
  void write(std::string_view content) const {
    std::ofstream file(path_, std::ios::binary | std::ios::trunc);
    file << content;
    if (!file.flush()) throw std::runtime_error("cannot write a temporary file");
  }

 private:
  std::string path_ = "/tmp/stampede-test-XXXXXX";
};

}  // namespace stampede::fakes
