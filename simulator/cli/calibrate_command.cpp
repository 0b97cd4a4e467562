#include "simulator/cli/calibrate_command.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/calibration/alone.h"
#include "simulator/calibration/commands.h"
#include "simulator/calibration/derive.h"
#include "simulator/calibration/measure_server.h"
#include "simulator/cli/calibration_text.h"
#include "simulator/cli/left_keys.h"
#include "simulator/cli/measure_process.h"
#include "simulator/cli/output.h"
#include "simulator/cli/progress_line.h"
#include "simulator/cli/signals.h"
#include "simulator/experiment/live_world.h"
#include "simulator/redis/private_server.h"
#include "simulator/scenario/sizes.h"
#include "simulator/scenario/write.h"

namespace stampede::cli {

namespace {

// Large values on a slow network take their time, all of a crowd at once.
constexpr std::chrono::seconds kDeadline{10};
constexpr std::uint64_t kLargestValueBytes = 256U << 10U;  // as far as bandwidth is measured

struct Request {
  redis::Endpoint endpoint;
  std::uint64_t value_size_bytes = 1024;
};

// What is wrong is added to `problems`.
Request checked(const CalibrateArguments& arguments, std::string& problems) {
  Request request;
  try {
    if (arguments.redis_url) request.endpoint = redis::parse_endpoint(*arguments.redis_url);
  } catch (const redis::EndpointError& error) {
    problems += fmt::format("--redis: {}\n", error.what());
  }
  const Parsed<std::uint64_t> size = scenario::parse_size(arguments.value_size);
  if (size && *size.value >= 1 && *size.value <= kLargestValueBytes) {
    request.value_size_bytes = *size.value;
  } else {
    problems += fmt::format("--value-size: expected a size from 1B to {} (such as \"4KiB\"), found \"{}\"{}\n",
                            scenario::format_size(kLargestValueBytes), arguments.value_size,
                            size ? std::string() : ", which " + size.problem);
  }
  return request;
}

// As many as a server often has.
constexpr std::size_t kConnections = 32;

std::optional<double> measure_alone(experiment::LiveWorld& world) {
  std::optional<double> cost_ns;
  world.run(scenario::Scenario{}, [&](experiment::WorldSession& session) {
    std::vector<std::unique_ptr<redis::ServerConnection>> connections;
    for (std::size_t i = 0; i < kConnections; ++i) connections.push_back(session.connect(i));
    connections.front()->set_px(calibration::small_key(), "v", std::chrono::minutes(10));
    cost_ns = calibration::cost_of_command_alone_ns(session.scheduler(), connections);
  });
  return cost_ns;
}

// Empty: interrupted.
std::optional<calibration::Samples> measure_on(experiment::LiveWorld& world, std::uint64_t value_size_bytes,
                                               ProgressLine& progress) {
  std::optional<calibration::Samples> samples;
  world.run(scenario::Scenario{}, [&](experiment::WorldSession& session) {
    const std::unique_ptr<redis::ServerConnection> connection = session.connect(0);
    samples = calibration::measure_server(
        session.scheduler(), *connection, session.usage(),
        {.value_size_bytes = value_size_bytes,
         .interrupted = [&] { return session.interrupted(); },
         .on_progress = [&](double share) { progress.show(fmt::format("calibrating Redis: {:.0f} %", share * 100)); }});
  });
  if (!samples) return std::nullopt;
  samples->alone_ns = measure_alone(world);
  try {
    samples->process =
        measure_process(world, {.thread_time = thread_cpu_time, .on_progress = [&](double share) {
                                  progress.show(fmt::format("calibrating the client: {:.0f} %", share * 100));
                                }});
  } catch (const experiment::Interrupted&) {
    return std::nullopt;
  }
  return samples;
}

ExitCode calibrate(const Request& request, const CalibrateArguments& arguments, redis::PrivateServer* own_server,
                   runtime::Interrupt& interrupt) {
  experiment::LiveWorld world({.endpoint = request.endpoint, .deadline = kDeadline}, interrupt, own_server);
  std::optional<calibration::Samples> samples;
  try {
    ProgressLine progress(!arguments.json);
    samples = measure_on(world, request.value_size_bytes, progress);
  } catch (const experiment::EnvironmentError&) {
    // A server of our own goes with all its keys.
    if (own_server == nullptr) remove_left_keys(world);
    throw;
  }
  if (own_server == nullptr) remove_left_keys(world);
  if (!samples) {
    print_error("interrupted; nothing is printed, because too little was measured");
    return ExitCode::not_valid;
  }
  const calibration::Calibration result = calibration::derive(*samples);
  if (arguments.json) {
    print(scenario::to_json_text(result.network));
  } else {
    print(calibration_text(result, {.server = own_server != nullptr ? "a private server" : request.endpoint.display(),
                                    .redis_version = world.redis_version(),
                                    .value_size_bytes = request.value_size_bytes,
                                    .rounds = samples->rounds}));
  }
  return ExitCode::done;
}

}  // namespace

ExitCode calibrate_command(const CalibrateArguments& arguments) {
  std::string problems;
  Request request = checked(arguments, problems);
  if (!problems.empty()) {
    print_error("nothing was measured; these problems must be mended first:\n" + problems);
    return ExitCode::bad_input;
  }
  runtime::Interrupt interrupt;
  const SignalHandlers handlers(interrupt);
  try {
    std::optional<redis::PrivateServer> server;
    if (!arguments.redis_url) request.endpoint = server.emplace().endpoint();
    return calibrate(request, arguments, server ? &*server : nullptr, interrupt);
  } catch (const redis::ServerError& error) {
    print_error(error.what());
  } catch (const experiment::EnvironmentError& error) {
    print_error(error.what());
  }
  return ExitCode::environment_failed;
}

}  // namespace stampede::cli
