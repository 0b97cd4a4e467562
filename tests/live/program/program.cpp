// See the header.
#include "program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <thread>

namespace stampede {

namespace {

constexpr std::chrono::milliseconds kBetweenLooks{5};
constexpr winsize kTerminalSize{.ws_row = 50, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};

const char* const kOutput = ".stdout";
const char* const kErrors = ".stderr";

void redirect(const std::filesystem::path& file, int flags, int to) {
  const int descriptor = open(file.c_str(), flags, 0600);
  if (descriptor < 0 || dup2(descriptor, to) < 0) _exit(126);
  close(descriptor);
}

int open_terminal() {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) throw std::runtime_error("no terminal");
  ioctl(terminal, TIOCSWINSZ, &kTerminalSize);
  return terminal;
}

struct Stat {
  char state = '?';
  pid_t parent = -1;
};

std::optional<Stat> stat_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 4 >= text.size()) return std::nullopt;
  return Stat{text[name_end + 2], static_cast<pid_t>(std::strtol(text.c_str() + name_end + 4, nullptr, 10))};
}

}  // namespace

Program::Program(const Start& start, const std::filesystem::path& folder) : folder_(folder) {
  std::filesystem::create_directories(folder_ / "tmp");
  if (start.terminal != Terminal::none) terminal_ = open_terminal();
  const std::string device = terminal_ < 0 ? "/dev/null" : ptsname(terminal_);
  process_ = fork();
  if (process_ < 0) throw std::runtime_error("cannot fork");
  if (process_ > 0) return;
  setsid();
  // The first terminal that a session's leader opens becomes its own, so that Ctrl-C reaches the program.
  redirect(device, O_RDWR, STDIN_FILENO);
  if (start.terminal != Terminal::all) redirect(folder_ / kOutput, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  if (start.terminal == Terminal::none) redirect(folder_ / kErrors, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  if (start.terminal == Terminal::all) dup2(STDIN_FILENO, STDOUT_FILENO);
  if (start.terminal != Terminal::none) dup2(STDIN_FILENO, STDERR_FILENO);
  become_program(start);
}

void Program::become_program(const Start& start) const {
  if (chdir(folder_.c_str()) != 0) _exit(126);
  setenv("TMPDIR", (folder_ / "tmp").c_str(), 1);
  for (const char* name : {"NO_COLOR", "STAMPEDE_SCENARIOS"}) unsetenv(name);
  for (const auto& [name, value] : start.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<std::string> words{start.program};
  words.insert(words.end(), start.arguments.begin(), start.arguments.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

Program::~Program() {
  if (runs()) {
    kill(process_, SIGKILL);
    waitpid(process_, &status_, 0);
  }
  if (terminal_ >= 0) close(terminal_);
}

void Program::signal(int number) const {
  ASSERT_FALSE(ended_) << "the program ended before the test could signal it";
  ASSERT_EQ(kill(process_, number), 0);
}

void Program::press(char key) { ASSERT_EQ(write(terminal_, &key, 1), 1); }

bool Program::runs() {
  if (!ended_) ended_ = waitpid(process_, &status_, WNOHANG) == process_;
  read_terminal();
  return !ended_;
}

void Program::read_terminal() {
  if (terminal_ < 0) return;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while ((count = read(terminal_, buffer.data(), buffer.size())) > 0) {
    terminal_output_.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

bool Program::wait_until(const std::function<bool()>& condition) {
  bool holds = false;
  eventually([&] {
    holds = condition();
    return holds || !runs();
  });
  return holds;
}

Outcome Program::wait() {
  if (!eventually([this] { return !runs(); })) {
    ADD_FAILURE() << "the program hangs";
    kill(process_, SIGKILL);
    eventually([this] { return !runs(); });
  }
  Outcome outcome;
  if (WIFEXITED(status_)) outcome.exit_code = WEXITSTATUS(status_);
  if (WIFSIGNALED(status_)) outcome.signal = WTERMSIG(status_);
  outcome.output = read_text(folder_ / kOutput);
  outcome.errors = read_text(folder_ / kErrors);
  outcome.terminal_output = terminal_output_;
  return outcome;
}

bool eventually(const std::function<bool()>& condition) {
  const auto give_up = std::chrono::steady_clock::now() + kAmple;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return true;
}

bool is_running(pid_t process) {
  const std::optional<Stat> stat = stat_of(process);
  return stat && stat->state != 'Z' && stat->state != 'X';
}

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    pid_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size()) continue;
    if (const std::optional<Stat> stat = stat_of(number); stat && stat->parent == process) children.push_back(number);
  }
  return children;
}

pid_t server_of(pid_t program) {
  for (const pid_t supervisor : children_of(program)) {
    for (const pid_t server : children_of(supervisor)) return server;
  }
  return -1;
}

}  // namespace stampede
