#include "simulator/redis/model/lua_values.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "simulator/redis/model/numbers.h"
#include "simulator/redis/model/reply.h"

namespace stampede::redis::model {
namespace {

void push_text(lua_State* lua, std::string_view text) { lua_pushlstring(lua, text.data(), text.size()); }

void push_field(lua_State* lua, const char* name, std::string_view text) {
  lua_createtable(lua, 0, 1);
  push_text(lua, text);
  lua_setfield(lua, -2, name);
}

std::string_view text_at(lua_State* lua, int index) {
  std::size_t size = 0;
  const char* text = lua_tolstring(lua, index, &size);
  return {text, size};
}

// The table's field of this name, if it is of this type; it is pushed then.
bool has_field(lua_State* lua, const char* name, int type) {
  lua_pushstring(lua, name);
  lua_rawget(lua, -2);
  if (lua_type(lua, -1) == type) return true;
  lua_pop(lua, 1);
  return false;
}

std::string on_one_line(std::string_view text) {
  std::string line(text.substr(0, text.find('\0')));
  for (char& c : line) {
    if (c == '\r' || c == '\n') c = ' ';
  }
  return line;
}

// As the processor that Redis was built for does it.
std::int64_t truncated(double number) {
  constexpr double kBeyond = 9223372036854775808.0;
  if (std::isnan(number) || number >= kBeyond || number < -kBeyond) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number);
}

std::string without_end_of_line(std::string_view text) {
  text = text.substr(0, text.find('\0'));
  while (text.ends_with('\r') || text.ends_with('\n')) text.remove_suffix(1);
  return on_one_line(text);
}

Reply table_to_reply(lua_State* lua) {
  if (has_field(lua, "err", LUA_TSTRING)) {
    Reply reply = error_reply(without_end_of_line(text_at(lua, -1)));
    lua_pop(lua, 1);
    return reply;
  }
  if (has_field(lua, "ok", LUA_TSTRING)) {
    Reply reply = status_reply(on_one_line(text_at(lua, -1)));
    lua_pop(lua, 1);
    return reply;
  }
  if (has_field(lua, "double", LUA_TNUMBER)) {
    Reply reply = text_reply(format_double(lua_tonumber(lua, -1)));
    lua_pop(lua, 1);
    return reply;
  }
  Reply reply = array_reply();
  for (int i = 1;; ++i) {
    lua_rawgeti(lua, -1, i);
    if (lua_isnil(lua, -1)) break;
    reply.elements.push_back(to_reply(lua));
    lua_pop(lua, 1);
  }
  lua_pop(lua, 1);
  return reply;
}

}  // namespace

void push_error(lua_State* lua, std::string_view text) {
  const std::string whole = fmt::format("ERR {}", text);
  push_field(lua, "err", whole);
}

void push_coded_error(lua_State* lua, std::string_view text) {
  while (text.ends_with('\r') || text.ends_with('\n')) text.remove_suffix(1);
  if (text.find(' ') == std::string_view::npos) return push_error(lua, text);
  push_field(lua, "err", text);
}

void push_reply(lua_State* lua, const Reply& reply) {
  luaL_checkstack(lua, 4, "reply");
  switch (reply.type) {
    case Reply::Type::nil:
      lua_pushboolean(lua, 0);
      return;
    case Reply::Type::integer:
      lua_pushnumber(lua, static_cast<lua_Number>(reply.integer));
      return;
    case Reply::Type::string:
      push_text(lua, reply.text);
      return;
    case Reply::Type::status:
      push_field(lua, "ok", reply.text);
      return;
    case Reply::Type::error:
      push_coded_error(lua, reply.text);
      return;
    case Reply::Type::array:
      lua_createtable(lua, static_cast<int>(reply.elements.size()), 0);
      for (std::size_t i = 0; i < reply.elements.size(); ++i) {
        push_reply(lua, reply.elements[i]);
        lua_rawseti(lua, -2, static_cast<int>(i + 1));
      }
      return;
  }
}

Reply to_reply(lua_State* lua) {
  if (lua_checkstack(lua, 4) == 0) return error_reply("ERR reached lua stack limit");
  switch (lua_type(lua, -1)) {
    case LUA_TSTRING:
      return text_reply(text_at(lua, -1));
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, -1) != 0 ? integer_reply(1) : nil_reply();
    case LUA_TNUMBER:
      return integer_reply(truncated(lua_tonumber(lua, -1)));
    case LUA_TTABLE:
      return table_to_reply(lua);
    default:
      return nil_reply();
  }
}

bool to_argument(lua_State* lua, int index, std::string& argument) {
  if (lua_type(lua, index) == LUA_TNUMBER) {
    // Lua's own conversion would lose digits.
    const double number = lua_tonumber(lua, index);
    argument = std::isnan(number) ? (std::signbit(number) ? "-nan" : "nan") : format_double(number);
    return true;
  }
  if (lua_type(lua, index) != LUA_TSTRING) return false;
  argument = text_at(lua, index);
  return true;
}

}  // namespace stampede::redis::model
