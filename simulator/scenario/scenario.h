// A scenario: the complete description of an experiment, with every default filled in. Plain data; load.h
// reads and checks it. The reference file scenarios/reference.jsonc says what each entry means.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "simulator/scenario/faults.h"
#include "simulator/scenario/key_differences.h"
#include "simulator/scenario/load_shapes.h"
#include "strategies/call.h"
#include "strategies/parameters.h"
#include "strategies/time.h"

namespace stampede::scenario {

struct Topology {
  std::uint32_t nodes = 1;
  std::uint32_t workers = 100;               // per node
  std::optional<std::uint64_t> queue_limit;  // waiting requests per node; empty: no limit
  bool operator==(const Topology&) const = default;
};

// Of whom does not get an answer. Which failures: by the errors that requests are counted as.
struct Retries {
  std::uint64_t times = 1;                            // attempts after the first one
  Duration backoff = std::chrono::milliseconds(100);  // before the first of them
  double factor = 2;                                  // each further one waits so many times as long
  bool full_jitter = true;                            // a random part of that time rather than all of it
  bool on_timeout = true;                             // errors.timeout
  bool on_rejected = true;                            // errors.rejected
  bool on_errors = true;                              // all other errors
  bool operator==(const Retries&) const = default;
};

// What becomes of a request whose client has given up: the system finishes it all the same; or its worker is stopped at
// once, and with it what the origin computes for it; or its worker is, and the origin goes on.
enum class Abandoned { finish, cancel, detach };

struct Client {
  std::optional<Duration> timeout;  // empty: waits for ever
  std::optional<Retries> retries = std::nullopt;
  Abandoned abandoned = Abandoned::finish;
  bool operator==(const Client&) const = default;
};

struct UniformPopularity {
  bool operator==(const UniformPopularity&) const = default;
};
struct ZipfPopularity {
  double exponent = 1.0;
  bool operator==(const ZipfPopularity&) const = default;
};
// One key takes this share of the requests, the others share the rest equally.
struct HotKeyPopularity {
  double share = 0.9;
  bool operator==(const HotKeyPopularity&) const = default;
};
using Popularity = std::variant<UniformPopularity, ZipfPopularity, HotKeyPopularity, MovingPopularity>;

enum class PageOrder { fixed, shuffled };

// Requests are for pages of so many neighbours among the keys; a worker reads one key after the other.
struct Page {
  std::uint64_t keys = 1;
  PageOrder order = PageOrder::fixed;
  bool operator==(const Page&) const = default;
};

struct Keys {
  std::uint64_t count = 1;
  Popularity popularity = UniformPopularity{};
  std::uint64_t value_size_bytes = 1024;
  std::optional<SizeDistribution> value_size_per_key = std::nullopt;  // instead, where it differs from key to key
  std::string name = "item>{}";                                       // {} is the key's index
  std::uint64_t tags = 1;                                             // key i carries tag:(i mod tags)
  std::uint64_t invalidation_keys = 1;  // key i belongs to group:(i mod invalidation_keys)
  // What the keys stand for, all different. Empty: the application gives them the name; else there are so many keys.
  std::vector<Call> calls{};
  std::optional<Page> page{};  // empty: a request is for one key
  bool operator==(const Keys&) const = default;
};

struct FreshnessPromise {
  Duration fresh_for = std::chrono::seconds(60);
  Duration keep_for = std::chrono::hours(1);
  Duration tolerance = std::chrono::milliseconds(1);  // age beyond fresh_for that does not yet count as stale
  bool operator==(const FreshnessPromise&) const = default;
};

struct ConstantTime {
  Duration value{};
  bool operator==(const ConstantTime&) const = default;
};
struct UniformTime {
  Duration min{};
  Duration max{};
  bool operator==(const UniformTime&) const = default;
};
struct ExponentialTime {
  Duration mean{};
  bool operator==(const ExponentialTime&) const = default;
};
struct LognormalTime {
  Duration median{};
  Duration p99{};
  bool operator==(const LognormalTime&) const = default;
};
struct ParetoTime {
  Duration min{};
  double alpha = 2.0;
  std::optional<Duration> max;  // longer draws are cut to this
  bool operator==(const ParetoTime&) const = default;
};
using TimeDistribution = std::variant<ConstantTime, UniformTime, ExponentialTime, LognormalTime, ParetoTime>;

// Every `every`-th computation takes `duration` instead of its compute time (a garbage collection, a checkpoint).
struct Pause {
  std::uint64_t every = 0;
  Duration duration{};
  bool operator==(const Pause&) const = default;
};

// What becomes of computations beyond the capacity: they wait for their turn, or all share it and take longer.
enum class BeyondCapacity { queue, slow_down };

struct Origin {
  TimeDistribution compute_time = ConstantTime{std::chrono::milliseconds(100)};
  std::optional<FactorDistribution> compute_time_per_key =
      std::nullopt;                       // times this, which is always the same for a key
  std::optional<std::uint64_t> capacity;  // concurrent computations; empty: no limit
  double error_rate = 0.0;                // share of computations that fail, after their compute time
  std::optional<Pause> pause;
  BeyondCapacity beyond = BeyondCapacity::queue;
  // Statements of strategies that keep their state in the rows of the application's database.
  Duration row_read_time = std::chrono::microseconds(200);
  Duration row_write_time = std::chrono::microseconds(500);
  bool operator==(const Origin&) const = default;
};

struct Burst {
  std::uint64_t requests = 0;
  Duration at{};
  bool operator==(const Burst&) const = default;
};
struct PoissonLoad {
  double rate_per_s = 0;
  Duration from{};
  Duration length{};
  bool operator==(const PoissonLoad&) const = default;
};
struct ConstantLoad {
  double rate_per_s = 0;
  Duration from{};
  Duration length{};
  bool operator==(const ConstantLoad&) const = default;
};
struct ClosedLoop {
  std::uint64_t users = 0;
  TimeDistribution think_time = ConstantTime{};
  Duration from{};
  Duration length{};
  bool operator==(const ClosedLoop&) const = default;
};
enum class InvalidateBy { nothing, key, tag, name, pattern };

// How the application tells the cache of a write: by invalidating, or by deleting or setting the key itself.
enum class WriteWith { invalidate, remove, set };

struct Writes {
  double rate_per_s = 0;  // Poisson
  Duration from{};
  Duration length{};
  Duration commit_delay{};  // from the write's begin until its new version is visible at the origin
  InvalidateBy invalidate = InvalidateBy::key;
  WriteWith with = WriteWith::invalidate;
  std::optional<Duration> read_back = std::nullopt;  // its client reads the key so long after the write is done
  bool operator==(const Writes&) const = default;
};

enum class TraceFormat { plain, twitter };

// What happened elsewhere, as a file has it, line by line.
struct TraceLoad {
  std::string path = {};  // absolute
  TraceFormat format = TraceFormat::plain;
  double speed = 1;
  Duration spread{};                // lines whose times are equal to this precision are spread over it
  Duration disorder{};              // how far behind an earlier line a time may be
  std::uint64_t bad_lines_max = 0;  // one more ends the replay
  bool sets_write = true;           // false: what was set there was only the filling of a cache
  Duration commit_delay{};          // of its writes, as in Writes
  InvalidateBy invalidate = InvalidateBy::key;
  Duration from{};
  Duration length{};  // or until the file ends
  bool operator==(const TraceLoad&) const = default;
};

using Load =
    std::variant<Burst, PoissonLoad, ConstantLoad, ClosedLoop, RampLoad, StepsLoad, DiurnalLoad, BurstyLoad, TraceLoad>;

// A further endpoint of the application, whose requests do not touch the cache: each holds a worker for its work.
struct Endpoint {
  std::string name = {};
  TimeDistribution work = ConstantTime{std::chrono::milliseconds(1)};
  std::vector<Load> load = {};  // no traces
  bool operator==(const Endpoint&) const = default;
};

struct Background {
  std::uint32_t workers = 4;
  bool operator==(const Background&) const = default;
};

struct RedisSettings {
  Duration deadline = std::chrono::seconds(1);  // per command
  bool operator==(const RedisSettings&) const = default;
};

// What the application's own processes need, on one thread each, or on one for all.
struct NodeCpu {
  Duration per_request{};
  Duration per_command{};
  bool one_thread_for_all = false;
  bool operator==(const NodeCpu&) const = default;
};

// In virtual time: messages are under way, and one server thread works on one command after another.
struct Network {
  TimeDistribution one_way_delay = ConstantTime{std::chrono::microseconds(20)};  // of each message, either way
  Duration command_time = std::chrono::microseconds(1);
  std::map<std::string, Duration, std::less<>> command_times;  // of commands that differ, by upper-case name
  Duration socket_time{};  // of the server, for each time that it reads a connection and writes to it
  std::optional<std::uint64_t> bandwidth_bytes_per_s = 1ULL << 30;  // empty: bytes cost nothing
  NodeCpu node_cpu;
  bool operator==(const Network&) const = default;
};

enum class Prefill { none, fresh, stale };

struct StrategyChoice {
  std::string name;                          // of a stack of layers: "local_lru/single_flight/plain_ttl"
  Parameters parameters;                     // complete; those of a layer of a stack are called "local_lru.items"
  std::map<std::string, std::string> given;  // as the scenario or the command line gave them
  std::string label() const;                 // "async_refresh:fetch_on_miss=false"
  bool operator==(const StrategyChoice&) const = default;
};

struct Objective {
  std::string metric;
  std::optional<double> min;
  std::optional<double> max;
  bool operator==(const Objective&) const = default;
};

// How recovery from the faults is judged; measure/recovery.h says what it is.
struct RecoverySettings {
  double within = 0.05;                           // how far below the twin's a share may be
  std::optional<Duration> window = std::nullopt;  // over which shares are taken; empty: it follows from the load
  bool operator==(const RecoverySettings&) const = default;
};

struct Scenario {
  std::string name;
  std::string summary;
  std::string description;           // what the scenario shows, in a few sentences
  std::vector<std::string> look_at;  // the metrics that show it
  bool live_under_a_minute = false;  // marked as one that takes no longer on a real server
  Topology topology;
  Client client;
  Keys keys;
  FreshnessPromise freshness;
  Origin origin;
  std::vector<Load> load;
  std::vector<Writes> writes;
  std::vector<Endpoint> endpoints;  // beside the cached one, which is what `load` asks
  std::vector<Fault> faults;
  Background background;
  RedisSettings redis;
  Network network;
  Prefill prefill = Prefill::none;
  std::optional<Duration> goodput_within;              // what comes later is of no use; empty: the client's timeout
  Duration duration{};                                 // the load ends here
  Duration warm_up{};                                  // requests that are due before this are sent but not measured
  Duration drain = std::chrono::seconds(30);           // how long after the end of the load answers are waited for
  Duration settle = std::chrono::seconds(5);           // how long after that the system may take to come to rest
  Duration lag_budget = std::chrono::milliseconds(1);  // generator_lag_ms.p99 beyond this: not valid
  Duration series_step = std::chrono::milliseconds(100);
  std::optional<RecoverySettings> recovery;  // empty: not judged, which takes a second run without faults
  std::uint64_t seed = 42;
  std::uint32_t repetitions = 1;
  std::vector<StrategyChoice> strategies;
  bool ideal = true;  // whether `stampede run` adds the bound to a list of several strategies
  std::vector<Objective> objectives;
  bool operator==(const Scenario&) const = default;
};

}  // namespace stampede::scenario
