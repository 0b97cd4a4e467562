#include "simulator/cli/node_process.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

extern char** environ;

namespace stampede::cli {

namespace {

std::string reason(int error) { return std::generic_category().message(error); }

// A file without a name, gone with its last descriptor.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : descriptor_(memfd_create(name, MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw NodeError(fmt::format("cannot set memory aside for Node: {}", reason(errno)));
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(descriptor_); }

  int descriptor() const { return descriptor_; }

  void append(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw NodeError(fmt::format("cannot hand the charts to Node: {}", reason(errno)));
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void rewind() { lseek(descriptor_, 0, SEEK_SET); }

  std::string text() {
    rewind();
    std::string text;
    std::array<char, 1 << 16> part{};
    for (;;) {
      const ssize_t got = read(descriptor_, part.data(), part.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw NodeError(fmt::format("cannot read what Node has drawn: {}", reason(errno)));
      if (got == 0) return text;
      text.append(part.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  int descriptor_;
};

class Redirections {
 public:
  Redirections() { posix_spawn_file_actions_init(&actions_); }
  Redirections(const Redirections&) = delete;
  Redirections& operator=(const Redirections&) = delete;
  ~Redirections() { posix_spawn_file_actions_destroy(&actions_); }
  void add(const MemoryFile& file, int as) { posix_spawn_file_actions_adddup2(&actions_, file.descriptor(), as); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw NodeError(fmt::format("cannot wait for Node: {}", reason(errno)));
  }
  return status;
}

}  // namespace

std::string run_in_node(const std::vector<std::string_view>& script) {
  MemoryFile input("stampede-charts");
  MemoryFile output("stampede-drawings");
  MemoryFile errors("stampede-node-errors");
  for (const std::string_view part : script) input.append(part);
  input.rewind();
  Redirections redirections;
  redirections.add(input, STDIN_FILENO);
  redirections.add(output, STDOUT_FILENO);
  redirections.add(errors, STDERR_FILENO);

  std::string name = "node";
  std::string from_standard_input = "-";
  std::array<char*, 3> arguments{name.data(), from_standard_input.data(), nullptr};
  pid_t child = 0;
  const int error = posix_spawnp(&child, name.c_str(), redirections.get(), nullptr, arguments.data(), environ);
  if (error == ENOENT) throw NodeError("there is no program node on the PATH");
  if (error != 0) throw NodeError(fmt::format("cannot start node: {}", reason(error)));
  const int status = wait_for(child);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    constexpr std::size_t kShown = 2000;
    throw NodeError(fmt::format("node could not draw them: {}", errors.text().substr(0, kShown)));
  }
  return output.text();
}

}  // namespace stampede::cli
