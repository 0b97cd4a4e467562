#include "simulator/workload/line_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace stampede::workload {

namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;

}  // namespace

LineReader::LineReader(std::unique_ptr<ByteSource> bytes) : bytes_(std::move(bytes)), buffer_(kBufferBytes) {}

bool LineReader::read_more() {
  std::copy(buffer_.data() + begin_, buffer_.data() + end_, buffer_.data());
  end_ -= std::exchange(begin_, 0);
  const std::size_t count = bytes_->read(std::span(buffer_).subspan(end_));
  end_ += count;
  return count > 0;
}

std::string_view LineReader::take(std::size_t length, std::size_t with_end) {
  std::string_view line(buffer_.data() + begin_, length);
  begin_ += with_end;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Nothing of it is kept but its beginning: it may be longer than memory.
std::string_view LineReader::skip_long_line() {
  was_too_long_ = true;
  const char* const first = buffer_.data() + begin_;
  long_line_.assign(first, first + kLongestLine);
  for (;;) {
    const void* const found = std::memchr(buffer_.data() + begin_, '\n', end_ - begin_);
    if (found != nullptr) {
      begin_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + 1;
      break;
    }
    begin_ = end_;
    if (!read_more()) break;
  }
  return {long_line_.data(), long_line_.size()};
}

std::optional<std::string_view> LineReader::next() {
  ++number_;
  was_too_long_ = false;
  std::size_t searched = 0;
  for (;;) {
    const std::size_t length = end_ - begin_;
    const char* const first = buffer_.data() + begin_;
    const void* const found = std::memchr(first + searched, '\n', length - searched);
    const std::size_t line =
        found == nullptr ? length : static_cast<std::size_t>(static_cast<const char*>(found) - first);
    if (line > kLongestLine) return skip_long_line();
    if (found != nullptr) return take(line, line + 1);
    searched = length;
    if (read_more()) continue;
    if (length == 0) return std::nullopt;
    return take(length, length);
  }
}

}  // namespace stampede::workload
