#include "simulator/check/simpler.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <variant>

namespace stampede::check {

namespace {

using namespace std::chrono_literals;
using scenario::Scenario;

// The value around which it varies.
Duration middle_of(const scenario::TimeDistribution& distribution) {
  struct Middle {
    Duration operator()(const scenario::ConstantTime& time) const { return time.value; }
    Duration operator()(const scenario::UniformTime& time) const { return (time.min + time.max) / 2; }
    Duration operator()(const scenario::ExponentialTime& time) const { return time.mean; }
    Duration operator()(const scenario::LognormalTime& time) const { return time.median; }
    Duration operator()(const scenario::ParetoTime& time) const { return time.min; }
  };
  return std::visit(Middle{}, distribution);
}

template <typename T>
void halve(std::vector<T>& all, std::size_t part) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  if (part == 0) {
    all.erase(middle, all.end());
  } else {
    all.erase(all.begin(), middle);
  }
}

template <typename T>
void without(std::vector<T>& all, std::size_t index) {
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(index));
}

// By halves first, then one by one: of many only a few matter.
template <typename Member>
void add_removals(const Scenario& scenario, Member member, std::vector<Step>& steps) {
  const std::size_t count = (scenario.*member).size();
  if (count == 0) return;
  if (count > 3) {
    for (const std::size_t part : {std::size_t{0}, std::size_t{1}}) {
      steps.emplace_back([member, part](Scenario& of) { halve(of.*member, part); });
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    steps.emplace_back([member, i](Scenario& of) { without(of.*member, i); });
  }
}

void add_clients(std::vector<Step>& steps) {
  steps.emplace_back([](Scenario& of) { of.endpoints.clear(); });
  steps.emplace_back([](Scenario& of) { of.client = {}; });
  steps.emplace_back([](Scenario& of) { of.client.retries.reset(); });
  steps.emplace_back([](Scenario& of) { of.client.abandoned = scenario::Abandoned::finish; });
  steps.emplace_back([](Scenario& of) { of.topology.queue_limit.reset(); });
  steps.emplace_back([](Scenario& of) { of.prefill = scenario::Prefill::none; });
}

void add_keys(std::vector<Step>& steps) {
  steps.emplace_back([](Scenario& of) {
    of.keys.count = 1;
    of.keys.page.reset();
    of.keys.popularity = scenario::UniformPopularity{};
    of.keys.tags = of.keys.invalidation_keys = 1;
  });
  steps.emplace_back([](Scenario& of) { of.keys.page.reset(); });
  steps.emplace_back([](Scenario& of) { of.keys.popularity = scenario::UniformPopularity{}; });
  steps.emplace_back([](Scenario& of) { of.keys.tags = of.keys.invalidation_keys = 1; });
  steps.emplace_back([](Scenario& of) { of.keys.value_size_bytes = 128; });
}

void add_origin(std::vector<Step>& steps) {
  steps.emplace_back([](Scenario& of) {
    scenario::Origin plain;
    plain.compute_time = of.origin.compute_time;
    of.origin = plain;
  });
  steps.emplace_back([](Scenario& of) {
    of.origin.capacity.reset();
    of.origin.beyond = scenario::BeyondCapacity::queue;
  });
  steps.emplace_back([](Scenario& of) { of.origin.error_rate = 0; });
  steps.emplace_back([](Scenario& of) { of.origin.pause.reset(); });
  steps.emplace_back(
      [](Scenario& of) { of.origin.compute_time = scenario::ConstantTime{middle_of(of.origin.compute_time)}; });
}

void add_network(std::vector<Step>& steps) {
  steps.emplace_back([](Scenario& of) { of.network = {}; });
  steps.emplace_back([](Scenario& of) { of.network.node_cpu = {}; });
  steps.emplace_back(
      [](Scenario& of) { of.network.one_way_delay = scenario::ConstantTime{middle_of(of.network.one_way_delay)}; });
  steps.emplace_back([](Scenario& of) { of.network.command_time = 1us; });
}

void set_nodes(Scenario& of, std::uint32_t nodes) {
  of.topology.nodes = nodes;
  const auto keep_to_nodes = [nodes](auto& kind) {
    if constexpr (requires { kind.nodes; }) {
      auto* const chosen = std::get_if<scenario::NodeIndexes>(&kind.nodes);
      if (chosen == nullptr) return;
      for (std::uint32_t& index : chosen->indexes) index = std::min(index, nodes - 1);
    }
  };
  for (scenario::Fault& fault : of.faults) std::visit(keep_to_nodes, fault.kind);
}

void add_topology(const Scenario& scenario, std::vector<Step>& steps) {
  for (std::uint32_t nodes = 1; nodes < scenario.topology.nodes; ++nodes) {
    steps.emplace_back([nodes](Scenario& of) { set_nodes(of, nodes); });
  }
  for (const std::uint32_t workers : {1U, 2U, 5U}) {
    if (workers < scenario.topology.workers) {
      steps.emplace_back([workers](Scenario& of) { of.topology.workers = workers; });
    }
  }
  steps.emplace_back([](Scenario& of) { of.background.workers = 1; });
}

void add_loads(const Scenario& scenario, std::vector<Step>& steps) {
  for (std::size_t i = 0; i < scenario.load.size(); ++i) {
    const auto* const burst = std::get_if<scenario::Burst>(&scenario.load[i]);
    if (burst == nullptr || burst->requests < 2) continue;
    for (const std::uint64_t requests : {std::uint64_t{1}, burst->requests / 2, burst->requests - 1}) {
      steps.emplace_back([i, requests](Scenario& of) { std::get<scenario::Burst>(of.load[i]).requests = requests; });
    }
  }
}

void add_writes(const Scenario& scenario, std::vector<Step>& steps) {
  for (std::size_t i = 0; i < scenario.writes.size(); ++i) {
    steps.emplace_back([i](Scenario& of) { of.writes[i].read_back.reset(); });
    steps.emplace_back([i](Scenario& of) { of.writes[i].commit_delay = {}; });
    steps.emplace_back([i](Scenario& of) { of.writes[i].length /= 2; });
    steps.emplace_back([i](Scenario& of) { of.writes[i].invalidate = scenario::InvalidateBy::key; });
  }
}

}  // namespace

