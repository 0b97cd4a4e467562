// See the header.
#include "simulator/experiment/node_faults.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace stampede::experiment {

namespace {

using faults::Seen;

constexpr Duration kBetweenLooks = std::chrono::milliseconds(1);

bool is_any_of_nodes(const scenario::Fault& fault) { return scenario::node_choice(fault.kind) != nullptr; }

bool chooses_holder(const scenario::Fault& fault) {
  const scenario::NodeChoice* const choice = scenario::node_choice(fault.kind);
  return choice != nullptr && std::holds_alternative<scenario::Holder>(*choice);
}

// What a process leaves behind at the origin goes on there, so that it makes no difference to the origin what becomes
// of the process.
bool concerns_computations(const scenario::Fault& fault) {
  return is_any_of_nodes(fault) && !std::holds_alternative<scenario::ClockSkewed>(fault.kind);
}

std::int64_t signed_count(std::uint64_t count) { return static_cast<std::int64_t>(count); }

void add_tolls(const Node::Tolls& tolls, Seen& seen) {
  seen["requests_lost"] += signed_count(tolls.requests_lost);
  seen["requests_rerouted"] += signed_count(tolls.requests_rerouted);
  seen["requests_refused"] += signed_count(tolls.requests_refused);
  seen["writes_lost"] += signed_count(tolls.writes_lost);
}

}  // namespace

NodeFaults::NodeFaults(RunContext& context, std::span<const std::unique_ptr<Node>> nodes, BackgroundWorkers& background)
    : context_(context),
      nodes_(nodes),
      background_(background),
      under_way_(context.scenario.faults.size()),
      changes_(context.scheduler) {
  const auto& all = context.scenario.faults;
  if (std::any_of(all.begin(), all.end(), concerns_computations)) {
    for (const auto& node : nodes) node->leave_computations_behind();
  }
  if (std::any_of(all.begin(), all.end(), chooses_holder)) {
    context.origin.note_demands([this](const origin::SimulatedOrigin::Demand& demand) { on_demand(demand.group); });
  }
}

Seen NodeFaults::begin(std::size_t number, const scenario::Fault& fault) {
  UnderWay& under_way = under_way_[number];
  under_way.fault = &fault;
  under_way.began = context_.scheduler.now();
  if (chooses_holder(fault)) {
    if (const Holder holder = holder_now(fault)) {
      befall(under_way, holder);
    } else {
      under_way.waits_for_holder = true;
    }
    return {};
  }
  const std::vector<Node*> nodes = chosen(*scenario::node_choice(fault.kind));
  under_way.seen["nodes"] = 0;
  Duration later{};
  for (Node* const node : nodes) {
    if (const auto* const skewed = std::get_if<scenario::ClockSkewed>(&fault.kind)) {
      node->skew_clock(skewed->by);
      ++under_way.seen["nodes"];
    } else if (const auto* const restarted = std::get_if<scenario::NodeRestarted>(&fault.kind)) {
      carry_out(under_way, [this, &under_way, restarted, node, later] {
        sleep(later);
        restart(under_way, *restarted, *node);
      });
      later += restarted->every;
    } else {
      carry_out(under_way, [this, &under_way, node] { pause(under_way, *node); });
    }
  }
  return {};
}

Seen NodeFaults::end(std::size_t number) {
  UnderWay& under_way = under_way_[number];
  if (std::holds_alternative<scenario::ClockSkewed>(under_way.fault->kind)) {
    for (Node* const node : chosen(*scenario::node_choice(under_way.fault->kind))) node->skew_clock(Duration::zero());
  }
  if (std::exchange(under_way.waits_for_holder, false)) under_way.seen["nodes"] = 0;  // nobody computed
  while (under_way.fibers > 0) changes_.wait("the end of a node's fault");
  if (!under_way.failure.empty()) throw faults::FaultFailed(under_way.failure);
  return under_way.seen;
}

// ---- whom it befalls ----

std::vector<Node*> NodeFaults::chosen(const scenario::NodeChoice& choice) const {
  std::vector<Node*> nodes;
  if (const auto* const some = std::get_if<scenario::NodeIndexes>(&choice)) {
    for (const std::uint32_t index : some->indexes) nodes.push_back(nodes_[index].get());
  } else {
    for (const auto& node : nodes_) nodes.push_back(node.get());
  }
  return nodes;
}

