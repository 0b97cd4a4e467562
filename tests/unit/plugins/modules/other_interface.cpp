// Of an interface to come: nothing but its number may be looked at, and nothing else is there.
#include <cstdint>

extern "C" {
[[gnu::visibility("default")]] extern const std::uint32_t stampede_plugin;
const std::uint32_t stampede_plugin = 1000;
}
