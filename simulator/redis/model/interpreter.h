// One Lua state and the scripts that it has compiled.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "simulator/redis/model/client.h"

struct lua_State;

namespace stampede::redis::model {

class Engine;

class Interpreter {
 public:
  Interpreter(Engine& engine, std::uint64_t& random_state);
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  void compile(const std::string& sha1, std::string_view text);
  bool has(std::string_view sha1) const { return scripts_.find(sha1) != scripts_.end(); }
  Reply run(Client& caller, const std::string& sha1, Words keys, Words arguments);

  // What scripts call. Each leaves its result on the stack and returns how many values that is.
  int call(lua_State* lua, bool raises);
  double random();
  void seed_random(std::int32_t seed);
  bool is_running() const { return caller_ != nullptr; }

 private:
  struct Close {
    void operator()(lua_State* lua) const;
  };
  Reply execute(Words words);
  Reply failure(const std::string& sha1);

  Engine& engine_;
  std::uint64_t& random_state_;
  std::unique_ptr<lua_State, Close> lua_;
  std::set<std::string, std::less<>> scripts_;
  Client client_;  // what the script's commands run as: nobody, with nothing of its caller
  Client* caller_ = nullptr;
  Words keys_;
  bool has_written_ = false;
  std::exception_ptr failure_;  // of the model itself: must not pass through the frames of Lua
};

}  // namespace stampede::redis::model
