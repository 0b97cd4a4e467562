// GET through the client: many fibers, one thread, one connection.
#include "client_benchmark.h"

#include <benchmark/benchmark.h>

#include <chrono>

#include "redis_peer.h"
#include "simulator/redis/live_redis.h"
#include "simulator/runtime/reactor.h"

namespace stampede::benchmarks {
namespace {

double seconds_for(std::uint64_t gets, std::uint64_t fibers) {
  double seconds = 0;
  runtime::Reactor reactor;
  measure::RedisUsage usage;
  const redis::Endpoint endpoint{.unix_path = server_socket(), .host = {}, .user = {}, .password = {}};
  runtime::Scheduler::run(reactor, [&](runtime::Scheduler& scheduler) {
    redis::LiveRedis redis(scheduler, reactor, {.endpoint = endpoint}, "bench:", usage);
    redis.connect();
    const RedisKey key{"key"};
    redis.set(key, std::string(kValueBytes, 'x'));
    std::uint64_t left = gets;
    std::uint64_t running = fibers;
    runtime::Fiber& main = scheduler.current();
    const TimePoint begin = scheduler.now();
    for (std::uint64_t i = 0; i < fibers; ++i) {
      scheduler.spawn({.name = "caller"}, [&] {
        while (left > 0) {
          --left;
          if (redis.get(key).value_or("").size() != kValueBytes) throw std::runtime_error("a wrong value");
        }
        if (--running == 0) scheduler.wake(main);
      });
    }
    while (running > 0) scheduler.suspend("the callers");
    seconds = to_seconds(scheduler.now() - begin);
    redis.del(key);
  });
  return seconds;
}

}  // namespace

double client_gets_per_s(std::uint64_t gets, std::uint64_t fibers) {
  return static_cast<double>(gets) / seconds_for(gets, fibers);
}

namespace {

void get_through_client(benchmark::State& state) {
  const auto fibers = static_cast<std::uint64_t>(state.range(0));
  const auto gets = static_cast<std::uint64_t>(state.range(1));
  const PeerFigures& peer = peer_figures();
  double per_s = 0;
  for (auto _ : state) {
    const double seconds = seconds_for(gets, fibers);
    state.SetIterationTime(seconds);
    per_s = static_cast<double>(gets) / seconds;
  }
  state.counters["gets_per_s"] = per_s;
  state.counters["peer_c50_per_s"] = peer.gets_per_s;
  state.counters["peer_c50_P64_per_s"] = peer.pipelined_gets_per_s;
  state.counters["ratio_to_c50"] = per_s / peer.gets_per_s;
  state.counters["ratio_to_c50_P64"] = per_s / peer.pipelined_gets_per_s;
}

BENCHMARK(get_through_client)
    ->Args({1, 100'000})
    ->Args({16, 1'000'000})
    ->Args({1000, 4'000'000})
    ->ArgNames({"fibers", "gets"})
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stampede::benchmarks
