// What the generated commands look like.
#pragma once

#include <string_view>
#include <vector>

namespace stampede::redis::model {

// Words are separated by blanks. %k key, %v value, %i integer, %r small index, %f float, %m member or field, %c
// channel, %g pattern, %s bound of scores, %t seconds to live, %T milliseconds, %a and %A points in time, %d a client's
// id. <a|b|> is one of these, with _ for a blank; a word that ends in + comes one to three times.
const std::vector<std::string_view>& command_templates();

// Those after which time must pass.
const std::vector<std::string_view>& short_lived_templates();

// What an ordinary connection begins with in a sequence that is about messages.
const std::vector<std::string_view>& message_templates();
const std::vector<std::string_view>& transaction_templates();
const std::vector<std::string_view>& blocking_templates();

// Lua, for two keys and two arguments.
const std::vector<std::string_view>& scripts();

}  // namespace stampede::redis::model
