// A private server, a scheduler in real time, and what most tests against a server need.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>

#include "simulator/redis/live_redis.h"
#include "simulator/redis/private_server.h"

namespace stampede::redis {

// Nothing that works takes so long, on whatever machine.
inline constexpr std::chrono::seconds kAmple{60};

// Runs `main` on a scheduler in real time.
void on_scheduler(const std::function<void(runtime::Scheduler&, runtime::Reactor&)>& main);

// Spawns `count` fibers and returns when all have ended.
void run_fibers(runtime::Scheduler& scheduler, std::size_t count, const std::function<void(std::size_t)>& body);

// Looks again and again until `condition` holds; false after kAmple.
bool eventually(runtime::Scheduler& scheduler, const std::function<bool()>& condition);

// The same where there is no scheduler.
bool eventually(const std::function<bool()>& condition);

// What a server answers to one command, as text; of an array the last element.
std::string ask(const PrivateServer& server, std::initializer_list<Arg> command);

bool exists(pid_t process);

// How many fibers wait for a reply.
std::size_t waiting_for_replies(runtime::Scheduler& scheduler);

// What the RedisError that `action` throws says; fails the test if it throws none.
struct Failure {
  RedisError::Kind kind = RedisError::Kind::unexpected;
  std::string message;
};
Failure failure_of(const std::function<void()>& action);

class LiveRedisTest : public testing::Test {
 protected:
  ConnectionSettings settings(Duration deadline = kAmple) const {
    return {.endpoint = server_.endpoint(), .deadline = deadline};
  }

  // Runs `body` with a connected client.
  void with_client(const ConnectionSettings& settings,
                   const std::function<void(runtime::Scheduler&, LiveRedis&)>& body);
  void with_client(const std::function<void(runtime::Scheduler&, LiveRedis&)>& body) { with_client(settings(), body); }

  // SIGSTOP, SIGCONT or SIGKILL to the server; returns when it has really stopped.
  void signal(int number) const;

  PrivateServer server_;
  measure::RedisUsage usage_;
};

}  // namespace stampede::redis
