#include "simulator/experiment/virtual_world.h"

#include <vector>

#include "simulator/measure/random_stream.h"
#include "simulator/origin/compute_time.h"
#include "simulator/redis/virtual_redis.h"
#include "simulator/redis/virtual_server.h"
#include "simulator/redis/virtual_server_control.h"
#include "simulator/runtime/virtual_clock.h"

namespace stampede::experiment {

namespace {

redis::VirtualServer::DrawDelay one_way_delay(const scenario::Scenario& scenario) {
  if (const auto* constant = std::get_if<scenario::ConstantTime>(&scenario.network.one_way_delay)) {
    return [delay = constant->value] { return delay; };
  }
  return [distribution = scenario.network.one_way_delay,
          stream = measure::RandomStream(scenario.seed, "network")]() mutable {
    return origin::draw(distribution, stream);
  };
}

redis::ServiceTimes service_times(const scenario::Network& network) {
  return {.command = network.command_time,
          .of_commands = {network.command_times.begin(), network.command_times.end()},
          .socket = network.socket_time,
          .bandwidth_bytes_per_s = network.bandwidth_bytes_per_s};
}

// Of each process, or one for all.
std::vector<runtime::ProcessCpu> make_cpus(const scenario::Scenario& scenario) {
  const scenario::NodeCpu& costs = scenario.network.node_cpu;
  const std::size_t processes = std::size_t{scenario.topology.nodes} + 1;
  return std::vector(costs.one_thread_for_all ? 1 : processes,
                     runtime::ProcessCpu({.request = costs.per_request, .command = costs.per_command}));
}

// Where a run begins in its second matters to whoever counts in whole seconds: a live run begins anywhere.
Duration moment_within_a_second(std::uint64_t seed) {
  measure::RandomStream stream(seed, "moment within a second");
  return Duration(static_cast<Duration::rep>(stream.below(Duration(std::chrono::seconds(1)).count())));
}

class VirtualSession final : public WorldSession {
 public:
  VirtualSession(runtime::Scheduler& scheduler, const scenario::Scenario& scenario, const runtime::Interrupt& interrupt,
                 const VirtualWorld::OnCommand& on_command)
      : scheduler_(scheduler),
        deadline_(scenario.redis.deadline),
        interrupt_(interrupt),
        cpus_(make_cpus(scenario)),
        server_(scheduler, service_times(scenario.network), one_way_delay(scenario), {.seed = scenario.seed}),
        server_control_(scheduler, server_, measure::RandomStream(scenario.seed, "faults: messages")) {
    if (on_command) watch(on_command);
  }

  runtime::Scheduler& scheduler() override { return scheduler_; }
  const measure::RedisUsage& usage() const override { return usage_; }
  bool interrupted() const override { return interrupt_.raised(); }
  std::optional<std::uint64_t> event_hash() const override { return server_.log().value(); }

  std::unique_ptr<redis::ServerConnection> connect(std::size_t process) override {
    auto connection = std::make_unique<redis::VirtualRedis>(scheduler_, server_, deadline_, usage_, cpu(process),
                                                            &server_control_.message_loss());
    connection->connect();
    return connection;
  }

  redis::ServerFaults* server_faults() override { return &server_control_; }

  runtime::ProcessCpu& cpu(std::size_t process) override { return cpus_[cpus_.size() == 1 ? 0 : process]; }

 private:
  void watch(const VirtualWorld::OnCommand& on_command) {
    server_.watch([this, on_command](const runtime::ProcessCpu& cpu, std::span<const std::string_view> words,
                                     const Reply* reply, TimePoint at) {
      std::optional<std::size_t> process;
      if (cpus_.size() > 1) process = static_cast<std::size_t>(&cpu - cpus_.data());
      on_command({.process = process, .words = words, .reply = reply, .at = at});
    });
  }

  runtime::Scheduler& scheduler_;
  Duration deadline_;
  const runtime::Interrupt& interrupt_;
  measure::RedisUsage usage_;
  std::vector<runtime::ProcessCpu> cpus_;
  redis::VirtualServer server_;
  redis::VirtualServerControl server_control_;
};

}  // namespace

void VirtualWorld::run(const scenario::Scenario& scenario, const std::function<void(WorldSession&)>& body) {
  runtime::VirtualClock clock(runtime::VirtualClock::kUnixTimeAtZero + moment_within_a_second(scenario.seed));
  runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
    VirtualSession session(scheduler, scenario, interrupt_, on_command_);
    body(session);
  });
}

}  // namespace stampede::experiment
