// Lua scripts, run as Redis 7.0 runs them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "simulator/redis/model/client.h"

namespace stampede::redis::model {

class Engine;
class Interpreter;

class Scripting {
 public:
  Scripting(Engine& engine, std::uint64_t seed);
  ~Scripting();
  Scripting(const Scripting&) = delete;
  Scripting& operator=(const Scripting&) = delete;

  // Returns the script's SHA-1. Throws CommandError if it does not compile.
  std::string load(std::string_view text);
  bool is_loaded(std::string_view sha1) const;
  void flush();

  // Precondition: it is loaded.
  Reply run(Client& caller, const std::string& sha1, Words keys, Words arguments);

 private:
  Engine& engine_;
  std::uint64_t random_state_;  // outlives the interpreter, as in Redis
  std::unique_ptr<Interpreter> interpreter_;
};

}  // namespace stampede::redis::model
