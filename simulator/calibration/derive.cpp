// The model: n commands on one connection take a round trip, n times the command's own time, and the share of their
// bytes. Each term is the slope of its own series of measurements.
#include "simulator/calibration/derive.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "simulator/calibration/delay_fit.h"
#include "simulator/calibration/rounding.h"

namespace stampede::calibration {
namespace {

constexpr double kNanosecondsPerSecond = 1e9;
constexpr double kWorthAnEntry = 0.2;

double byte_ns(const SizeSamples& samples) { return std::max(fit_line(samples.sizes).slope, 0.0); }

// Of reading and writing together: a scenario has one bandwidth.
double mean_byte_ns(const std::vector<SizeSamples>& all) {
  if (all.empty()) throw std::invalid_argument("no sizes were measured");
  double sum = 0;
  for (const SizeSamples& samples : all) sum += byte_ns(samples);
  return sum / static_cast<double>(all.size());
}

CommandCost cost_of(const CrowdSamples& samples, double ns_per_byte) {
  const Line line = fit_line(samples.crowds);
  return {.name = samples.name,
          .each_ns = line.slope,
          .wire_bytes = samples.wire_bytes,
          .own_ns = std::max(line.slope - samples.wire_bytes * ns_per_byte, 0.0),
          .residual_share = line.residual_share};
}

const CommandCost& find(const std::vector<CommandCost>& commands, std::string_view name) {
  const auto found =
      std::find_if(commands.begin(), commands.end(), [&](const CommandCost& cost) { return cost.name == name; });
  if (found == commands.end()) throw std::invalid_argument("no such command was measured");
  return *found;
}

void add_if_different(scenario::Network& network, const std::string& name, double own_ns) {
  const Duration time = rounded(own_ns);
  const auto usual = static_cast<double>(network.command_time.count());
  if (std::abs(static_cast<double>(time.count()) - usual) > kWorthAnEntry * usual) {
    network.command_times.emplace(name, time);
  }
}

void add_entries(scenario::Network& network, const CommandCost& cost, const CommandCost& small_get) {
  if (cost.name == kTransaction) {
    // What the two take beyond the GET between them cannot be told apart.
    const double each = std::max(cost.own_ns - small_get.own_ns, 0.0) / 2;
    add_if_different(network, "MULTI", each);
    add_if_different(network, "EXEC", each);
  } else if (cost.name == kLockSet) {
    // In a stampede, far more of them ask for locks than store values.
    add_if_different(network, "SET", cost.own_ns);
  } else if (cost.name != kSmallGet && cost.name != "SET") {
    add_if_different(network, cost.name, cost.own_ns);
  }
}

// Strategies have more or less to do around a command; what counts is the mean.
ProcessCost process_cost_of(const ProcessSamples& samples) {
  const Line idle = fit_line(samples.idle);
  ProcessCost cost{.request_ns = std::max(idle.slope, 0.0), .command_ns = 0, .residual_share = idle.residual_share};
  for (const ProcessSamples::Asking& asking : samples.asking) {
    const Line line = fit_line(asking.bursts);
    const double command_ns = std::max(line.slope - idle.slope, 0.0) / asking.commands;
    cost.command_ns += command_ns / static_cast<double>(samples.asking.size());
    cost.residual_share = std::max(cost.residual_share, line.residual_share);
  }
  return cost;
}

}  // namespace

Calibration derive(const Samples& samples) {
  Calibration result;
  result.round_trip_median_ns = median(samples.round_trips_ns);
  result.round_trip_p99_ns = quantile(samples.round_trips_ns, 0.99);
  const double ns_per_byte = mean_byte_ns(samples.sizes);
  for (const SizeSamples& sizes : samples.sizes) {
    const Line line = fit_line(sizes.sizes);
    result.throughputs.push_back({.name = sizes.name,
                                  .bytes_per_s = line.slope > 0 ? kNanosecondsPerSecond / line.slope : 0,
                                  .residual_share = line.residual_share});
  }
  for (const CrowdSamples& crowds : samples.commands) result.commands.push_back(cost_of(crowds, ns_per_byte));

  std::vector<double> scatter_shares;
  for (const CrowdSamples& crowds : samples.commands) scatter_shares.push_back(crowds.scatter_share);

  const CommandCost& small_get = find(result.commands, kSmallGet);
  result.scatter_share = median(std::move(scatter_shares));
  scenario::Network& network = result.network;
  if (samples.alone_ns) {
    result.socket_ns = std::max(*samples.alone_ns - small_get.each_ns, 0.0);
    network.socket_time = rounded(*result.socket_ns);
  }
  const double at_server_ns = small_get.each_ns + result.socket_ns.value_or(0);
  network.one_way_delay =
      one_way_delay(result.round_trip_median_ns - at_server_ns, result.round_trip_p99_ns - at_server_ns);
  network.command_time = rounded(small_get.own_ns);
  network.bandwidth_bytes_per_s.reset();
  if (ns_per_byte > 0) network.bandwidth_bytes_per_s = rounded_size(kNanosecondsPerSecond / ns_per_byte);
  for (const CommandCost& cost : result.commands) add_entries(network, cost, small_get);
  if (samples.process) {
    result.process = process_cost_of(*samples.process);
    network.node_cpu = {.per_request = rounded(result.process->request_ns),
                        .per_command = rounded(result.process->command_ns),
                        .one_thread_for_all = true};
  }
  return result;
}

}  // namespace stampede::calibration
