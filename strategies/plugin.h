// A strategy outside this repository: what makes a shared object a plug-in, which stampede loads with --plugin. Its
// author writes a class and a function that returns its StrategyInfo, as strategies/plain_ttl.cpp does, and one line:
//   STAMPEDE_PLUGIN(my_strategy_info);
//
// A plug-in holds a copy of its own of the code of strategies/ that it uses, as it was when it was built, and shows
// nothing but its Plugin. So it can be loaded, and found to be foreign, whatever it was built against. Exceptions cross
// both ways, matched by name; memory that one side allocates the other may free. It is never unloaded.
//
// What holds for every strategy holds here too: it runs on fibers of the program, on stacks of 32 KiB, and must not
// hold up its thread, nor catch (...), which would swallow the end of a run. A sweep makes instances on several
// threads, so that what they share must be constant.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "strategies/interface_hash.h"  // made by CMake: STAMPEDE_INTERFACE_HASH
#include "strategies/registry.h"

namespace stampede {

// Of the form of Plugin below, and of all that its members mean beyond what the compiler sees of them.
//
// What else the two sides must have in common is layout: of classes, virtual functions, inline code. It changes with a
// line in any header, and nobody would think of raising a number then. So it is told by a hash of all headers that a
// plug-in can include. It changes with a comment as well: that costs a plug-in a build, where a layout that was missed
// would cost a wrong result.
inline constexpr std::uint32_t kPluginInterface = 1;

#if defined(_LIBCPP_VERSION)
#define STAMPEDE_LIBRARY "libc++"
#elif defined(_GLIBCXX_USE_CXX11_ABI) && !_GLIBCXX_USE_CXX11_ABI
#define STAMPEDE_LIBRARY "libstdc++ with the strings of before C++11"
#else
#define STAMPEDE_LIBRARY "libstdc++"
#endif
#if defined(_GLIBCXX_DEBUG)
#define STAMPEDE_LIBRARY_MODE ", debug mode"
#else
#define STAMPEDE_LIBRARY_MODE ""
#endif
// On what the layout of strings and containers depends, beside our headers.
inline constexpr const char* kPluginLibrary = STAMPEDE_LIBRARY STAMPEDE_LIBRARY_MODE;

// The symbol stampede_plugin of a plug-in.
struct Plugin {
  // In every version these come first, and each is looked at only if those before it are what was expected.
  std::uint32_t interface_number;
  const char* interface_hash;
  const char* standard_library;
  // Nothing of C++ is touched before all of the above has been found equal.
  std::vector<StrategyInfo> (*strategies)();
};

inline std::vector<StrategyInfo> strategies_of(std::initializer_list<StrategyInfo (*)()> functions) {
  std::vector<StrategyInfo> strategies;
  for (const auto function : functions) strategies.push_back(function());
  return strategies;
}

}  // namespace stampede

// STAMPEDE_PLUGIN(FUNCTION[, FUNCTION]...): the strategies that this shared object brings, a function for each, which
// takes nothing and returns its StrategyInfo. Once per shared object, outside all namespaces.
#define STAMPEDE_PLUGIN(...)                                                                                   \
  extern "C" {                                                                                                 \
  [[gnu::visibility("default")]] extern const ::stampede::Plugin stampede_plugin;                              \
  constinit const ::stampede::Plugin stampede_plugin{::stampede::kPluginInterface, STAMPEDE_INTERFACE_HASH,    \
                                                     ::stampede::kPluginLibrary,                               \
                                                     [] { return ::stampede::strategies_of({__VA_ARGS__}); }}; \
  }                                                                                                            \
  static_assert(true)
