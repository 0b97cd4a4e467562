// Of this interface, but built with something else: whoever asks it for its strategies crashes.
#include "strategies/plugin.h"

#ifndef FOREIGN_HASH
#define FOREIGN_HASH STAMPEDE_INTERFACE_HASH
#endif
#ifndef FOREIGN_LIBRARY
#define FOREIGN_LIBRARY stampede::kPluginLibrary
#endif

extern "C" {
[[gnu::visibility("default")]] extern const stampede::Plugin stampede_plugin;
const stampede::Plugin stampede_plugin{stampede::kPluginInterface, FOREIGN_HASH, FOREIGN_LIBRARY, nullptr};
}
