// The sections of a scenario file, each read by a file of its own. They check what can be said of the section
// alone; contradictions between sections come afterwards.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/section.h"
#include "strategies/registry.h"

namespace stampede::scenario {

inline constexpr std::size_t kLongestKeyName = 200;

void read_identity(const Section& file, Scenario& scenario);  // name, summary, seed, repetitions
void read_system(const Section& file, Scenario& scenario);    // topology, background, redis, generator
void read_client(const Section& file, Scenario& scenario);
void read_keys(const Section& file, Scenario& scenario);  // keys, freshness, prefill
void read_calls(const Section& section, Keys& keys);      // within the section keys
void read_origin(const Section& file, Scenario& scenario);
void read_network(const Section& file, Scenario& scenario);
// Load and writes without a length of their own get the rest of the duration.
void read_load(const Section& file, Scenario& scenario);  // load, writes
void read_endpoints(const Section& file, Scenario& scenario);
void read_schedule(const Section& file, Scenario& scenario);  // duration, warm_up, drain, settle, series_step
void read_faults(const Section& file, Scenario& scenario);
void check_faults(const Scenario& scenario, Problems& problems);  // after read_schedule
void read_recovery(const Section& file, Scenario& scenario);      // after read_schedule
// Metrics of recovery can be named only where it is judged; after read_objectives.
void check_recovery_metrics(const Section& file, const Scenario& scenario);
void read_strategies(const Section& file, const Registry& registry, Scenario& scenario);  // after read_keys
void read_look_at(const Section& file, std::span<const std::string_view> metric_names, Scenario& scenario);
void read_objectives(const Section& file, std::span<const std::string_view> metric_names, Scenario& scenario);

}  // namespace stampede::scenario
