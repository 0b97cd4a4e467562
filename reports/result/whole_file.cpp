#include "reports/result/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace stampede::reports {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* action) {
  throw FileError(fmt::format("{}: cannot {}: {}", path.string(), action, std::system_category().message(errno)));
}

// Gone with everything in it unless it was put in place.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& final_path)
      : final_path_(final_path), path_(final_path.string() + fmt::format(".partial-{}", ::getpid())) {
    ::unlink(path_.c_str());  // left behind by a process of the same number
    constexpr mode_t kMode = 0666;
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
    if (descriptor_ < 0) {
      fail(final_path_, "create a file in this folder");
    }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
    if (!in_place_) {
      ::unlink(path_.c_str());
    }
  }

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno != EINTR) {
        fail(final_path_, "write");
      }
      text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
  }

  void put_in_place() {
    if (::fsync(descriptor_) != 0) {
      fail(final_path_, "write to the disk");
    }
    if (::rename(path_.c_str(), final_path_.c_str()) != 0) {
      fail(final_path_, "put the file in place");
    }
    in_place_ = true;
    sync_folder();
  }

 private:
  // So that the new name survives a power failure. Some file systems cannot; the file itself is safe by now.
  void sync_folder() const {
    const std::filesystem::path folder = final_path_.has_parent_path() ? final_path_.parent_path() : ".";
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
      ::fsync(descriptor);
      ::close(descriptor);
    }
  }

  std::filesystem::path final_path_;
  std::string path_;
  int descriptor_ = -1;
  bool in_place_ = false;
};

}  // namespace

void write_whole(const std::filesystem::path& path, std::string_view text) {
  TemporaryFile file(path);
  file.write(text);
  file.put_in_place();
}

}  // namespace stampede::reports
