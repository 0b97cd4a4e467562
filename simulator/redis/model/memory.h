// How much memory Redis 7.0 would need for a key: its name, its value and what surrounds them.
#pragma once

#include <cstdint>

namespace stampede::redis::model {

struct Object;

std::uint64_t memory_of(const Object& object);

}  // namespace stampede::redis::model
