// The result of an experiment as programs read it: the model behind result.json (schema stampede.result/1).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stampede::reports {

struct Warning {
  std::string id;    // from the closed list in warnings.h
  std::string text;  // a full sentence, and what to do next
  bool operator==(const Warning&) const = default;
};

// Equidistant samples; a missing sample (no answer in that step) is absent, never NaN.
struct Series {
  double step_s = 0.1;
  std::map<std::string, std::vector<std::optional<double>>> columns;
  bool operator==(const Series&) const = default;
};

// Counts per bucket, each named by the highest value that it holds; empty buckets are left out.
struct HistogramData {
  std::string unit;
  std::vector<std::pair<double, std::uint64_t>> buckets;
  bool operator==(const HistogramData&) const = default;
};

struct ObjectiveOutcome {
  std::string metric;
  std::optional<double> min;
  std::optional<double> max;
  std::optional<double> value;  // empty: the run has no such metric, which counts as missed
  bool met = false;
  bool operator==(const ObjectiveOutcome&) const = default;
};

// A fault of the scenario, as it happened; times from the load's start.
struct FaultOutcome {
  std::string fault;  // "redis_stalled"
  std::optional<double> began_s;
  std::optional<double> ended_s;       // of one that lasts
  std::map<std::string, double> seen;  // counts: "keys", "process_before"
  std::string failure;                 // why it was not carried out, or did not end; empty: it was
  bool operator==(const FaultOutcome&) const = default;
};

// An endpoint beside the cached one.
struct EndpointOutcome {
  std::string name;
  std::uint64_t requests = 0;
  std::uint64_t failed = 0;
  std::map<std::string, double> latency_ms;  // "p50", "p99", "max"; empty if there was no request
  bool operator==(const EndpointOutcome&) const = default;
};

// One value of a sweep's point: what stands at a path of the scenario.
struct Setting {
  std::string path;   // "origin.capacity"
  std::string value;  // JSON: "4", "\"250ms\""
  bool operator==(const Setting&) const = default;
};

struct RunResult {
  std::string strategy;                           // "async_refresh"
  std::string label;                              // "async_refresh:fetch_on_miss=false"
  std::map<std::string, std::string> parameters;  // complete, in scenario notation
  bool bound = false;                             // no strategy, but what strategies are held against
  std::string world;                              // "live" or "virtual"
  std::uint32_t repetition = 0;
  std::uint64_t seed = 0;
  // When it ran among the runs of its result, the first being 0; empty where that was the order in which they stand.
  std::optional<std::uint32_t> order = {};
  bool valid = true;
  std::vector<Warning> warnings;
  std::string fingerprint;  // virtual only; empty otherwise
  std::map<std::string, double> metrics;
  Series series;
  std::map<std::string, HistogramData> histograms;
  std::vector<ObjectiveOutcome> objectives;
  std::vector<FaultOutcome> faults;  // in the scenario's order
  std::vector<EndpointOutcome> endpoints = {};
  std::vector<Setting> point;  // of a sweep; empty otherwise
};

// What a sweep varied: every combination of the values was run.
struct Variation {
  std::string path;
  std::vector<std::string> values;  // JSON
  bool operator==(const Variation&) const = default;
};
struct Sweep {
  std::vector<Variation> vary;  // the first varies slowest
  std::uint32_t seeds = 1;      // per point and strategy
  bool operator==(const Sweep&) const = default;
};

// A shared object that strategies came from.
struct Plugin {
  std::string file;  // without its folder
  std::string hash;  // of its bytes
  std::vector<std::string> strategies;
  bool operator==(const Plugin&) const = default;
};

struct Context {
  std::string version;
  std::string git;
  std::string build;
  std::string compiler;
  std::string host;
  unsigned cpus = 0;
  std::string redis_version;
  std::string started_at;    // ISO 8601, UTC
  std::string command_line;  // without passwords
  std::vector<Plugin> plugins = {};
};

struct Result {
  Context context;
  std::string scenario_name;
  std::string scenario_json;   // the scenario with every default filled in
  bool interrupted = false;    // by a signal or a failure; `runs` holds what was finished
  std::optional<Sweep> sweep;  // then the scenario is the one that was varied
  std::vector<RunResult> runs;
};

}  // namespace stampede::reports
