// The modelled network and server: delay, command times, bandwidth, and the processes on its other side.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulator/scenario/paths.h"
#include "simulator/scenario/sections.h"
#include "simulator/scenario/time_distribution.h"

namespace stampede::scenario {
namespace {

// The server's time adds up over all commands of a run, and still has to fit into 64-bit nanoseconds.
constexpr Durations kCommandTimes = {Duration::zero(), std::chrono::minutes(1)};
constexpr Durations kCpuTimes = {Duration::zero(), std::chrono::seconds(1)};
constexpr Sizes kBandwidths = {std::uint64_t{1} << 10U, std::uint64_t{1} << 40U};  // per second
constexpr std::size_t kLongestName = 100;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return upper(c); });
  return text;
}

bool is_command_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// A name in another notation would never match a command, and its time silently not count.
void report_name(const Item& item, const std::string& name) {
  const std::string corrected = upper(name);
  item.report(fmt::format("is not the name of a Redis command in capital letters (A-Z){}",
                          is_command_name(corrected) ? fmt::format("; did you mean \"{}\"?", corrected) : ""));
}

void read_command_times(const Item& item, Network& network) {
  if (!item.json().is_object()) return item.expected("an object {COMMAND: DURATION}");
  network.command_times.clear();
  for (const auto& [name, value] : item.json().items()) {
    const Item time(value, path_of_key(item.path(), name), item.problems());
    if (!is_command_name(name)) {
      report_name(time, name);
    } else if (const auto duration = time.duration(kCommandTimes)) {
      network.command_times.emplace(name, *duration);
    }
  }
}

void read_node_cpu(const Item& item, NodeCpu& cpu) {
  const Section section(item);
  section.read("per_request", cpu.per_request, kCpuTimes);
  section.read("per_command", cpu.per_command, kCpuTimes);
  section.read("one_thread_for_all", cpu.one_thread_for_all);
}

}  // namespace

void read_network(const Section& file, Scenario& scenario) {
  const auto item = file.find("network");
  if (!item) return;
  const Section section(*item);
  Network& network = scenario.network;
  if (const auto delay = section.find("one_way_delay")) read_time_distribution(*delay, network.one_way_delay);
  section.read("command_time", network.command_time, kCommandTimes);
  if (const auto times = section.find("command_times")) read_command_times(*times, network);
  section.read("socket_time", network.socket_time, kCommandTimes);
  section.read_size("bandwidth", network.bandwidth_bytes_per_s, kBandwidths);
  if (const auto cpu = section.find("node_cpu")) read_node_cpu(*cpu, network.node_cpu);
}

}  // namespace stampede::scenario
