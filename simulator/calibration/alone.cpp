#include "simulator/calibration/alone.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/calibration/commands.h"
#include "simulator/calibration/crowd.h"
#include "simulator/calibration/robust_fit.h"

namespace stampede::calibration {
namespace {

constexpr std::size_t kRounds = 40;
constexpr std::size_t kTurnsPerRound = 25;
constexpr double kCountedQuantile = 0.25;
constexpr double kNanosecondsPerSecond = 1e9;

std::optional<double> field_of(std::string_view info, std::string_view name) {
  const std::size_t begin = info.find(name);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view value = info.substr(begin + name.size());
  double seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  return error == std::errc() && end != value.data() ? std::optional(seconds) : std::nullopt;
}

// Of the thread that works on commands; of all, from a server that is too old to tell them apart.
std::optional<double> processor_ns(redis::ServerConnection& connection) {
  const std::string info = connection.call({"INFO", "cpu"}).as_string();
  for (const std::string suffix : {"_main_thread:", ":"}) {
    const auto system = field_of(info, "used_cpu_sys" + suffix);
    const auto user = field_of(info, "used_cpu_user" + suffix);
    if (system && user) return (*system + *user) * kNanosecondsPerSecond;
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> cost_of_command_alone_ns(runtime::Scheduler& scheduler,
                                               std::span<const std::unique_ptr<redis::ServerConnection>> connections) {
  Crowd crowd(scheduler, connections.size());
  const auto send = [&](std::size_t member) { connections[member]->get(small_key()); };
  std::vector<double> rounds;
  for (std::size_t round = 0; round < kRounds; ++round) {
    const std::optional<double> before = processor_ns(*connections.front());
    for (std::size_t turn = 0; turn < kTurnsPerRound; ++turn) crowd.run(connections.size(), send);
    const std::optional<double> after = processor_ns(*connections.front());
    if (!before || !after) return std::nullopt;
    rounds.push_back((*after - *before) / static_cast<double>(kTurnsPerRound * connections.size()));
  }
  return quantile(rounds, kCountedQuantile);
}

}  // namespace stampede::calibration
