// See the header.
#include "simulator/scenario/write_faults.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "simulator/scenario/sizes.h"
#include "strategies/units.h"

namespace stampede::scenario {
namespace {

// 10 rather than 10.0
Json json_of(double number) {
  if (std::trunc(number) == number) return static_cast<std::int64_t>(number);
  return number;
}

Json json_of(const KeyChoice& keys) {
  if (const auto* hottest = std::get_if<HottestKeys>(&keys)) return {{"hottest", hottest->count}};
  if (const auto* some = std::get_if<ShareOfKeys>(&keys)) return {{"share", json_of(some->share)}};
  return "all";
}

Json json_of(const std::variant<ShareOfMemory, MemorySize>& memory) {
  if (const auto* size = std::get_if<MemorySize>(&memory)) return format_size(size->bytes);
  return {{"share", json_of(std::get<ShareOfMemory>(memory).share)}};
}

Json json_of(const NodeChoice& nodes) {
  if (std::holds_alternative<Holder>(nodes)) return "holder";
  const auto* const chosen = std::get_if<NodeIndexes>(&nodes);
  if (chosen == nullptr) return "all";
  if (chosen->indexes.size() == 1) return chosen->indexes.front();
  return chosen->indexes;
}

// What only this kind has.
struct OwnEntries {
  Json& json;

  void operator()(const DeleteKeys& kind) const { json["keys"] = json_of(kind.keys); }
  void operator()(const ExpireKeys& kind) const {
    json["keys"] = json_of(kind.keys);
    json["in"] = format_duration(kind.in);
  }
  void operator()(const OriginSlow& kind) const { json["factor"] = json_of(kind.factor); }
  void operator()(const OriginFailing& kind) const { json["share"] = json_of(kind.share); }
  void operator()(const OriginDown& kind) const { json["mode"] = kind.mode == Outage::hang ? "hang" : "refuse"; }
  void operator()(const BackgroundLost& kind) const { json["share"] = json_of(kind.share); }
  void operator()(const RedisSlow& kind) const { json["delay"] = format_duration(kind.delay); }
  void operator()(const RedisOutOfMemory& kind) const {
    json["memory"] = json_of(kind.memory);
    json["policy"] = kind.policy == FullMemory::evicts ? "allkeys-lru" : "noeviction";
  }
  void operator()(const RedisTrackingLimited& kind) const { json["tracked_keys"] = kind.tracked_keys; }
  void operator()(const MessagesLost& kind) const { json["share"] = json_of(kind.share); }
  void operator()(const NodeRestarted& kind) const {
    json["nodes"] = json_of(kind.nodes);
    json["every"] = format_duration(kind.every);
    json["in_flight"] = kind.in_flight == InFlight::lost ? "lost" : "finished";
    json["requests"] = kind.requests == WhileDown::rerouted ? "rerouted" : "refused";
  }
  void operator()(const NodePaused& kind) const { json["nodes"] = json_of(kind.nodes); }
  void operator()(const ClockSkewed& kind) const {
    json["nodes"] = json_of(kind.nodes);
    json["by"] = format_duration(kind.by);
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

}  // namespace

Json to_json(const Fault& fault) {
  Json json{{"fault", fault.name()}, {"at", format_duration(fault.at)}};
  if (fault.length > Duration::zero()) json["for"] = format_duration(fault.length);
  std::visit(OwnEntries{json}, fault.kind);
  return json;
}

}  // namespace stampede::scenario
