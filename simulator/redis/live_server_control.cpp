// See the header.
#include "simulator/redis/live_server_control.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <utility>

#include "simulator/redis/model/server.h"

namespace stampede::redis {

namespace {

constexpr std::chrono::milliseconds kBetweenLooks{1};
// Stopping a process, and starting a server, take milliseconds on an idle machine.
constexpr std::chrono::seconds kStopLimit{5};

}  // namespace

LiveServerControl::LiveServerControl(runtime::Scheduler& scheduler, runtime::Reactor& reactor,
                                     const ConnectionSettings& settings, std::string prefix, PrivateServer* own,
                                     measure::RandomStream random)
    : scheduler_(scheduler),
      reactor_(reactor),
      settings_(settings),
      prefix_(std::move(prefix)),
      own_(own),
      of_connections_(random) {}

PrivateServer& LiveServerControl::own_server() const {
  if (own_ == nullptr) throw ServerFaultError("the server is not the program's own, and others may use it");
  return *own_;
}

std::unique_ptr<LiveRedis> LiveServerControl::connect() {
  auto redis = std::make_unique<LiveRedis>(scheduler_, reactor_, settings_, prefix_, usage_);
  redis->connect();
  return redis;
}

Redis& LiveServerControl::control() {
  if (!control_ || !control_->connection().is_ready()) control_ = connect();
  return *control_;
}

// ---- the process ----

void LiveServerControl::await_state(pid_t process, bool stopped) {
  const TimePoint give_up = scheduler_.now() + kStopLimit;
  while ((process_state(process) == 'T') != stopped) {
    if (scheduler_.now() > give_up) {
      throw ServerFaultError(fmt::format("process {} of redis-server did not {}", process, stopped ? "stop" : "go on"));
    }
    scheduler_.sleep_until(scheduler_.now() + kBetweenLooks, "the server's process");
  }
}

ServerFaults::Seen LiveServerControl::stall(Duration /*length*/) {
  const pid_t process = own_server().process();
  of_connections_.losses_are_meant = true;
  is_stalled_ = true;
  if (::kill(process, SIGSTOP) != 0) throw ServerFaultError(fmt::format("process {} cannot be stopped", process));
  try {
    await_state(process, true);
  } catch (const ServerFaultError&) {
    // Nobody ends what did not begin.
    ::kill(process, SIGCONT);
    is_stalled_ = of_connections_.losses_are_meant = false;
    throw;
  }
  return {{"process", process}};
}

ServerFaults::Seen LiveServerControl::resume() {
  const pid_t process = own_server().process();
  if (::kill(process, SIGCONT) != 0) throw ServerFaultError(fmt::format("process {} cannot be continued", process));
  await_state(process, false);
  is_stalled_ = false;
  of_connections_.losses_are_meant = false;
  return {};
}

ServerFaults::Seen LiveServerControl::kill() {
  PrivateServer& server = own_server();
  const Reply keys = control().call({"DBSIZE"});
  control_.reset();
  of_connections_.losses_are_meant = true;
  is_dead_ = true;
  const pid_t process = server.process();
  if (::kill(process, SIGKILL) != 0) throw ServerFaultError(fmt::format("process {} cannot be killed", process));
  return {{"keys", keys.as_integer()}, {"process_before", process}};
}

ServerFaults::Seen LiveServerControl::start_anew() {
  PrivateServer& server = own_server();
  try {
    server.request_restart();
    while (!server.restart_is_reported()) {
      scheduler_.sleep_until(scheduler_.now() + kBetweenLooks, "the start of redis-server");
    }
  } catch (const ServerError& error) {
    throw ServerFaultError(error.what());
  }
  await_answer();
  is_dead_ = false;
  of_connections_.losses_are_meant = false;
  return {{"process_after", server.process()}};
}

void LiveServerControl::await_answer() {
  const TimePoint give_up = scheduler_.now() + kStopLimit;
  for (;;) {
    try {
      control_ = connect();
      return;
    } catch (const RedisError& error) {
      if (scheduler_.now() > give_up)
        throw ServerFaultError(fmt::format("the new server is of no use: {}", error.what()));
    }
    scheduler_.sleep_until(scheduler_.now() + kBetweenLooks, "the first answer of redis-server");
  }
}

// ---- the connections ----

ServerFaults::Seen LiveServerControl::cut_off() {
  of_connections_.losses_are_meant = true;
  of_connections_.refuses = true;
  return {{"connections_lost", static_cast<std::int64_t>(of_connections_.break_all(ConnectionFaults::kCutOff))}};
}

void LiveServerControl::let_back() {
  of_connections_.refuses = false;
  of_connections_.losses_are_meant = false;
}

// ---- memory ----

std::int64_t LiveServerControl::info(std::string_view section, std::string_view field) {
  const std::string text = control().call({"INFO", section}).as_string();
  const std::size_t at = text.find(fmt::format("\n{}:", field));
  std::int64_t value = 0;
  if (at != std::string::npos) {
    const char* const begin = text.data() + at + field.size() + 2;
    if (std::from_chars(begin, text.data() + text.size(), value).ec == std::errc()) return value;
  }
  throw ServerFaultError(fmt::format("INFO {} says nothing of {}", section, field));
}

void LiveServerControl::set_memory_limit(std::uint64_t bytes, bool evicts) {
  control().call({"CONFIG", "SET", "maxmemory-policy", evicts ? "allkeys-lru" : "noeviction"});
  control().call({"CONFIG", "SET", "maxmemory", bytes});
}

// What the server needs beside the keys is left to it: the limit is for the keys.
ServerFaults::Seen LiveServerControl::limit_memory(const MemoryLimit& limit) {
  own_server();
  const std::int64_t all = info("memory", "used_memory");
  const std::int64_t keys = std::min(info("memory", "used_memory_dataset"), all);
  const auto wanted = limit.share ? static_cast<std::int64_t>(*limit.share * static_cast<double>(keys))
                                  : static_cast<std::int64_t>(limit.bytes);
  evicted_before_ = info("stats", "evicted_keys");
  is_limited_ = true;
  set_memory_limit(static_cast<std::uint64_t>(all - keys + wanted), limit.evicts);
  return {{"used_bytes", keys}, {"limit_bytes", wanted}};
}

ServerFaults::Seen LiveServerControl::lift_memory_limit() {
  const std::int64_t evicted = info("stats", "evicted_keys") - evicted_before_;
  set_memory_limit(0, false);
  is_limited_ = false;
  return {{"evicted_keys", evicted}};
}

void LiveServerControl::set_tracking_limit(std::uint64_t tracked_keys) {
  control().call({"CONFIG", "SET", "tracking-table-max-keys", tracked_keys});
}

ServerFaults::Seen LiveServerControl::limit_tracking(std::uint64_t tracked_keys) {
  own_server();
  const std::int64_t before = info("stats", "tracking_total_keys");
  is_limited_ = true;
  set_tracking_limit(tracked_keys);
  control().call({"PING"});  // the server looks at its limit before each command
  return {{"tracked_keys_before", before}};
}

ServerFaults::Seen LiveServerControl::lift_tracking_limit() {
  const std::int64_t after = info("stats", "tracking_total_keys");
  set_tracking_limit(model::kTrackedKeysMax);
  is_limited_ = false;
  return {{"tracked_keys_after", after}};
}

void LiveServerControl::undo() noexcept {
  of_connections_.refuses = false;
  of_connections_.delay = {};
  if (own_ == nullptr) return;
  try {
    if (is_stalled_) ::kill(own_->process(), SIGCONT);
    // A server that was limited starts anew without.
    if (is_dead_ || is_limited_) own_->restart();
  } catch (const std::exception&) {
    // Whoever uses it next will notice, and say so.
  }
}

}  // namespace stampede::redis
