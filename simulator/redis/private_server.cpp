#include "simulator/redis/private_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "simulator/redis/own_processor.h"
#include "simulator/redis/socket.h"
#include "simulator/redis/supervisor.h"

namespace stampede::redis {

namespace {

constexpr std::chrono::seconds kStartLimit{10};
constexpr std::chrono::milliseconds kBetweenAttempts{2};
constexpr std::string_view kSocketName = "/redis.sock";
constexpr std::string_view kPing = "PING\r\n";
constexpr std::size_t kLogTailBytes = 1000;

// The longest path that fits into sockaddr_un.
constexpr std::size_t kLongestUnixPath = 107;

std::string error_text(int error) { return std::generic_category().message(error); }

bool is_program(const std::string& path) {
  struct stat file {};
  return stat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode) && access(path.c_str(), X_OK) == 0;
}

// What execvp would find; looked up here, because a forked child of a threaded process may not allocate.
std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos && is_program(name)) return name;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
    if (name.find('/') == std::string::npos && is_program(candidate)) return candidate;
  }
  throw ServerError(
      fmt::format("{} was not found. Install Debian's package redis-server, put the program's folder into PATH, or "
                  "use a server that runs already: --redis redis://host:port",
                  name));
}

// The supervisor makes it.
std::string choose_folder() {
  const char* temporary = std::getenv("TMPDIR");
  const std::filesystem::path parent(temporary == nullptr || *temporary == '\0' ? "/tmp" : temporary);
  std::random_device random;
  // Absolute, as the server changes its working directory.
  std::string name =
      (std::filesystem::absolute(parent) / fmt::format("stampede-{:08x}{:08x}", random(), random())).string();
  if (name.size() + kSocketName.size() > kLongestUnixPath) {
    throw ServerError(
        fmt::format("the path of the temporary folder {} is too long for a unix socket. Set TMPDIR to a "
                    "shorter one",
                    parent.string()));
  }
  return name;
}

// Two ends of a stream; above the standard descriptors, which the supervisor redirects, even if those are closed.
std::array<int, 2> make_channel() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw ServerError("cannot make a channel to a child process: " + error_text(errno));
  }
  for (int& end : ends) {
    if (end > STDERR_FILENO) continue;
    const int low = std::exchange(end, fcntl(end, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    close(low);
  }
  return ends;
}

// A signal between fork and the point where the supervisor ignores it would kill it, and nobody would clean up.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

// A value in redis.conf.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

// The supervisor does not reap a server that dies, so a mere signal would still find its process.
bool is_running(pid_t process) {
  const char state = process_state(process);
  return state != '\0' && state != 'Z';
}

// Whether a server accepts connections and answers PING, over a blocking look at a non-blocking socket.
bool answers(const Endpoint& endpoint) {
  try {
    Socket socket(endpoint);
    if (socket.send(kPing.data(), kPing.size()).outcome != Socket::Outcome::some) return false;
    std::array<char, 64> reply{};
    for (int attempt = 0; attempt < 100; ++attempt) {
      const Socket::Transfer received = socket.receive(reply.data(), reply.size());
      if (received.outcome == Socket::Outcome::some) return reply[0] == '+';
      if (received.outcome == Socket::Outcome::closed) return false;
      std::this_thread::sleep_for(kBetweenAttempts);
    }
  } catch (const std::exception&) {
    return false;  // not there yet
  }
  return false;
}

}  // namespace

char process_state(pid_t process) {
  std::ifstream status(fmt::format("/proc/{}/stat", process));
  const std::string text((std::istreambuf_iterator<char>(status)), std::istreambuf_iterator<char>());
  const std::size_t name_end = text.rfind(')');
  return name_end != std::string::npos && name_end + 2 < text.size() ? text[name_end + 2] : '\0';
}

PrivateServer::PrivateServer(const std::string& program) : processor_(processor_for_server()) {
  const std::string path = find_program(program);
  folder_ = choose_folder();
  try {
    start_supervisor(path);
    await_start();
  } catch (...) {
    stop();
    throw;
  }
}

PrivateServer::~PrivateServer() { stop(); }

