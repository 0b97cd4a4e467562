// How the program ends. Scripts rely on these.
#pragma once

namespace stampede::cli {

enum class ExitCode {
  done = 0,                // objectives met, no regression
  objectives_missed = 1,   // or a regression
  bad_input = 2,           // bad usage or bad input: nothing was run
  not_valid = 3,           // done, but a run is not valid
  environment_failed = 4,  // Redis cannot be reached, cannot be started
  internal_error = 70,     // a defect of this program (EX_SOFTWARE)
};

}  // namespace stampede::cli
