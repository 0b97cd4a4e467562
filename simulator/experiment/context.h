// What a result was made with: program, machine, time.
#pragma once

#include <string>

#include "reports/result/result.h"

namespace stampede::experiment {

// `command_line` must not contain a password.
reports::Context make_context(std::string command_line);

// "0.1.0"
std::string version();

}  // namespace stampede::experiment
