#include "simulator/cli/signals.h"

#include <array>
#include <atomic>
#include <csignal>

namespace stampede::cli {

namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// A signal handler has no other way to know its object.
std::atomic<runtime::Interrupt*> target{nullptr};

void on_signal(int /*signal*/) {
  if (runtime::Interrupt* interrupt = target.load()) interrupt->raise();
}

}  // namespace

SignalHandlers::SignalHandlers(runtime::Interrupt& interrupt) {
  target = &interrupt;
  for (const int signal : kSignals) {
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    sigaction(signal, &action, nullptr);
  }
}

SignalHandlers::~SignalHandlers() {
  for (const int signal : kSignals) ::signal(signal, SIG_DFL);
  target = nullptr;
}

}  // namespace stampede::cli
