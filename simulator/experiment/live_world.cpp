#include "simulator/experiment/live_world.h"

#include <fmt/format.h>
#include <exception>
#include <random>
#include <utility>
#include <vector>

#include "simulator/redis/live_redis.h"
#include "simulator/redis/live_server_control.h"
#include "simulator/redis/own_processor.h"
#include "simulator/runtime/reactor.h"

namespace stampede::experiment {

namespace {

// New workers run for the first time meanwhile, which costs each a page fault or two, and the recorder takes its
// memory: not while a request waits.
constexpr Duration kLead = std::chrono::milliseconds(2);

constexpr std::size_t kKeysPerUnlink = 500;
constexpr int kLooksForKeys = 10;

// The message up to its last sentence's end, wherever it comes from.
std::string sentence(std::string text) {
  while (text.ends_with('.')) text.pop_back();
  return text + ".";
}

std::string advice(const std::string& reason, bool is_own_server) {
  const auto contains = [&](const char* text) { return reason.find(text) != std::string::npos; };
  if (is_own_server) {
    return "The private redis-server has died or hangs: see whether it was killed, or memory ran out.";
  }
  if (contains("WRONGPASS") || contains("NOAUTH") || contains("invalid password") || contains("AUTH")) {
    return "Check user and password in --redis redis://user:password@host:port.";
  }
  if (contains("NOPERM")) return "Allow this user the commands and keys, or name another user in --redis.";
  if (contains("No such file")) return "Check the path of the socket in --redis, and that the server runs.";
  return "Check that the server runs at this address and answers redis-cli ping; without --redis the program starts "
         "one of its own.";
}

}  // namespace

class LiveSession final : public WorldSession {
 public:
  LiveSession(runtime::Scheduler& scheduler, runtime::Reactor& reactor, const redis::ConnectionSettings& settings,
              std::string prefix, const runtime::Interrupt& interrupt, redis::PrivateServer* own_server,
              std::uint64_t seed)
      : scheduler_(scheduler),
        reactor_(reactor),
        settings_(settings),
        prefix_(std::move(prefix)),
        interrupt_(interrupt),
        server_control_(scheduler, reactor, settings, prefix_, own_server,
                        measure::RandomStream(seed, "faults: messages")) {}

  runtime::Scheduler& scheduler() override { return scheduler_; }
  const measure::RedisUsage& usage() const override { return usage_; }
  Duration lead() const override { return kLead; }
  bool interrupted() const override { return interrupt_.raised(); }
  std::optional<std::uint64_t> event_hash() const override { return std::nullopt; }

  std::unique_ptr<redis::ServerConnection> connect(std::size_t /*process*/) override {
    redis::ConnectionSettings settings = settings_;
    settings.faults = &server_control_.of_connections();
    return connect(usage_, settings);
  }
  redis::ServerFaults* server_faults() override { return &server_control_; }
  void undo_faults() noexcept { server_control_.undo(); }
  runtime::ProcessCpu& cpu(std::size_t /*process*/) override { return cpu_; }

  std::string server_version() {
    const auto control = connect(control_usage_, settings_);
    const std::string info = control->call({"INFO", "server"}).as_string();
    const std::string field = "redis_version:";
    const std::size_t begin = info.find(field);
    if (begin == std::string::npos) return "unknown";
    return info.substr(begin + field.size(), info.find('\r', begin) - begin - field.size());
  }

  void remove_keys() {
    const auto control = connect(control_usage_, settings_);
    // The server may still have had commands to read from connections that are closed by now, so look again.
    for (int look = 0; look < kLooksForKeys; ++look) {
      const std::vector<RedisKey> keys = control->scan({"*"});
      if (keys.empty() && look > 0) return;
      unlink(*control, keys);
    }
  }

 private:
  static void unlink(redis::ServerConnection& control, const std::vector<RedisKey>& keys) {
    for (std::size_t begin = 0; begin < keys.size(); begin += kKeysPerUnlink) {
      std::vector<Arg> command{"UNLINK"};
      for (std::size_t i = begin; i < std::min(begin + kKeysPerUnlink, keys.size()); ++i) command.emplace_back(keys[i]);
      control.call(command);
    }
  }

  std::unique_ptr<redis::ServerConnection> connect(measure::RedisUsage& usage,
                                                   const redis::ConnectionSettings& settings) {
    auto connection = std::make_unique<redis::LiveRedis>(scheduler_, reactor_, settings, prefix_, usage);
    connection->connect();
    return connection;
  }

  runtime::Scheduler& scheduler_;
  runtime::Reactor& reactor_;
  const redis::ConnectionSettings& settings_;
  std::string prefix_;
  const runtime::Interrupt& interrupt_;
  measure::RedisUsage usage_;
  runtime::ProcessCpu cpu_;
  redis::LiveServerControl server_control_;
  measure::RedisUsage control_usage_;  // our own housekeeping is not the strategy's cost
};

namespace {

// Whatever became of the run, the keys go. `left` says why they could not.
void run_and_clean_up(LiveSession& session, const std::function<void(WorldSession&)>& body, std::string& left) {
  std::exception_ptr failure;
  try {
    body(session);
  } catch (...) {
    failure = std::current_exception();
  }
  session.scheduler().cancel_others();
  session.undo_faults();
  try {
    session.remove_keys();
  } catch (const RedisError& error) {
    left = error.what();
  }
  if (failure) std::rethrow_exception(failure);
}

std::string random_prefix() {
  std::random_device entropy;
  return fmt::format("stampede:{:08x}{:08x}:", entropy(), entropy());
}

}  // namespace

LiveWorld::LiveWorld(redis::ConnectionSettings settings, runtime::Interrupt& interrupt,
                     redis::PrivateServer* own_server)
    : settings_(std::move(settings)), interrupt_(interrupt), prefix_(random_prefix()), own_server_(own_server) {
  check();
}

void LiveWorld::check() {
  in_session(prefix_, 0, [this](LiveSession& session) { redis_version_ = session.server_version(); });
}

void LiveWorld::run(const scenario::Scenario& scenario, const std::function<void(WorldSession&)>& body) {
  in_session(fmt::format("{}{}:", prefix_, ++runs_), scenario.seed,
             [&](LiveSession& session) { run_and_clean_up(session, body, left_keys_); });
}

void LiveWorld::remove_left_keys() {
  if (left_keys_.empty()) return;
  try {
    in_session(prefix_, 0, [](LiveSession& session) { session.remove_keys(); });
    left_keys_.clear();
  } catch (const EnvironmentError& error) {
    left_keys_ = error.what();
  }
}

void LiveWorld::in_session(const std::string& prefix, std::uint64_t seed,
                           const std::function<void(LiveSession&)>& body) {
  const redis::StayAwayFrom server_processor(own_server_ == nullptr ? std::nullopt : own_server_->processor());
  runtime::Reactor reactor;
  try {
    runtime::Scheduler::run(reactor, [&](runtime::Scheduler& scheduler) {
      LiveSession session(scheduler, reactor, settings_, prefix, interrupt_, own_server_, seed);
      body(session);
    });
  } catch (const RedisError& error) {
    throw EnvironmentError(
        fmt::format("cannot use Redis: {} {}", sentence(error.what()), advice(error.what(), own_server_ != nullptr)));
  }
}

}  // namespace stampede::experiment
