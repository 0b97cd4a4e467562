// The keys of scenario files. Objects whose keys are names (objectives, parameters of strategies, commands, keyword
// arguments) are not here.
#include "simulator/scenario/known_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "simulator/scenario/paths.h"

namespace stampede::scenario {
namespace {

using Name = std::string_view;

template <typename... Names>
constexpr std::array<Name, sizeof...(Names)> names(Names... of) {
  return {Name(of)...};
}

constexpr auto kScenario =
    names("name", "summary", "description", "look_at", "live_under_a_minute", "topology", "client", "keys", "freshness",
          "origin", "load", "writes", "endpoints", "faults", "background", "redis", "network", "prefill",
          "goodput_within", "recovery", "duration", "warm_up", "drain", "settle", "generator", "series_step", "seed",
          "repetitions", "strategies", "ideal", "objectives");
constexpr auto kTopology = names("nodes", "workers", "queue_limit");
constexpr auto kClient = names("timeout", "retries", "abandoned");
constexpr auto kRetries = names("times", "backoff", "factor", "jitter", "on");
constexpr auto kKeys = names("count", "popularity", "value_size", "name", "tags", "invalidation_keys", "calls", "page");
constexpr auto kPage = names("keys", "order");
constexpr auto kCall = names("function", "args", "kwargs");
constexpr auto kPopularity = names("zipf", "hot", "moving");
constexpr auto kMoving = names("share", "every", "by", "requests");
constexpr auto kValueSize = names("uniform", "lognormal");
constexpr auto kFreshness = names("fresh_for", "keep_for", "tolerance");
constexpr auto kOrigin = names("compute_time", "compute_time_per_key", "capacity", "beyond", "error_rate", "pause",
                               "row_read_time", "row_write_time");
constexpr auto kPerKey = names("uniform", "lognormal", "dear");
constexpr auto kLognormalFactor = names("p99");
constexpr auto kDear = names("share", "factor");
constexpr auto kDistribution = names("constant", "uniform", "exponential", "lognormal", "pareto");
constexpr auto kUniform = names("min", "max");
constexpr auto kExponential = names("mean");
constexpr auto kLognormal = names("median", "p99");
constexpr auto kPareto = names("min", "alpha", "max");
constexpr auto kPause = names("every", "for");
constexpr auto kLoad = names("burst", "poisson", "constant", "ramp", "steps", "diurnal", "bursty", "closed_loop",
                             "trace", "format", "speed", "spread", "tolerate_disorder", "tolerate_bad_lines", "sets",
                             "commit_delay", "invalidate", "at", "from", "for");
constexpr auto kRamp = names("start", "end");
constexpr auto kStep = names("rate", "for");
constexpr auto kDiurnal = names("mean", "amplitude", "period", "phase");
constexpr auto kRateState = names("rate", "dwell");
constexpr auto kClosedLoop = names("users", "think_time");
constexpr auto kWrites = names("rate", "from", "for", "commit_delay", "invalidate", "with", "read_back");
constexpr auto kReadBack = names("after");
constexpr auto kEndpoint = names("name", "work", "load");
constexpr auto kFaults = names("fault", "at", "for", "keys", "in", "factor", "share", "mode", "delay", "memory",
                               "policy", "tracked_keys", "nodes", "every", "in_flight", "requests", "by");
constexpr auto kKeyChoice = names("hottest", "share");
constexpr auto kMemory = names("share");
constexpr auto kBackground = names("workers");
constexpr auto kRedis = names("deadline");
constexpr auto kNetwork =
    names("one_way_delay", "command_time", "command_times", "socket_time", "bandwidth", "node_cpu");
constexpr auto kNodeCpu = names("per_request", "per_command", "one_thread_for_all");
constexpr auto kGenerator = names("lag_p99_max");
constexpr auto kRecovery = names("within", "window");
constexpr auto kObjective = names("min", "max");

constexpr std::array kSections = {
    KnownSection{"", kScenario},
    KnownSection{"topology", kTopology},
    KnownSection{"client", kClient},
    KnownSection{"client.retries", kRetries},
    KnownSection{"keys", kKeys},
    KnownSection{"keys.page", kPage},
    KnownSection{"keys.popularity", kPopularity},
    KnownSection{"keys.calls[]", kCall},
    KnownSection{"keys.popularity.moving", kMoving},
    KnownSection{"keys.value_size", kValueSize},
    KnownSection{"keys.value_size.uniform", kUniform},
    KnownSection{"keys.value_size.lognormal", kLognormal},
    KnownSection{"freshness", kFreshness},
    KnownSection{"origin", kOrigin},
    KnownSection{"origin.compute_time", kDistribution},
    KnownSection{"origin.compute_time.uniform", kUniform},
    KnownSection{"origin.compute_time.exponential", kExponential},
    KnownSection{"origin.compute_time.lognormal", kLognormal},
    KnownSection{"origin.compute_time.pareto", kPareto},
    KnownSection{"origin.compute_time_per_key", kPerKey},
    KnownSection{"origin.compute_time_per_key.uniform", kUniform},
    KnownSection{"origin.compute_time_per_key.lognormal", kLognormalFactor},
    KnownSection{"origin.compute_time_per_key.dear", kDear},
    KnownSection{"origin.pause", kPause},
    KnownSection{"load[]", kLoad},
    KnownSection{"load[].ramp", kRamp},
    KnownSection{"load[].steps[]", kStep},
    KnownSection{"load[].diurnal", kDiurnal},
    KnownSection{"load[].bursty[]", kRateState},
    KnownSection{"load[].closed_loop", kClosedLoop},
    KnownSection{"load[].closed_loop.think_time", kDistribution},
    KnownSection{"load[].closed_loop.think_time.uniform", kUniform},
    KnownSection{"load[].closed_loop.think_time.exponential", kExponential},
    KnownSection{"load[].closed_loop.think_time.lognormal", kLognormal},
    KnownSection{"load[].closed_loop.think_time.pareto", kPareto},
    KnownSection{"writes[]", kWrites},
    KnownSection{"writes[].read_back", kReadBack},
    KnownSection{"endpoints[]", kEndpoint},
    KnownSection{"endpoints[].work", kDistribution},
    KnownSection{"endpoints[].work.uniform", kUniform},
    KnownSection{"endpoints[].work.exponential", kExponential},
    KnownSection{"endpoints[].work.lognormal", kLognormal},
    KnownSection{"endpoints[].work.pareto", kPareto},
    KnownSection{"endpoints[].load[]", kLoad},
    KnownSection{"endpoints[].load[].ramp", kRamp},
    KnownSection{"endpoints[].load[].steps[]", kStep},
    KnownSection{"endpoints[].load[].diurnal", kDiurnal},
    KnownSection{"endpoints[].load[].bursty[]", kRateState},
    KnownSection{"endpoints[].load[].closed_loop", kClosedLoop},
    KnownSection{"endpoints[].load[].closed_loop.think_time", kDistribution},
    KnownSection{"endpoints[].load[].closed_loop.think_time.uniform", kUniform},
    KnownSection{"endpoints[].load[].closed_loop.think_time.exponential", kExponential},
    KnownSection{"endpoints[].load[].closed_loop.think_time.lognormal", kLognormal},
    KnownSection{"endpoints[].load[].closed_loop.think_time.pareto", kPareto},
    KnownSection{"faults[]", kFaults},
    KnownSection{"faults[].keys", kKeyChoice},
    KnownSection{"faults[].memory", kMemory},
    KnownSection{"background", kBackground},
    KnownSection{"redis", kRedis},
    KnownSection{"network", kNetwork},
    KnownSection{"network.one_way_delay", kDistribution},
    KnownSection{"network.one_way_delay.uniform", kUniform},
    KnownSection{"network.one_way_delay.exponential", kExponential},
    KnownSection{"network.one_way_delay.lognormal", kLognormal},
    KnownSection{"network.one_way_delay.pareto", kPareto},
    KnownSection{"network.node_cpu", kNodeCpu},
    KnownSection{"generator", kGenerator},
    KnownSection{"recovery", kRecovery},
    KnownSection{"objectives.*", kObjective},
};

bool is_objective(std::string_view path) { return path.starts_with("objectives.") || path.starts_with("objectives["); }

}  // namespace

std::span<const KnownSection> known_sections() { return kSections; }

std::span<const std::string_view> known_keys(std::string_view path) {
  const std::string section = is_objective(path) ? "objectives.*" : without_indices(path);
  const auto found = std::find_if(kSections.begin(), kSections.end(),
                                  [&](const KnownSection& known) { return known.path == section; });
  if (found == kSections.end()) throw std::logic_error(fmt::format("no keys are listed for section \"{}\"", section));
  return found->keys;
}

}  // namespace stampede::scenario