Endpoint PrivateServer::endpoint() const {
  Endpoint endpoint;
  endpoint.unix_path = folder_ + std::string(kSocketName);
  return endpoint;
}

std::string PrivateServer::configuration() const {
  return fmt::format(
      "port 0\n"
      "unixsocket {}\n"
      "unixsocketperm 700\n"
      "dir {}\n"
      "save \"\"\n"
      "appendonly no\n"
      "daemonize no\n"
      "maxclients 4096\n",
      quoted(endpoint().unix_path), quoted(folder_));
}

void PrivateServer::start_supervisor(const std::string& program) {
  const std::string file = folder_ + "/redis.conf";
  const std::string text = configuration();
  const std::string log = folder_ + "/redis.log";
  const std::array<int, 2> ends = make_channel();
  const SupervisorPlan plan{.program = program.c_str(),
                            .folder = folder_.c_str(),
                            .configuration = file.c_str(),
                            .configuration_text = text,
                            .log = log.c_str(),
                            .processor = processor_.value_or(-1),
                            .channel = ends[1]};
  {
    const AllSignalsBlocked blocked;
    supervisor_ = fork();
    if (supervisor_ == 0) supervise(plan);
  }
  const int error = errno;
  close(ends[1]);
  channel_ = ends[0];
  if (supervisor_ < 0) throw ServerError("cannot start a process: " + error_text(error));
}

// False: there is none yet. It is small, and so comes whole.
bool PrivateServer::receive_report(int flags) {
  StartReport report;
  ssize_t received = 0;
  do {
    received = recv(channel_, &report, sizeof report, flags);
  } while (received < 0 && errno == EINTR);
  if (received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
  if (received != sizeof report) {
    throw ServerError("the process that starts redis-server died; see whether memory or processes are exhausted");
  }
  restart_is_requested_ = false;
  if (report.error != 0) fail(report);
  process_ = report.process;
  return true;
}

void PrivateServer::await_start() {
  receive_report(MSG_WAITALL);
  const auto give_up = std::chrono::steady_clock::now() + kStartLimit;
  while (!answers(endpoint())) {
    const bool is_late = std::chrono::steady_clock::now() > give_up;
    if (is_late || !is_running(process_)) {
      throw ServerError(fmt::format("redis-server was started but {}. {}",
                                    is_late ? "does not answer" : "ended at once", log_tail()));
    }
    std::this_thread::sleep_for(kBetweenAttempts);
  }
}

void PrivateServer::fail(const StartReport& report) {
  const std::string why = error_text(report.error);
  switch (report.step) {
    case StartStep::folder: {
      const std::string folder = std::exchange(folder_, {});  // not ours to remove
      throw ServerError(fmt::format("cannot make a temporary folder {}: {}. Set TMPDIR to a folder that can be written",
                                    folder, why));
    }
    case StartStep::configuration:
      throw ServerError(fmt::format("cannot write into {}: {}", folder_, why));
    case StartStep::server:
      break;
  }
  throw ServerError("cannot start redis-server: " + why);
}

void PrivateServer::restart() {
  if (!restart_is_requested_) request_restart();
  await_start();
}

bool PrivateServer::restart_is_reported() { return receive_report(MSG_DONTWAIT); }

void PrivateServer::request_restart() {
  const auto request = static_cast<char>(SupervisorRequest::restart);
  if (send(channel_, &request, 1, MSG_NOSIGNAL) != 1) throw ServerError("the supervisor of redis-server is gone");
  restart_is_requested_ = true;
}

void PrivateServer::stop() noexcept {
  if (channel_ >= 0) close(channel_);  // asks the supervisor to clean up
  channel_ = -1;
  if (supervisor_ > 0) {
    while (waitpid(supervisor_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  supervisor_ = -1;
  // Only if the supervisor could not.
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::string PrivateServer::log_tail() const {
  std::ifstream file(folder_ + "/redis.log");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (text.empty()) return "Its log is empty.";
  return "The end of its log:\n" + (text.size() > kLogTailBytes ? text.substr(text.size() - kLogTailBytes) : text);
}

}  // namespace stampede::redis