NodeFaults::Holder NodeFaults::process_of(const scenario::Fault& fault, std::uint64_t group) const {
  if (group == 0) return {};
  const bool may_be_background = std::holds_alternative<scenario::NodeRestarted>(fault.kind);
  if (may_be_background && group == background_.group()) return {.node = nullptr, .is_background = true};
  const auto found = std::find_if(nodes_.begin(), nodes_.end(),
                                  [&](const auto& node) { return node->group() == group && !node->is_away(); });
  return {.node = found == nodes_.end() ? nullptr : found->get(), .is_background = false};
}

// Of the hottest key, and of several the one that began first.
NodeFaults::Holder NodeFaults::holder_now(const scenario::Fault& fault) const {
  Holder holder;
  std::optional<std::uint64_t> hottest;
  for (const auto& [number, demand] : context_.origin.demands()) {
    if (hottest && *hottest <= demand.key) continue;
    const Holder process = process_of(fault, demand.group);
    if (!process) continue;
    holder = process;
    hottest = demand.key;
  }
  return holder;
}

void NodeFaults::on_demand(std::uint64_t group) {
  for (UnderWay& under_way : under_way_) {
    if (!under_way.waits_for_holder) continue;
    const Holder holder = process_of(*under_way.fault, group);
    if (!holder) continue;
    under_way.waits_for_holder = false;
    befall(under_way, holder);
  }
}

void NodeFaults::befall(UnderWay& under_way, const Holder& holder) {
  const Duration waited = context_.scheduler.now() - under_way.began;
  under_way.seen["waited_ms"] = std::chrono::duration_cast<std::chrono::milliseconds>(waited).count();
  if (holder.is_background) {
    carry_out(under_way, [this, &under_way] { restart_background(under_way); });
    return;
  }
  under_way.seen["node"] = holder.node->index();
  under_way.seen["nodes"] = 0;
  Node* const node = holder.node;
  if (const auto* const restarted = std::get_if<scenario::NodeRestarted>(&under_way.fault->kind)) {
    carry_out(under_way, [this, &under_way, restarted, node] { restart(under_way, *restarted, *node); });
  } else {
    carry_out(under_way, [this, &under_way, node] { pause(under_way, *node); });
  }
}

// ---- what it does to them ----

// On a fiber of its own: it may be the process itself that is about to be hit, in the middle of something.
void NodeFaults::carry_out(UnderWay& under_way, std::function<void()> what) {
  ++under_way.fibers;
  context_.scheduler.spawn({.name = "fault of a node", .urgent = true}, [this, &under_way, what = std::move(what)] {
    try {
      what();
    } catch (const std::exception& error) {
      under_way.failure = error.what();
    }
    --under_way.fibers;
    changes_.wake_all();
  });
}

void NodeFaults::sleep(Duration length) {
  if (length > Duration::zero()) context_.scheduler.sleep_until(context_.scheduler.now() + length);
}

void NodeFaults::restart(UnderWay& under_way, const scenario::NodeRestarted& kind, Node& node) {
  while (!node.takes_requests()) sleep(kBetweenLooks);  // it is not quite back from another restart
  ++under_way.seen["nodes"];
  node.tolls() = {};
  node.refuse_while_away(kind.requests == scenario::WhileDown::refused);
  if (kind.in_flight == scenario::InFlight::finished) node.finish();
  node.crash();
  sleep(under_way.fault->length);
  node.start_anew();
  add_tolls(node.tolls(), under_way.seen);
}

void NodeFaults::restart_background(UnderWay& under_way) {
  under_way.seen["background"] = 1;
  under_way.seen["tasks_lost"] = signed_count(background_.crash());
  sleep(under_way.fault->length);
  background_.start_anew();
}

// A process that is away has nothing to stand still.
void NodeFaults::pause(UnderWay& under_way, Node& node) {
  if (node.is_away()) return;
  ++under_way.seen["nodes"];
  under_way.seen["fibers"] += signed_count(node.pause());
  sleep(under_way.fault->length);
  node.resume();
}

}  // namespace stampede::experiment
