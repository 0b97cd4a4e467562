#include "simulator/plugins/shared_object.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace stampede::plugins {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRebuild = "rebuild the plug-in against this installation";

// What the dynamic linker would say of these is hard to understand.
std::string problem_of_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return error && error != std::errc::no_such_file_or_directory ? error.message() : "there is no such file";
  }
  if (fs::is_directory(status)) return "is a folder, and a shared object is needed";
  if (!fs::is_regular_file(status)) return "is no file, and a shared object is needed";
  std::ifstream file(path, std::ios::binary);
  if (!file) return "cannot be read";
  std::array<char, 4> magic{};
  file.read(magic.data(), magic.size());
  return std::string_view(magic.data(), magic.size()) ==
                 "\x7f"
                 "ELF"
             ? ""
             : "is no shared object";
}

std::string text_of_failure(const fs::path& path) {
  const char* const text = dlerror();
  std::string failure = text == nullptr ? "no reason is given" : text;
  const std::string prefix = path.string() + ": ";
  return failure.starts_with(prefix) ? failure.substr(prefix.size()) : failure;
}

}  // namespace

std::string why_foreign(const Plugin& plugin) {
  if (plugin.interface_number != kPluginInterface) {
    return fmt::format("was built against interface {}, and this program has interface {}: {}", plugin.interface_number,
                       kPluginInterface, kRebuild);
  }
  const std::string_view hash = plugin.interface_hash;
  if (hash != STAMPEDE_INTERFACE_HASH) {
    return fmt::format("was built against other headers ({}) of interface {} than this program ({}): {}", hash,
                       kPluginInterface, STAMPEDE_INTERFACE_HASH, kRebuild);
  }
  const std::string_view library = plugin.standard_library;
  if (library == kPluginLibrary) return {};
  return fmt::format("was built with {}, and this program with {}: {}", library, kPluginLibrary, kRebuild);
}

SharedObject open_plugin(const std::string& path) {
  // A bare name would be looked for in the system's folders.
  const fs::path absolute = fs::absolute(path);
  if (std::string problem = problem_of_file(absolute); !problem.empty()) return {nullptr, std::move(problem)};
  // At once, as the dynamic linker needs more stack than a fiber has; and for itself, so that two plug-ins may use the
  // same names.
  void* const handle = dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return {nullptr, "cannot be loaded: " + text_of_failure(absolute)};
  const void* const symbol = dlsym(handle, "stampede_plugin");
  if (symbol == nullptr) {
    return {nullptr, "is no plug-in of stampede: it has no stampede_plugin, which STAMPEDE_PLUGIN makes"};
  }
  const auto* const plugin = static_cast<const Plugin*>(symbol);
  if (std::string problem = why_foreign(*plugin); !problem.empty()) return {nullptr, std::move(problem)};
  return {plugin, {}};
}

}  // namespace stampede::plugins
