// The table `redis` of scripts, and math.random.
#pragma once

#include <lua.hpp>

namespace stampede::redis::model {

class Interpreter;

// Pushes the table. The interpreter must outlive the state.
void push_redis_table(lua_State* lua, Interpreter& interpreter);

// Precondition: the table `math` is on top.
void replace_random(lua_State* lua, Interpreter& interpreter);

}  // namespace stampede::redis::model
