// Does by hand what the scripts of leases, fences and renewals do; that their Lua does the same is shown by the model
// and on the real server.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "strategies/redis.h"

namespace stampede {

using Words = std::vector<std::string>;
using Execute = std::function<Reply(const Words&)>;

// Empty: it is none of these scripts.
std::optional<Reply> run_by_hand(const Script& script, const Words& keys, const Words& arguments,
                                 const Execute& execute);

}  // namespace stampede
