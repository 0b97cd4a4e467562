#include "simulator/redis/model/sandbox.h"

#include <array>
#include <cstring>
#include <string_view>

namespace stampede::redis::model {
namespace {

constexpr const char* kGlobals = "globals";      // in the registry: what the global table stands for
constexpr const char* kProtected = "protected";  // in the registry: the tables that scripts must not change

constexpr const char* kReadOnly = "Attempt to modify a readonly table";

int refuse_change(lua_State* lua) { return luaL_error(lua, kReadOnly); }

int refuse_unknown_global(lua_State* lua) {
  const char* name = lua_tostring(lua, 2);
  return luaL_error(lua, "Script attempted to access nonexistent global variable '%s'", name == nullptr ? "?" : name);
}

bool is_protected(lua_State* lua, int index) {
  lua_getfield(lua, LUA_REGISTRYINDEX, kProtected);
  lua_pushvalue(lua, index);
  lua_rawget(lua, -2);
  const bool found = lua_toboolean(lua, -1) != 0;
  lua_pop(lua, 2);
  return found;
}

// Replaces the table on top by an empty one that shows it and refuses changes.
void protect(lua_State* lua) {
  lua_newtable(lua);
  lua_createtable(lua, 0, 2);
  lua_pushvalue(lua, -3);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, refuse_change);
  lua_setfield(lua, -2, "__newindex");
  lua_setmetatable(lua, -2);
  lua_getfield(lua, LUA_REGISTRYINDEX, kProtected);
  lua_pushvalue(lua, -2);
  lua_pushboolean(lua, 1);
  lua_rawset(lua, -3);
  lua_pop(lua, 1);
  lua_remove(lua, -2);
}

// The original of rawset and setmetatable, in front of which the table is looked at, is the closure's value.
int unless_protected(lua_State* lua) {
  if (lua_istable(lua, 1) && is_protected(lua, 1)) {
    lua_pushstring(lua, kReadOnly);
    return lua_error(lua);
  }
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, lua_gettop(lua) - 1, LUA_MULTRET);
  return lua_gettop(lua);
}

void guard(lua_State* lua, const char* name) {
  lua_getglobal(lua, name);
  lua_pushcclosure(lua, unless_protected, 1);
  lua_setglobal(lua, name);
}

// pcall that gives the text of an error table, as scripts written for older servers expect it.
int protected_call(lua_State* lua) {
  luaL_checkany(lua, 1);
  if (lua_pcall(lua, lua_gettop(lua) - 1, LUA_MULTRET, 0) == 0) {
    lua_pushboolean(lua, 1);
    lua_insert(lua, 1);
    return lua_gettop(lua);
  }
  if (lua_istable(lua, -1)) {
    lua_getfield(lua, -1, "err");
    if (lua_isstring(lua, -1) != 0) {
      lua_replace(lua, -2);
    } else {
      // Redis leaves the field's value there as well.
    }
  }
  lua_pushboolean(lua, 0);
  lua_insert(lua, 1);
  return lua_gettop(lua);
}

void open_library(lua_State* lua, const char* name, lua_CFunction open) {
  lua_pushcfunction(lua, open);
  lua_pushstring(lua, name);
  lua_call(lua, 1, 0);
}

void hide(lua_State* lua, const char* name) {
  lua_pushnil(lua);
  lua_setglobal(lua, name);
}

}  // namespace

void make_sandbox(lua_State* lua) {
  lua_newtable(lua);
  lua_setfield(lua, LUA_REGISTRYINDEX, kProtected);
  lua_setglobal(lua, "redis");
  open_library(lua, "", luaopen_base);
  open_library(lua, LUA_TABLIBNAME, luaopen_table);
  open_library(lua, LUA_STRLIBNAME, luaopen_string);
  for (const char* name : {"dofile", "loadfile", "print"}) hide(lua, name);
  lua_pushcfunction(lua, protected_call);
  lua_setglobal(lua, "pcall");
  for (const char* name : {"rawset", "setmetatable"}) guard(lua, name);
  for (const char* name : {"redis", "math", "table", "string", "coroutine"}) {
    lua_getglobal(lua, name);
    protect(lua);
    lua_setglobal(lua, name);
  }
  lua_pushvalue(lua, LUA_GLOBALSINDEX);
  lua_createtable(lua, 0, 1);
  lua_pushcfunction(lua, refuse_unknown_global);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, -2);
  lua_pushvalue(lua, -1);
  lua_setfield(lua, LUA_REGISTRYINDEX, kGlobals);
  lua_pushvalue(lua, -1);
  protect(lua);
  lua_pushvalue(lua, -1);
  lua_setfield(lua, -3, "_G");
  lua_replace(lua, LUA_GLOBALSINDEX);
  lua_pop(lua, 1);
}

void set_global(lua_State* lua, const char* name) {
  lua_getfield(lua, LUA_REGISTRYINDEX, kGlobals);
  lua_insert(lua, -2);
  lua_setfield(lua, -2, name);
  lua_pop(lua, 1);
}

int describe_error(lua_State* lua) {
  lua_Debug where{};
  bool found = lua_getstack(lua, 1, &where) != 0 && lua_getinfo(lua, "Sl", &where) != 0;
  // What a library function complains of is its caller's mistake.
  if (found && std::string_view(where.what) == "C") {
    found = lua_getstack(lua, 2, &where) != 0 && lua_getinfo(lua, "Sl", &where) != 0;
  }
  if (!lua_istable(lua, 1)) {
    const char* text = lua_tostring(lua, 1);
    lua_createtable(lua, 0, 3);
    lua_pushfstring(lua, "ERR %s", text == nullptr ? lua_typename(lua, lua_type(lua, 1)) : text);
    lua_setfield(lua, -2, "err");
  } else {
    lua_pushvalue(lua, 1);
  }
  if (found) {
    lua_pushstring(lua, where.source);
    lua_setfield(lua, -2, "source");
    lua_pushinteger(lua, where.currentline);
    lua_setfield(lua, -2, "line");
  }
  return 1;
}

}  // namespace stampede::redis::model
