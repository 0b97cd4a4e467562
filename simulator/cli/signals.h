// Ctrl-C and SIGTERM end the program in order: the runs that are finished are kept.
#pragma once

#include "simulator/runtime/interrupt.h"

namespace stampede::cli {

// While it exists, the first SIGINT, SIGTERM or SIGHUP raises the interrupt; one that comes half a second later or more
// kills as usual. One at a time.
class SignalHandlers {
 public:
  explicit SignalHandlers(runtime::Interrupt& interrupt);
  ~SignalHandlers();
  SignalHandlers(const SignalHandlers&) = delete;
  SignalHandlers& operator=(const SignalHandlers&) = delete;
};

}  // namespace stampede::cli
