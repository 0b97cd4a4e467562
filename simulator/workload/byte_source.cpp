#include "simulator/workload/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "simulator/workload/unpack.h"

namespace stampede::workload {

namespace {

using namespace std::literals;

constexpr std::string_view kGzipMagic = "\x1f\x8b"sv;
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd"sv;

class FileBytes final : public ByteSource {
 public:
  explicit FileBytes(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw ByteSourceError(fmt::format("cannot be opened: {}", std::strerror(errno)));
    posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  ~FileBytes() override { ::close(descriptor_); }

  std::size_t read(std::span<char> buffer) override {
    for (;;) {
      const ssize_t count = ::read(descriptor_, buffer.data(), buffer.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) throw ByteSourceError(fmt::format("cannot be read: {}", std::strerror(errno)));
    }
  }

  // Whether the file begins with these bytes; reads nothing.
  bool begins_with(std::string_view bytes) const {
    std::array<char, 4> begin{};
    const ssize_t count = ::pread(descriptor_, begin.data(), bytes.size(), 0);
    return count == static_cast<ssize_t>(bytes.size()) && std::string_view(begin.data(), bytes.size()) == bytes;
  }

 private:
  int descriptor_;
};

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const std::string& path) {
  auto file = std::make_unique<FileBytes>(path);
  if (file->begins_with(kGzipMagic)) return unpack_gzip(std::move(file));
  if (file->begins_with(kZstdMagic)) return unpack_zstd(std::move(file));
  return file;
}

}  // namespace stampede::workload
