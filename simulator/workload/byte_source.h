// The bytes of a file, unpacked where it is compressed with gzip or zstd. Which it is, its first bytes say, not its
// name.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

namespace stampede::workload {

// The message says what is the matter, without the file's name.
class ByteSourceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Fills at least a part of the buffer, which must not be empty; 0: that was all. Throws ByteSourceError.
  virtual std::size_t read(std::span<char> buffer) = 0;
};

// In constant memory, however large the file. Throws ByteSourceError.
std::unique_ptr<ByteSource> open_bytes(const std::string& path);

}  // namespace stampede::workload
