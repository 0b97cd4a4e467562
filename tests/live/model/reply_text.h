// Replies for people.
#pragma once

#include <string>

#include "strategies/redis.h"

namespace stampede::redis::model {

std::string to_text(const Reply& reply);
std::string quoted(const std::string& text);

}  // namespace stampede::redis::model
