#include "simulator/redis/model/interpreter.h"

#include <fmt/format.h>

#include <lua.hpp>
#include <new>
#include <vector>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/lua_api.h"
#include "simulator/redis/model/lua_values.h"
#include "simulator/redis/model/sandbox.h"

namespace stampede::redis::model {
namespace {

void push_words(lua_State* lua, Words words) {
  lua_createtable(lua, static_cast<int>(words.size()), 0);
  for (std::size_t i = 0; i < words.size(); ++i) {
    lua_pushlstring(lua, words[i].data(), words[i].size());
    lua_rawseti(lua, -2, static_cast<int>(i + 1));
  }
}

// The field of the table on top as a text; empty: there is none.
std::optional<std::string> field(lua_State* lua, const char* name) {
  lua_getfield(lua, -1, name);
  std::optional<std::string> text;
  if (lua_isstring(lua, -1) != 0) text = lua_tostring(lua, -1);
  lua_pop(lua, 1);
  return text;
}

}  // namespace

void Interpreter::Close::operator()(lua_State* lua) const { lua_close(lua); }

Interpreter::Interpreter(Engine& engine, std::uint64_t& random_state)
    : engine_(engine), random_state_(random_state), lua_(luaL_newstate()) {
  if (lua_ == nullptr) throw std::bad_alloc();
  lua_State* lua = lua_.get();
  lua_pushcfunction(lua, luaopen_math);
  lua_pushliteral(lua, LUA_MATHLIBNAME);
  lua_call(lua, 1, 0);
  lua_getglobal(lua, LUA_MATHLIBNAME);
  replace_random(lua, *this);
  lua_pop(lua, 1);
  push_redis_table(lua, *this);
  make_sandbox(lua);
}

void Interpreter::compile(const std::string& sha1, std::string_view text) {
  lua_State* lua = lua_.get();
  if (luaL_loadbuffer(lua, text.data(), text.size(), "@user_script") != 0) {
    std::string error = fmt::format("ERR Error compiling script (new function): {}", lua_tostring(lua, -1));
    lua_pop(lua, 1);
    throw CommandError(std::move(error));
  }
  lua_setfield(lua, LUA_REGISTRYINDEX, sha1.c_str());
  scripts_.insert(sha1);
}

Reply Interpreter::run(Client& caller, const std::string& sha1, Words keys, Words arguments) {
  lua_State* lua = lua_.get();
  caller_ = &caller;
  keys_ = keys;
  has_written_ = false;
  push_words(lua, keys);
  set_global(lua, "KEYS");
  push_words(lua, arguments);
  set_global(lua, "ARGV");
  lua_pushcfunction(lua, describe_error);
  lua_getfield(lua, LUA_REGISTRYINDEX, sha1.c_str());
  const bool failed = lua_pcall(lua, 0, 1, -2) != 0;
  caller_ = nullptr;
  if (failure_) {
    lua_settop(lua, 0);
    std::rethrow_exception(std::exchange(failure_, nullptr));
  }
  Reply reply = failed ? failure(sha1) : to_reply(lua);
  lua_settop(lua, 0);
  return reply;
}

Reply Interpreter::failure(const std::string& sha1) {
  lua_State* lua = lua_.get();
  if (!lua_istable(lua, -1)) {
    const char* text = lua_tostring(lua, -1);
    return error_reply(
        fmt::format("ERR Error running script {}, {:.100}", sha1, text == nullptr ? "execution failure" : text));
  }
  std::string text = field(lua, "err").value_or("(null)");
  const std::optional<std::string> source = field(lua, "source");
  const std::optional<std::string> line = field(lua, "line");
  if (source && line) text += fmt::format(" script: {}, on {}:{}.", sha1, *source, *line);
  return error_reply(std::move(text));
}

int Interpreter::call(lua_State* lua, bool raises) {
  const int count = lua_gettop(lua);
  bool failed = true;
  {
    std::vector<std::string> arguments(static_cast<std::size_t>(count));
    bool are_texts = true;
    for (int i = 0; i < count && are_texts; ++i) {
      are_texts = to_argument(lua, i + 1, arguments[static_cast<std::size_t>(i)]);
    }
    lua_settop(lua, 0);
    if (count == 0) {
      push_error(lua, "Please specify at least one argument for this redis lib call");
    } else if (!are_texts) {
      push_error(lua, "Lua redis lib command arguments must be strings or integers");
    } else {
      Reply reply;
      try {
        const std::vector<std::string_view> words(arguments.begin(), arguments.end());
        reply = execute(words);
      } catch (...) {
        failure_ = std::current_exception();
        reply = stampede::redis::model::error_reply("ERR the model failed");
      }
      push_reply(lua, reply);
      failed = reply.type == Reply::Type::error;
    }
  }
  return failed && (raises || failure_) ? -1 : 1;
}

Reply Interpreter::execute(Words words) {
  const Command* command = nullptr;
  try {
    command = &Engine::resolve(words);
  } catch (const CommandError&) {
    const bool exists = engine_.knows(words);
    return error_reply(exists ? "ERR Wrong number of args calling Redis command from script"
                              : "ERR Unknown Redis command called from script");
  }
  if (command->has(flags::kNoScript)) return error_reply("ERR This Redis command is not allowed from script");
  if (engine_.is_out_of_memory() && !has_written_ && command->has(flags::kDenyOutOfMemory)) {
    return error_reply(kOutOfMemory);
  }
  has_written_ = has_written_ || command->has(flags::kWrite);
  Reply reply = engine_.run(*command, client_, words);
  if (command->has(flags::kReadOnly)) engine_.tracking().remember(*caller_, keys_);
  return reply;
}

double Interpreter::random() {
  // The generator of POSIX's lrand48, as in Redis.
  constexpr std::uint64_t kMask = (std::uint64_t{1} << 48) - 1;
  constexpr std::uint64_t kRange = 2147483647;
  random_state_ = (random_state_ * 0x5DEECE66DU + 0xBU) & kMask;
  return static_cast<double>((random_state_ >> 17) % kRange) / static_cast<double>(kRange);
}

void Interpreter::seed_random(std::int32_t seed) {
  random_state_ = (std::uint64_t{static_cast<std::uint32_t>(seed)} << 16) | 0x330EU;
}

}  // namespace stampede::redis::model
