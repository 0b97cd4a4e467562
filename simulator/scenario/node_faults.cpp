// See the header.
#include "simulator/scenario/node_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulator/scenario/paths.h"
#include "strategies/units.h"

namespace stampede::scenario {
namespace {

constexpr const char* kNodes = "a node's index, an array of indexes, \"all\" or \"holder\"";
constexpr const char* kSkew = "a duration with or without a sign, not 0s, up to 3650d (such as \"-2s\")";

std::optional<std::uint32_t> index_of_node(const Json& json) {
  if (!json.is_number_unsigned() || json.get<std::uint64_t>() > UINT32_MAX) return std::nullopt;
  return json.get<std::uint32_t>();
}

NodeChoice read_nodes(Entries& entries) {
  const auto item = entries.required("nodes", kNodes);
  if (!item || item->json() == "all") return AllNodes{};
  if (item->json() == "holder") return Holder{};
  NodeIndexes chosen;
  const Json all = item->json().is_array() ? item->json() : Json::array({item->json()});
  for (const Json& json : all) {
    const std::optional<std::uint32_t> index = index_of_node(json);
    if (!index) {
      item->expected(kNodes);
      return AllNodes{};
    }
    if (std::find(chosen.indexes.begin(), chosen.indexes.end(), *index) != chosen.indexes.end()) {
      item->report(fmt::format("names node {} twice", *index));
    }
    chosen.indexes.push_back(*index);
  }
  if (!chosen.indexes.empty()) return chosen;
  item->expected(kNodes);
  return AllNodes{};
}

Duration read_skew(Entries& entries) {
  const auto item = entries.required("by", "how far the clocks are off");
  if (!item) return {};
  const std::string text = item->json().is_string() ? item->json().get<std::string>() : std::string();
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  const Parsed<Duration> size = parse_duration(has_sign ? text.substr(1) : text);
  if (size && *size.value > Duration::zero() && *size.value <= kLongestDuration) {
    return text.starts_with('-') ? -*size.value : *size.value;
  }
  item->expected(kSkew);
  return {};
}

NodeRestarted read_restart(Entries& entries) {
  constexpr std::array<std::string_view, 2> in_flight = {"lost", "finished"};
  constexpr std::array in_flight_values = {InFlight::lost, InFlight::finished};
  constexpr std::array<std::string_view, 2> requests = {"rerouted", "refused"};
  constexpr std::array request_values = {WhileDown::rerouted, WhileDown::refused};
  NodeRestarted restart;
  restart.nodes = read_nodes(entries);
  restart.every = entries.duration("every", kAnyDuration);
  entries.choice("in_flight", in_flight, in_flight_values, restart.in_flight);
  entries.choice("requests", requests, request_values, restart.requests);
  return restart;
}

void check_stagger(const NodeRestarted& restart, std::uint32_t nodes, const std::string& path, Problems& problems) {
  if (restart.every == Duration::zero()) return;
  const auto* const chosen = std::get_if<NodeIndexes>(&restart.nodes);
  const bool is_one = chosen != nullptr ? chosen->indexes.size() == 1 : nodes == 1;
  if (is_one || std::holds_alternative<Holder>(restart.nodes)) {
    problems.add(path_of_key(path, "every"), "is the time from one node to the next, but only one node is restarted");
  }
}

}  // namespace

std::optional<FaultKind> read_node_fault(std::string_view name, Entries& entries) {
  if (name == "node_restarted") return read_restart(entries);
  if (name == "node_paused") return NodePaused{read_nodes(entries)};
  if (name == "clock_skewed") return ClockSkewed{read_nodes(entries), read_skew(entries)};
  return std::nullopt;
}

void check_node_choice(const Scenario& scenario, const Fault& fault, const std::string& path, Problems& problems) {
  const NodeChoice* const choice = node_choice(fault.kind);
  if (choice == nullptr) return;
  const std::uint32_t nodes = scenario.topology.nodes;
  if (const auto* const chosen = std::get_if<NodeIndexes>(choice)) {
    const std::uint32_t highest = *std::max_element(chosen->indexes.begin(), chosen->indexes.end());
    if (highest >= nodes) {
      problems.add(path_of_key(path, "nodes"),
                   nodes == 1 ? fmt::format("there is no node {}: the only one is node 0 (topology.nodes)", highest)
                              : fmt::format("there is no node {}: they are counted from 0 to {} (topology.nodes)",
                                            highest, nodes - 1));
    }
  }
  if (std::holds_alternative<ClockSkewed>(fault.kind) && std::holds_alternative<Holder>(*choice)) {
    problems.add(path_of_key(path, "nodes"),
                 "a clock is off whoever computes: name nodes by their indexes, or \"all\"");
  }
  if (const auto* const restart = std::get_if<NodeRestarted>(&fault.kind)) {
    check_stagger(*restart, nodes, path, problems);
  }
}

bool befall_different_nodes(const Fault& a, const Fault& b) {
  const auto indexes = [](const Fault& fault) {
    const NodeChoice* const choice = node_choice(fault.kind);
    return choice == nullptr ? nullptr : std::get_if<NodeIndexes>(choice);
  };
  const NodeIndexes* const of_a = indexes(a);
  const NodeIndexes* const of_b = indexes(b);
  return of_a != nullptr && of_b != nullptr &&
         std::find_first_of(of_a->indexes.begin(), of_a->indexes.end(), of_b->indexes.begin(), of_b->indexes.end()) ==
             of_a->indexes.end();
}

}  // namespace stampede::scenario
