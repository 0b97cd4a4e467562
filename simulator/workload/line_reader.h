// The lines of a file, one after the other, numbered from 1.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "simulator/workload/byte_source.h"

namespace stampede::workload {

class LineReader {
 public:
  static constexpr std::size_t kLongestLine = 8192;

  explicit LineReader(std::unique_ptr<ByteSource> bytes);

  // Without its end, which may be that of Unix or of Windows, and which the last line may lack; of a line that is
  // longer than the longest, its beginning. Valid until the next call. Empty: there are no more. Throws
  // ByteSourceError.
  std::optional<std::string_view> next();

  std::uint64_t number() const { return number_; }  // of the line that was given last
  bool was_too_long() const { return was_too_long_; }

 private:
  // False: there are no more bytes.
  bool read_more();
  std::string_view take(std::size_t length, std::size_t with_end);
  std::string_view skip_long_line();

  std::unique_ptr<ByteSource> bytes_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what is not yet given
  std::size_t end_ = 0;
  std::vector<char> long_line_;
  std::uint64_t number_ = 0;
  bool was_too_long_ = false;
};

}  // namespace stampede::workload
