#include "simulator/redis/supervisor.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace stampede::redis {

namespace {

void redirect(const char* path, int flags, int to) {
  const int descriptor = open(path, flags | O_CLOEXEC, 0600);
  if (descriptor < 0) return;
  dup2(descriptor, to);
  if (descriptor != to) close(descriptor);
}

[[noreturn]] void become_server(const SupervisorPlan& plan, int report_error) {
  if (plan.processor >= 0) {
    cpu_set_t own;
    CPU_ZERO(&own);
    CPU_SET(plan.processor, &own);
    sched_setaffinity(0, sizeof own, &own);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // should the supervisor itself be killed
  redirect(plan.log, O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
  redirect(plan.log, O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execl(plan.program, plan.program, plan.configuration, static_cast<char*>(nullptr));
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(report_error, &error, sizeof error);
  _exit(127);
}

// The supervisor does this, and not its parent: there is no moment in which the folder exists and nobody removes it.
StartReport prepare(const SupervisorPlan& plan) {
  if (mkdir(plan.folder, 0700) != 0) return {-1, StartStep::folder, errno};
  const int file = open(plan.configuration, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return {-1, StartStep::configuration, errno};
  const ssize_t written = write(file, plan.configuration_text.data(), plan.configuration_text.size());
  const int error = written < 0 ? errno : ENOSPC;
  close(file);
  if (written != static_cast<ssize_t>(plan.configuration_text.size())) return {-1, StartStep::configuration, error};
  return {};
}

StartReport start(const SupervisorPlan& plan) {
  std::array<int, 2> failure{};  // closed by a successful exec, otherwise carries errno
  if (pipe2(failure.data(), O_CLOEXEC) != 0) return {-1, StartStep::server, errno};
  const pid_t child = fork();
  StartReport report{child, StartStep::server, child < 0 ? errno : 0};
  if (child == 0) become_server(plan, failure[1]);
  close(failure[1]);
  int error = 0;
  if (read(failure[0], &error, sizeof error) == sizeof error) report.error = error;
  close(failure[0]);
  return report;
}

void stop(pid_t server) {
  if (server <= 0) return;
  kill(server, SIGKILL);
  kill(server, SIGCONT);
  while (waitpid(server, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void detach_from_parent(const SupervisorPlan& plan) {
  setsid();  // Ctrl-C goes to the foreground group; the server must outlive our own clean-up
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(signal, SIG_IGN);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) redirect("/dev/null", O_RDWR, standard);
  // Whatever else is open belongs to the parent; holding it would keep its pipes and sockets alive.
  for (int descriptor = STDERR_FILENO + 1; descriptor < plan.channel; ++descriptor) close(descriptor);
  closefrom(plan.channel + 1);
}

bool send_report(const SupervisorPlan& plan, const StartReport& report) {
  return send(plan.channel, &report, sizeof report, MSG_NOSIGNAL) == sizeof report;
}

}  // namespace

void supervise(const SupervisorPlan& plan) noexcept {
  detach_from_parent(plan);
  StartReport report = prepare(plan);
  const bool has_folder = report.step != StartStep::folder;
  if (report.error == 0) report = start(plan);
  bool reported = send_report(plan, report);
  while (reported) {
    char request = 0;
    const ssize_t count = read(plan.channel, &request, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count != 1 || request != static_cast<char>(SupervisorRequest::restart)) break;
    stop(report.process);
    report = start(plan);
    reported = send_report(plan, report);
  }
  stop(report.process);
  if (!has_folder) _exit(1);
  execl("/bin/rm", "rm", "-rf", "--", plan.folder, static_cast<char*>(nullptr));
  _exit(1);
}

}  // namespace stampede::redis
