#include "simulator/cli/signals.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <ctime>

namespace stampede::cli {

namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// Who signals a whole group of processes after one of them (`timeout` does) reaches the program twice, and means it
// once.
constexpr std::int64_t kSameSignalNs = 500'000'000;

// A signal handler has no other way to know its object.
std::atomic<runtime::Interrupt*> target{nullptr};
std::atomic<std::int64_t> first_signal_ns{0};  // 0: there was none

std::int64_t monotonic_ns() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

// Calls nothing but what a signal handler may call.
void on_signal(int signal) {
  const std::int64_t now_ns = monotonic_ns();
  std::int64_t none = 0;
  if (first_signal_ns.compare_exchange_strong(none, now_ns)) {
    if (runtime::Interrupt* interrupt = target.load()) interrupt->raise();
  } else if (now_ns - first_signal_ns.load() > kSameSignalNs) {
    ::signal(signal, SIG_DFL);
    ::raise(signal);
  }
}

}  // namespace

SignalHandlers::SignalHandlers(runtime::Interrupt& interrupt) {
  target = &interrupt;
  first_signal_ns = 0;
  for (const int signal : kSignals) {
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
  }
}

SignalHandlers::~SignalHandlers() {
  for (const int signal : kSignals) ::signal(signal, SIG_DFL);
  target = nullptr;
}

}  // namespace stampede::cli
