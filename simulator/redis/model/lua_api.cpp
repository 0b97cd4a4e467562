#include "simulator/redis/model/lua_api.h"

#include <cmath>
#include <string>
#include <string_view>

#include "simulator/redis/model/interpreter.h"
#include "simulator/redis/model/lua_values.h"
#include "simulator/redis/model/sha1.h"

// lua_error() does not return and runs no destructors: no object with one may be alive then.

namespace stampede::redis::model {
namespace {

Interpreter& interpreter_of(lua_State* lua) {
  return *static_cast<Interpreter*>(lua_touserdata(lua, lua_upvalueindex(1)));
}

int raise(lua_State* lua, const char* text) {
  push_error(lua, text);
  return lua_error(lua);
}

// -1: the error on top is to be raised.
int call(lua_State* lua) {
  const int results = interpreter_of(lua).call(lua, true);
  return results < 0 ? lua_error(lua) : results;
}

int pcall(lua_State* lua) { return interpreter_of(lua).call(lua, false); }

int sha1hex(lua_State* lua) {
  if (lua_gettop(lua) != 1) return raise(lua, "wrong number of arguments");
  std::size_t size = 0;
  const char* text = lua_tolstring(lua, 1, &size);
  {
    const std::string digest = sha1_hex(std::string_view(text == nullptr ? "" : text, size));
    lua_pushlstring(lua, digest.data(), digest.size());
  }
  return 1;
}

bool has_one_text(lua_State* lua) { return lua_gettop(lua) == 1 && lua_type(lua, 1) == LUA_TSTRING; }

int error_reply_table(lua_State* lua) {
  if (!has_one_text(lua)) {
    push_error(lua, "wrong number or type of arguments");
    return 1;
  }
  const std::string_view text = lua_tostring(lua, 1);
  push_coded_error(lua, text.starts_with('-') ? text.substr(1) : text);
  return 1;
}

int status_reply_table(lua_State* lua) {
  if (!has_one_text(lua)) {
    push_error(lua, "wrong number or type of arguments");
    return 1;
  }
  lua_newtable(lua);
  lua_pushvalue(lua, 1);
  lua_setfield(lua, -2, "ok");
  return 1;
}

// Only complains as Redis does: there is no log.
int log(lua_State* lua) {
  if (lua_gettop(lua) < 2) return raise(lua, "redis.log() requires two arguments or more.");
  if (lua_isnumber(lua, 1) == 0) return raise(lua, "First argument must be a number (log level).");
  const auto level = static_cast<int>(lua_tonumber(lua, 1));
  if (level < 0 || level > 3) return raise(lua, "Invalid debug level.");
  return 0;
}

int replicate_commands(lua_State* lua) {
  lua_pushboolean(lua, 1);
  return 1;
}

int set_repl(lua_State* lua) {
  if (lua_gettop(lua) != 1) return raise(lua, "redis.set_repl() requires two arguments.");
  if ((static_cast<int>(lua_tonumber(lua, 1)) & ~3) != 0) {
    return raise(lua, "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
  }
  return 0;
}

int random(lua_State* lua) {
  Interpreter& interpreter = interpreter_of(lua);
  if (!interpreter.is_running()) return luaL_error(lua, "math.random can only be called inside a script invocation");
  const double drawn = interpreter.random();
  switch (lua_gettop(lua)) {
    case 0:
      lua_pushnumber(lua, drawn);
      return 1;
    case 1: {
      const int upper = luaL_checkint(lua, 1);
      luaL_argcheck(lua, 1 <= upper, 1, "interval is empty");
      lua_pushnumber(lua, std::floor(drawn * upper) + 1);
      return 1;
    }
    case 2: {
      const int lower = luaL_checkint(lua, 1);
      const int upper = luaL_checkint(lua, 2);
      luaL_argcheck(lua, lower <= upper, 2, "interval is empty");
      lua_pushnumber(lua, std::floor(drawn * (upper - lower + 1)) + lower);
      return 1;
    }
    default:
      return luaL_error(lua, "wrong number of arguments");
  }
}

int randomseed(lua_State* lua) {
  Interpreter& interpreter = interpreter_of(lua);
  interpreter.seed_random(luaL_checkint(lua, 1));
  return 0;
}

void set_function(lua_State* lua, Interpreter& interpreter, const char* name, lua_CFunction function) {
  lua_pushlightuserdata(lua, &interpreter);
  lua_pushcclosure(lua, function, 1);
  lua_setfield(lua, -2, name);
}

void set_number(lua_State* lua, const char* name, int number) {
  lua_pushinteger(lua, number);
  lua_setfield(lua, -2, name);
}

}  // namespace

void push_redis_table(lua_State* lua, Interpreter& interpreter) {
  lua_newtable(lua);
  set_function(lua, interpreter, "call", call);
  set_function(lua, interpreter, "pcall", pcall);
  set_function(lua, interpreter, "sha1hex", sha1hex);
  set_function(lua, interpreter, "error_reply", error_reply_table);
  set_function(lua, interpreter, "status_reply", status_reply_table);
  set_function(lua, interpreter, "log", log);
  set_function(lua, interpreter, "replicate_commands", replicate_commands);
  set_function(lua, interpreter, "set_repl", set_repl);
  set_number(lua, "LOG_DEBUG", 0);
  set_number(lua, "LOG_VERBOSE", 1);
  set_number(lua, "LOG_NOTICE", 2);
  set_number(lua, "LOG_WARNING", 3);
  set_number(lua, "REPL_NONE", 0);
  set_number(lua, "REPL_AOF", 1);
  set_number(lua, "REPL_SLAVE", 2);
  set_number(lua, "REPL_REPLICA", 2);
  set_number(lua, "REPL_ALL", 3);
  set_number(lua, "REDIS_VERSION_NUM", 0x0007000f);
  lua_pushliteral(lua, "7.0.15");
  lua_setfield(lua, -2, "REDIS_VERSION");
}

void replace_random(lua_State* lua, Interpreter& interpreter) {
  set_function(lua, interpreter, "random", random);
  set_function(lua, interpreter, "randomseed", randomseed);
}

}  // namespace stampede::redis::model