std::vector<Step> steps_for(const Scenario& scenario) {
  std::vector<Step> steps;
  add_removals(scenario, &Scenario::load, steps);
  add_removals(scenario, &Scenario::faults, steps);
  add_removals(scenario, &Scenario::writes, steps);
  add_clients(steps);
  add_keys(steps);
  add_topology(scenario, steps);
  add_origin(steps);
  add_network(steps);
  add_loads(scenario, steps);
  add_writes(scenario, steps);
  steps.emplace_back([](Scenario& of) { of.duration = std::max<Duration>(end_of_events(of), 1ms); });
  return steps;
}

Duration end_of_events(const Scenario& scenario) {
  Duration end{};
  for (const scenario::Load& load : scenario.load) {
    const Duration of_load = std::visit(
        [](const auto& one) -> Duration {
          if constexpr (requires { one.at; }) {
            return one.at;
          } else {
            return one.from + one.length;
          }
        },
        load);
    end = std::max(end, of_load);
  }
  for (const scenario::Writes& writes : scenario.writes) end = std::max(end, writes.from + writes.length);
  for (const scenario::Fault& fault : scenario.faults) {
    end = std::max({end, scenario::end_of_effect(fault), fault.at + length_of(fault, scenario.topology.nodes)});
  }
  // A load has to begin before the end.
  return std::chrono::ceil<std::chrono::milliseconds>(end + 1ms);
}

Scenario with_explicit_arrivals(const Scenario& scenario, const History& history, std::optional<std::uint64_t> key) {
  // Of a page each key is a reading.
  std::set<std::pair<Duration, std::uint32_t>> seen;
  std::vector<std::pair<Duration, std::uint32_t>> arrivals;
  for (const Reading& reading : history.readings) {
    if (key && reading.key != *key) continue;
    const std::pair arrival(reading.intended - history.load_began, reading.node);
    const bool is_new = !scenario.keys.page || seen.insert(arrival).second;
    if (is_new && arrival.first >= Duration::zero()) arrivals.push_back(arrival);
  }
  std::sort(arrivals.begin(), arrivals.end());

  Scenario changed = scenario;
  changed.load.clear();
  // The first request of each load goes to the node of the load's index.
  while (!arrivals.empty()) {
    const auto turn = static_cast<std::uint32_t>(changed.load.size() % scenario.topology.nodes);
    auto next = std::find_if(arrivals.begin(), arrivals.end(), [&](const auto& one) { return one.second == turn; });
    if (next == arrivals.end()) next = arrivals.begin();
    changed.load.emplace_back(scenario::Burst{.requests = 1, .at = next->first});
    arrivals.erase(next);
  }
  if (key) {
    changed.keys.count = 1;
    changed.keys.page.reset();
    changed.keys.popularity = scenario::UniformPopularity{};
    changed.keys.tags = changed.keys.invalidation_keys = 1;
  }
  changed.client.retries.reset();
  for (scenario::Writes& writes : changed.writes) writes.read_back.reset();
  return changed;
}

}  // namespace stampede::check
