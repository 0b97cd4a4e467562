// See the header.
#include "simulator/redis/virtual_server_control.h"

#include <algorithm>
#include <stdexcept>

#include "simulator/redis/virtual_prefix.h"

namespace stampede::redis {

VirtualServerControl::Control::Control(runtime::Scheduler& scheduler, VirtualServer& server, measure::RedisUsage& usage)
    : Client(scheduler, std::string(kVirtualPrefix), Duration::zero(), usage), server_(server) {}

Reply VirtualServerControl::Control::send(Args args, std::optional<Duration> /*deadline*/) {
  if (!server_.is_alive()) throw RedisError(RedisError::Kind::unavailable, "the server is not running");
  if (!link_) link_ = server_.open_link(kVirtualPrefix, usage(), cpu_);
  return link_->execute_at_once(args);
}

std::vector<Reply> VirtualServerControl::Control::send_all(std::span<const std::vector<Arg>> commands) {
  std::vector<Reply> replies;
  replies.reserve(commands.size());
  for (const std::vector<Arg>& command : commands) replies.push_back(send(command, std::nullopt));
  return replies;
}

void VirtualServerControl::Control::subscribe(const RedisKey& /*channel*/, MessageHandler /*handler*/) {
  throw std::logic_error("what controls the server does not listen");
}

void VirtualServerControl::Control::track(TrackedWrites /*writes*/, InvalidationHandler /*handler*/) {
  throw std::logic_error("what controls the server does not listen");
}

VirtualServerControl::VirtualServerControl(runtime::Scheduler& scheduler, VirtualServer& server,
                                           measure::RandomStream random)
    : server_(server), control_(scheduler, server, usage_), message_loss_(random) {}

ServerFaults::Seen VirtualServerControl::stall(Duration length) {
  server_.stall(length);
  return {};
}

ServerFaults::Seen VirtualServerControl::kill() {
  const std::size_t keys = server_.model().key_count();
  control_.disconnect();
  const std::size_t lost = server_.die();
  return {{"keys", keys}, {"connections_lost", lost}};
}

ServerFaults::Seen VirtualServerControl::start_anew() {
  server_.start_anew();
  return {};
}

ServerFaults::Seen VirtualServerControl::cut_off() { return {{"connections_lost", server_.cut_off()}}; }

ServerFaults::Seen VirtualServerControl::limit_memory(const MemoryLimit& limit) {
  const std::uint64_t used = server_.model().used_memory_bytes();
  const auto part = static_cast<std::uint64_t>(limit.share.value_or(0) * static_cast<double>(used));
  // No limit at all is what zero means.
  const std::uint64_t bytes = std::max<std::uint64_t>(limit.share ? part : limit.bytes, 1);
  server_.model().limit_memory(bytes, limit.evicts);
  evicted_before_ = server_.model().evicted_keys();
  return {{"used_bytes", used}, {"limit_bytes", bytes}};
}

ServerFaults::Seen VirtualServerControl::lift_memory_limit() {
  server_.model().limit_memory(0, true);
  return {{"evicted_keys", server_.model().evicted_keys() - evicted_before_}};
}

ServerFaults::Seen VirtualServerControl::limit_tracking(std::uint64_t tracked_keys) {
  const std::uint64_t before = server_.model().tracked_keys();
  server_.model().limit_tracking(tracked_keys);
  control_.call({"PING"});  // the server looks at its limit before each command
  return {{"tracked_keys_before", before}};
}

ServerFaults::Seen VirtualServerControl::lift_tracking_limit() {
  const std::uint64_t after = server_.model().tracked_keys();
  server_.model().limit_tracking(model::kTrackedKeysMax);
  return {{"tracked_keys_after", after}};
}

}  // namespace stampede::redis
