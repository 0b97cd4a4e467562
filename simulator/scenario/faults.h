// What goes wrong in a run, and when. Plain data; reference.jsonc says what each entry means.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "strategies/time.h"

namespace stampede::scenario {

// Which keys of the cache: all that strategies have stored, or those that belong to some keys of the scenario.
struct AllKeys {
  bool operator==(const AllKeys&) const = default;
};
struct HottestKeys {
  std::uint64_t count = 1;
  bool operator==(const HottestKeys&) const = default;
};
struct ShareOfKeys {
  double share = 1;
  bool operator==(const ShareOfKeys&) const = default;
};
using KeyChoice = std::variant<AllKeys, HottestKeys, ShareOfKeys>;

struct Flush {
  bool operator==(const Flush&) const = default;
};
struct DeleteKeys {
  KeyChoice keys;
  bool operator==(const DeleteKeys&) const = default;
};
// All at the same moment, so long after the fault.
struct ExpireKeys {
  KeyChoice keys;
  Duration in{};
  bool operator==(const ExpireKeys&) const = default;
};

struct OriginSlow {
  double factor = 1;
  bool operator==(const OriginSlow&) const = default;
};
struct OriginFailing {
  double share = 1;
  bool operator==(const OriginFailing&) const = default;
};
enum class Outage { refuse, hang };
struct OriginDown {
  Outage mode = Outage::refuse;
  bool operator==(const OriginDown&) const = default;
};

struct BackgroundLost {
  double share = 1;
  bool operator==(const BackgroundLost&) const = default;
};
struct BackgroundCrash {
  bool operator==(const BackgroundCrash&) const = default;
};

struct RedisSlow {
  Duration delay{};  // of each reply, beyond what it takes anyway
  bool operator==(const RedisSlow&) const = default;
};
struct RedisStalled {
  bool operator==(const RedisStalled&) const = default;
};
struct RedisRestarted {
  bool operator==(const RedisRestarted&) const = default;
};
struct RedisUnreachable {
  bool operator==(const RedisUnreachable&) const = default;
};
// Of what all keys take when the fault begins.
struct ShareOfMemory {
  double share = 0.5;
  bool operator==(const ShareOfMemory&) const = default;
};
struct MemorySize {
  std::uint64_t bytes = 0;
  bool operator==(const MemorySize&) const = default;
};
enum class FullMemory { evicts, refuses };  // allkeys-lru, noeviction
struct RedisOutOfMemory {
  std::variant<ShareOfMemory, MemorySize> memory;
  FullMemory policy = FullMemory::evicts;
  bool operator==(const RedisOutOfMemory&) const = default;
};

// Of client-side caching: the server remembers the readers of so many keys only, and tells those of others, drawn at
// random, that their keys have changed, though they have not.
struct RedisTrackingLimited {
  std::uint64_t tracked_keys = 1;
  bool operator==(const RedisTrackingLimited&) const = default;
};

struct MessagesLost {
  double share = 1;
  bool operator==(const MessagesLost&) const = default;
};

// Which nodes.
struct AllNodes {
  bool operator==(const AllNodes&) const = default;
};
struct NodeIndexes {
  std::vector<std::uint32_t> indexes;  // one at least, each once
  bool operator==(const NodeIndexes&) const = default;
};
// The one that computes for the hottest key of those that are computed then; if none computes, the next that begins to.
struct Holder {
  bool operator==(const Holder&) const = default;
};
using NodeChoice = std::variant<AllNodes, NodeIndexes, Holder>;

enum class InFlight { lost, finished };      // what becomes of the requests that the process has
enum class WhileDown { rerouted, refused };  // and of those that come while it is not there
struct NodeRestarted {
  NodeChoice nodes;
  Duration every{};  // one node after the other, so long apart; zero: all at once
  InFlight in_flight = InFlight::lost;
  WhileDown requests = WhileDown::rerouted;
  bool operator==(const NodeRestarted&) const = default;
};
struct NodePaused {
  NodeChoice nodes;
  bool operator==(const NodePaused&) const = default;
};
struct ClockSkewed {
  NodeChoice nodes;
  Duration by{};  // below zero: the clocks are slow
  bool operator==(const ClockSkewed&) const = default;
};

using FaultKind =
    std::variant<Flush, DeleteKeys, ExpireKeys, OriginSlow, OriginFailing, OriginDown, BackgroundLost, BackgroundCrash,
                 RedisSlow, RedisStalled, RedisRestarted, RedisUnreachable, RedisOutOfMemory, RedisTrackingLimited,
                 MessagesLost, NodeRestarted, NodePaused, ClockSkewed>;

// In the order of the variant.
inline constexpr std::array<std::string_view, std::variant_size_v<FaultKind>> kFaultNames = {"flush",
                                                                                             "delete_keys",
                                                                                             "expire_keys",
                                                                                             "origin_slow",
                                                                                             "origin_failing",
                                                                                             "origin_down",
                                                                                             "background_lost",
                                                                                             "background_crash",
                                                                                             "redis_slow",
                                                                                             "redis_stalled",
                                                                                             "redis_restarted",
                                                                                             "redis_unreachable",
                                                                                             "redis_out_of_memory",
                                                                                             "redis_tracking_limited",
                                                                                             "messages_lost",
                                                                                             "node_restarted",
                                                                                             "node_paused",
                                                                                             "clock_skewed"};

struct Fault {
  Duration at{};      // from the load's start
  Duration length{};  // zero for what happens at one moment
  FaultKind kind;

  Duration end() const { return at + length; }
  std::string_view name() const { return kFaultNames[kind.index()]; }
  bool operator==(const Fault&) const = default;
};

// When its effect is there that the cache has to recover from: keys that expire do so later.
inline Duration end_of_effect(const Fault& fault) {
  const auto* const expiry = std::get_if<ExpireKeys>(&fault.kind);
  return fault.end() + (expiry == nullptr ? Duration::zero() : expiry->in);
}

inline Duration end_of_last_fault(const std::vector<Fault>& faults) {
  Duration last{};
  for (const Fault& fault : faults) last = std::max(last, end_of_effect(fault));
  return last;
}

// Whether it is done to the server itself, so that everybody who uses it would suffer.
inline bool befalls_server(const Fault& fault) {
  return std::holds_alternative<RedisStalled>(fault.kind) || std::holds_alternative<RedisRestarted>(fault.kind) ||
         std::holds_alternative<RedisOutOfMemory>(fault.kind) ||
         std::holds_alternative<RedisTrackingLimited>(fault.kind);
}

// Null for other faults.
inline const NodeChoice* node_choice(const FaultKind& kind) {
  if (const auto* const restarted = std::get_if<NodeRestarted>(&kind)) return &restarted->nodes;
  if (const auto* const paused = std::get_if<NodePaused>(&kind)) return &paused->nodes;
  const auto* const skewed = std::get_if<ClockSkewed>(&kind);
  return skewed == nullptr ? nullptr : &skewed->nodes;
}

// How long it lasts where there are so many nodes: one that befalls them one after the other until the last is through.
inline Duration length_of(const Fault& fault, std::uint32_t nodes) {
  const auto* const restarted = std::get_if<NodeRestarted>(&fault.kind);
  if (restarted == nullptr) return fault.length;
  const auto* const chosen = std::get_if<NodeIndexes>(&restarted->nodes);
  const std::size_t count = chosen == nullptr ? nodes : chosen->indexes.size();
  return fault.length + static_cast<Duration::rep>(count - 1) * restarted->every;
}

}  // namespace stampede::scenario
