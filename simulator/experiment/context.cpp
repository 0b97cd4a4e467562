#include "simulator/experiment/context.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "stampede_build_info.h"

namespace stampede::experiment {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string compiler() {
#if defined(__clang__)
  return fmt::format("clang++ {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

}  // namespace

std::string version() { return STAMPEDE_VERSION; }

reports::Context make_context(std::string command_line) {
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  return {.version = version(),
          .git = STAMPEDE_GIT,
          .build = STAMPEDE_BUILD,
          .compiler = compiler(),
          .host = host_name(),
          .cpus = std::thread::hardware_concurrency(),
          .redis_version = {},
          .started_at = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now)),
          .command_line = std::move(command_line)};
}

}  // namespace stampede::experiment
