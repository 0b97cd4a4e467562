// Running a script in Node, where the machine has it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace stampede::cli {

// Node is not there, or the script failed in it; says which.
class NodeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What the script, given in parts, printed. It goes in and out through memory, so that no file is left anywhere.
std::string run_in_node(const std::vector<std::string_view>& script);

}  // namespace stampede::cli
