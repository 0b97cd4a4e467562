// See the header.
#include "live_redis_fixture.h"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <thread>

#include "simulator/runtime/waiting.h"

namespace stampede::redis {

namespace {

// As /proc has it: R, S, T (stopped), Z, ...; 0 if there is no such process.
char state_of(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/stat", process));
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::size_t name_end = text.rfind(')');
  return name_end == std::string::npos ? '\0' : text.at(name_end + 2);
}

}  // namespace

void on_scheduler(const std::function<void(runtime::Scheduler&, runtime::Reactor&)>& main) {
  runtime::Reactor reactor;
  runtime::Scheduler::run(reactor, [&](runtime::Scheduler& scheduler) { main(scheduler, reactor); });
}

void run_fibers(runtime::Scheduler& scheduler, std::size_t count, const std::function<void(std::size_t)>& body) {
  // Shared: should a fiber throw, main leaves before the others have ended.
  struct Crowd {
    explicit Crowd(runtime::Scheduler& scheduler) : done(scheduler) {}
    runtime::WaitQueue done;
    std::size_t left = 0;
  };
  const auto crowd = std::make_shared<Crowd>(scheduler);
  crowd->left = count;
  for (std::size_t i = 0; i < count; ++i) {
    scheduler.spawn({.name = "test"}, [crowd, body, i] {
      body(i);
      if (--crowd->left == 0) crowd->done.wake_all();
    });
  }
  if (crowd->left > 0) crowd->done.wait("the fibers of the test");
}

bool eventually(runtime::Scheduler& scheduler, const std::function<bool()>& condition) {
  const TimePoint give_up = scheduler.now() + kAmple;
  while (!condition()) {
    if (scheduler.now() > give_up) return false;
    scheduler.sleep_until(scheduler.now() + std::chrono::milliseconds(1));
  }
  return true;
}

bool eventually(const std::function<bool()>& condition) {
  const auto give_up = std::chrono::steady_clock::now() + kAmple;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

std::string ask(const PrivateServer& server, std::initializer_list<Arg> command) {
  std::string answer;
  on_scheduler([&](runtime::Scheduler& scheduler, runtime::Reactor& reactor) {
    measure::RedisUsage usage;
    LiveRedis redis(scheduler, reactor, {.endpoint = server.endpoint(), .deadline = kAmple}, "", usage);
    redis.connect();
    const Reply reply = redis.call(command);
    answer = reply.type == Reply::Type::integer ? std::to_string(reply.integer) : reply.text;
    if (!reply.elements.empty()) answer = reply.elements.back().text;
  });
  return answer;
}

bool exists(pid_t process) { return kill(process, 0) == 0 || errno != ESRCH; }

std::size_t waiting_for_replies(runtime::Scheduler& scheduler) {
  std::size_t count = 0;
  scheduler.for_each_suspended([&](const runtime::Fiber& fiber) {
    if (std::string_view(fiber.waiting_for()) == "a reply from Redis") ++count;
  });
  return count;
}

Failure failure_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const RedisError& error) {
    return {error.kind(), error.what()};
  }
  ADD_FAILURE() << "no RedisError was thrown";
  return {};
}

void LiveRedisTest::with_client(const ConnectionSettings& settings,
                                const std::function<void(runtime::Scheduler&, LiveRedis&)>& body) {
  on_scheduler([&](runtime::Scheduler& scheduler, runtime::Reactor& reactor) {
    LiveRedis redis(scheduler, reactor, settings, "test:", usage_);
    redis.connect();
    body(scheduler, redis);
  });
}

void LiveRedisTest::signal(int number) const {
  ASSERT_EQ(kill(server_.process(), number), 0);
  if (number != SIGSTOP) return;
  const auto give_up = std::chrono::steady_clock::now() + kAmple;
  while (state_of(server_.process()) != 'T' && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
}

}  // namespace stampede::redis
