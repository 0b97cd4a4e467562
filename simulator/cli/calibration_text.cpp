#include "simulator/cli/calibration_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/result/display_text.h"
#include "simulator/measure/human_units.h"
#include "simulator/scenario/sizes.h"
#include "simulator/scenario/write.h"

namespace stampede::cli {

namespace {

constexpr std::size_t kWidth = 100;
constexpr double kResidualMax = 0.1;
constexpr double kScatterMax = 0.5;
constexpr double kNanosecondsPerMillisecond = 1e6;

std::string human_ns(double ns) { return measure::human_milliseconds(ns / kNanosecondsPerMillisecond); }

std::string human_rate(double bytes_per_s) {
  constexpr double kib = 1024;
  constexpr double mib = kib * kib;
  constexpr double gib = mib * kib;
  if (bytes_per_s >= gib) return fmt::format("{:.2f} GiB/s", bytes_per_s / gib);
  if (bytes_per_s >= mib) return fmt::format("{:.1f} MiB/s", bytes_per_s / mib);
  return fmt::format("{:.1f} KiB/s", bytes_per_s / kib);
}

std::string table(const calibration::Calibration& calibration) {
  std::string text = fmt::format("{:<18}{:>10}{:>10}\n", "one at a time", "median", "p99");
  text += fmt::format("{:<18}{:>10}{:>10}\n\n", calibration::kSmallGet, human_ns(calibration.round_trip_median_ns),
                      human_ns(calibration.round_trip_p99_ns));
  text += fmt::format("{:<18}{:>10}{:>10}{:>10}{:>17}\n", "many at once", "each", "bytes", "itself", "residual");
  for (const calibration::CommandCost& cost : calibration.commands) {
    text += fmt::format("{:<18}{:>10}{:>10.0f}{:>10}{:>10}\n", cost.name, human_ns(cost.each_ns), cost.wire_bytes,
                        human_ns(cost.own_ns), measure::human_share(cost.residual_share));
  }
  if (calibration.socket_ns) {
    text += fmt::format("\n{:<18}{:>10}\n{:<18}{:>10}\n", "one connection", "server", "read and write",
                        human_ns(*calibration.socket_ns));
  }
  text += fmt::format("\n{:<18}{:>14}{:>17}\n", "large values", "bandwidth", "residual");
  for (const calibration::Throughput& throughput : calibration.throughputs) {
    text += fmt::format("{:<18}{:>14}{:>17}\n", throughput.name, human_rate(throughput.bytes_per_s),
                        measure::human_share(throughput.residual_share));
  }
  if (const auto& process = calibration.process) {
    text += fmt::format("\n{:<18}{:>10}{:>10}{:>17}\n", "our own thread", "request", "command", "residual");
    text += fmt::format("{:<18}{:>10}{:>10}{:>17}\n", "in a burst", human_ns(process->request_ns),
                        human_ns(process->command_ns), measure::human_share(process->residual_share));
  }
  return text;
}

bool is_noisy(const calibration::Calibration& calibration) {
  const auto noisy = [](const auto& fit) { return fit.residual_share > kResidualMax; };
  return calibration.scatter_share > kScatterMax ||
         std::any_of(calibration.commands.begin(), calibration.commands.end(), noisy) ||
         std::any_of(calibration.throughputs.begin(), calibration.throughputs.end(), noisy) ||
         (calibration.process && noisy(*calibration.process));
}

std::string paragraph(std::string_view words) {
  return fmt::format("\n{}\n", fmt::join(reports::wrap(words, kWidth), "\n"));
}

// The members of an object, each line two columns further in, as they stand in a scenario.
std::string section(const scenario::Network& network) {
  std::string text = "  \"network\": ";
  for (const char c : scenario::to_json_text(network)) {
    text += c;
    if (c == '\n') text += "  ";
  }
  return text.substr(0, text.find_last_not_of(" \n") + 1) + "\n";
}

}  // namespace

std::string calibration_text(const calibration::Calibration& calibration, const CalibrationContext& context) {
  std::string text = fmt::format("Measured on {}, Redis {}, with values of {}, in {} rounds (scatter {})\n\n",
                                 reports::printable(context.server), reports::printable(context.redis_version),
                                 scenario::format_size(context.value_size_bytes), context.rounds,
                                 measure::human_share(calibration.scatter_share));
  text += table(calibration);
  text += paragraph(
      "each: what one more command takes when many are sent at once on one connection, with what our own client needs "
      "for it: in a live run it is on the same path. itself: the same without the share of its bytes. residual: how "
      "far "
      "the measured times are from the straight line, as a rule, in shares of its rise. GET small reads one byte and "
      "is the "
      "measure of command_time, SET NX asks for a lock that is taken and is the measure of SET, MULTI/EXEC is around "
      "one "
      "GET small and shared evenly.");
  text += paragraph(
      calibration.socket_ns
          ? "one connection: the processor time that the server needs to read from a connection and to write to it, by "
            "its own account: for commands that come alone, beyond what each needs itself. It is the measure of "
            "socket_time."
          : "socket_time, the server's time to read from a connection and to write to it, was not measured: the server "
            "does not tell (INFO cpu).");
  text += paragraph(
      "our own thread: the processor time that this program needs for each request of a burst, and for each of its "
      "commands. Its live runs have one thread for all nodes, and so says node_cpu below. For a prediction of your "
      "application, put in what your own processes need.");
  if (is_noisy(calibration)) {
    text += paragraph(
        "Not reliable: the machine or the network was not quiet. Measure again when nothing else runs. (Residuals "
        "should be below 10 %, and the scatter between rounds below 50 %.)");
  }
  text += paragraph("For scenarios:");
  return text + "\n" + section(calibration.network);
}

}  // namespace stampede::cli
