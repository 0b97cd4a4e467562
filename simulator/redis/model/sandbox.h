// What a script can reach: Lua's harmless libraries and the table `redis`, all of it read-only.
#pragma once

#include <lua.hpp>

namespace stampede::redis::model {

// Opens the libraries, hides what Redis hides, and protects the rest. The table `redis` is on top, and is taken.
void make_sandbox(lua_State* lua);

// Sets a global variable from the value on top, past the protection, and takes it.
void set_global(lua_State* lua, const char* name);

// To be called by lua_pcall when a script fails: adds where it did.
int describe_error(lua_State* lua);

}  // namespace stampede::redis::model
