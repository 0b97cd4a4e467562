// A file as a plug-in: opened, and found to have been built against the interface of this program.
#pragma once

#include <string>

#include "strategies/plugin.h"

namespace stampede::plugins {

struct SharedObject {
  const Plugin* plugin = nullptr;  // until the process ends
  std::string problem;             // why there is none
};

SharedObject open_plugin(const std::string& path);

// Empty: the plug-in and this program have the same interface. Otherwise what differs, and what to do.
std::string why_foreign(const Plugin& plugin);

}  // namespace stampede::plugins
