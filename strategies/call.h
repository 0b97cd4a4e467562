// A call of the application whose result is cached: a function, or a model, and what it is asked for.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace stampede {

// 1 and "1" are different arguments, although they read alike as text.
using CallArgument = std::variant<std::string, std::int64_t>;

struct Call {
  std::string function;
  std::vector<CallArgument> args;
  std::map<std::string, CallArgument> kwargs;  // keyword arguments, by name: their order does not matter
  bool operator==(const Call&) const = default;
};

}  // namespace stampede
