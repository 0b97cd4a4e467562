// How much memory Redis 7.0 with jemalloc needs for a key: its name, its value and what surrounds them. Known from the
// layout of its structures; the parts of aggregates are taken to be of their mean size.
#pragma once

#include <cstdint>

namespace stampede::redis::model {

struct Object;

// As MEMORY USAGE reports it.
std::uint64_t memory_of(const Object& object);

// With the key's share of the tables of keys and of expiries, which count against maxmemory too.
std::uint64_t used_memory_of(const Object& object);

}  // namespace stampede::redis::model
