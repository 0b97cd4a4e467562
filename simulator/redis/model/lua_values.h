// Between replies and the values of Lua, as Redis 7.0 converts them for its second protocol version.
#pragma once

#include <lua.hpp>
#include <string>
#include <string_view>

#include "strategies/redis.h"

namespace stampede::redis::model {

void push_reply(lua_State* lua, const Reply& reply);

// {err = "ERR ..."}.
void push_error(lua_State* lua, std::string_view text);
// The same for a text whose first word is its code.
void push_coded_error(lua_State* lua, std::string_view text);

// The value on top, which stays there.
Reply to_reply(lua_State* lua);

// Where the value at `index` is a text or a number: how redis.call passes it on.
bool to_argument(lua_State* lua, int index, std::string& argument);

}  // namespace stampede::redis::model
