// The timeline of faults: each entry by its kind, and whether they go together.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "simulator/scenario/fault_entries.h"
#include "simulator/scenario/node_faults.h"
#include "simulator/scenario/paths.h"
#include "simulator/scenario/sections.h"
#include "simulator/scenario/single_choice.h"

namespace stampede::scenario {
namespace {

constexpr Numbers kFactors = {1, 1e6};
constexpr Counts kKeyCounts = {1, 10'000'000};
constexpr Counts kTrackedKeys = {1, 10'000'000};
constexpr Sizes kMemories = {1, std::uint64_t{1} << 50U};

KeyChoice read_keys_choice(Entries& entries) {
  constexpr std::array<std::string_view, 2> kinds = {"hottest", "share"};
  const auto item = entries.find("keys");
  if (!item || item->json() == "all") return AllKeys{};
  if (!item->json().is_object()) {
    item->expected("\"all\", {\"hottest\": NUMBER} or {\"share\": NUMBER}");
    return AllKeys{};
  }
  const Section section(*item);
  const auto kind = single_choice(section, kinds);
  if (kind == "hottest") {
    HottestKeys hottest;
    section.read("hottest", hottest.count, kKeyCounts);
    return hottest;
  }
  ShareOfKeys some;
  if (kind) section.read("share", some.share, Entries::kShares);
  return some;
}

std::variant<ShareOfMemory, MemorySize> read_memory(Entries& entries) {
  const auto item = entries.find("memory");
  if (!item) return ShareOfMemory{};
  if (!item->json().is_object()) return MemorySize{item->size(kMemories).value_or(0)};
  const Section section(*item);
  ShareOfMemory part;
  if (section.require("share", "a share of the memory in use")) section.read("share", part.share, Entries::kShares);
  return part;
}

FaultKind read_redis_kind(std::string_view name, Entries& entries) {
  constexpr std::array<std::string_view, 2> policies = {"allkeys-lru", "noeviction"};
  constexpr std::array policy_values = {FullMemory::evicts, FullMemory::refuses};
  if (name == "redis_slow") return RedisSlow{entries.required_duration("delay", "the delay of each reply")};
  if (name == "redis_stalled") return RedisStalled{};
  if (name == "redis_restarted") return RedisRestarted{};
  if (name == "redis_unreachable") return RedisUnreachable{};
  if (name == "redis_tracking_limited") {
    return RedisTrackingLimited{
        entries.required_count("tracked_keys", "of how many keys readers are remembered", kTrackedKeys)};
  }
  RedisOutOfMemory full;
  full.memory = read_memory(entries);
  entries.choice("policy", policies, policy_values, full.policy);
  return full;
}

FaultKind read_kind(std::string_view name, Entries& entries) {
  constexpr std::array<std::string_view, 2> modes = {"refuse", "hang"};
  constexpr std::array mode_values = {Outage::refuse, Outage::hang};
  if (name == "flush") return Flush{};
  if (name == "delete_keys") return DeleteKeys{read_keys_choice(entries)};
  if (name == "expire_keys") {
    ExpireKeys expire;
    expire.keys = read_keys_choice(entries);
    expire.in = entries.required_duration("in", "how long after the fault the keys expire");
    return expire;
  }
  if (name == "origin_slow") {
    return OriginSlow{entries.required_number("factor", "how many times as long computations take", kFactors)};
  }
  if (name == "origin_failing") return OriginFailing{entries.share()};
  if (name == "origin_down") {
    OriginDown down;
    entries.choice("mode", modes, mode_values, down.mode);
    return down;
  }
  if (name == "background_lost") return BackgroundLost{entries.share()};
  if (name == "background_crash") return BackgroundCrash{};
  if (name == "messages_lost") return MessagesLost{entries.share()};
  if (auto kind = read_node_fault(name, entries)) return *kind;
  return read_redis_kind(name, entries);
}

bool happens_at_once(const FaultKind& kind) {
  return std::holds_alternative<Flush>(kind) || std::holds_alternative<DeleteKeys>(kind) ||
         std::holds_alternative<ExpireKeys>(kind);
}

Fault read_fault(const Item& item) {
  const Section section(item);
  Fault fault;
  if (section.require("at", "when it begins, from the load's start")) section.read("at", fault.at, kAnyDuration);
  const auto name = section.require("fault", fmt::format("one of {}", fmt::join(kFaultNames, ", ")));
  const auto index = name ? name->choice(kFaultNames) : std::nullopt;
  if (!index) return fault;
  Entries entries(section);
  fault.kind = read_kind(kFaultNames.at(*index), entries);
  if (!happens_at_once(fault.kind)) fault.length = entries.required_duration("for", "how long it lasts");
  entries.refuse_others(kFaultNames.at(*index));
  return fault;
}

// ---- whether they go together ----

bool is_away(const Fault& fault) {
  return std::holds_alternative<RedisStalled>(fault.kind) || std::holds_alternative<RedisRestarted>(fault.kind);
}

// One thing at a time befalls the server.
bool concerns_server(const Fault& fault) {
  return befalls_server(fault) || std::holds_alternative<RedisUnreachable>(fault.kind);
}

bool overlap(const Fault& a, const Fault& b, std::uint32_t nodes) {
  const Duration end_of_b = b.at + length_of(b, nodes);
  if (happens_at_once(a.kind)) return a.at >= b.at && a.at < end_of_b;
  return a.at < end_of_b && b.at < a.at + length_of(a, nodes);
}

void check_pair(const Scenario& scenario, std::size_t earlier_index, std::size_t later_index, const std::string& path,
                Problems& problems) {
  const Fault& earlier = scenario.faults[earlier_index];
  const Fault& later = scenario.faults[later_index];
  const std::uint32_t nodes = scenario.topology.nodes;
  const bool keys_of_server_away =
      (happens_at_once(later.kind) && is_away(earlier) && overlap(later, earlier, nodes)) ||
      (happens_at_once(earlier.kind) && is_away(later) && overlap(earlier, later, nodes));
  if (keys_of_server_away) {
    problems.add(path, fmt::format("{} and {} (faults[{}]) cannot be at the same time: nothing can be done to the keys "
                                   "while the server does not answer",
                                   later.name(), earlier.name(), earlier_index));
  }
  if (happens_at_once(later.kind) || happens_at_once(earlier.kind) || !overlap(earlier, later, nodes)) return;
  if (later.kind.index() == earlier.kind.index()) {
    if (befall_different_nodes(earlier, later)) return;
    problems.add(path, fmt::format("overlaps with faults[{}], which is {} as well", earlier_index, earlier.name()));
  } else if (concerns_server(earlier) && concerns_server(later)) {
    problems.add(path, fmt::format("overlaps with {} (faults[{}]); only one of them can befall the server at a time",
                                   earlier.name(), earlier_index));
  }
}

const KeyChoice* key_choice(const FaultKind& kind) {
  if (const auto* const deleted = std::get_if<DeleteKeys>(&kind)) return &deleted->keys;
  const auto* const expired = std::get_if<ExpireKeys>(&kind);
  return expired != nullptr ? &expired->keys : nullptr;
}

// Which keys of the cache belong to a key of the scenario is told by its name in theirs, and which are hot by its
// place.
void check_key_choice(const Scenario& scenario, const Fault& fault, const std::string& path, Problems& problems) {
  const KeyChoice* const choice = key_choice(fault.kind);
  if (choice == nullptr || std::holds_alternative<AllKeys>(*choice)) return;
  const bool only_traces = std::all_of(scenario.load.begin(), scenario.load.end(),
                                       [](const Load& load) { return std::holds_alternative<TraceLoad>(load); });
  const char* why = nullptr;
  if (!scenario.keys.calls.empty()) {
    why = "keys are calls (keys.calls), of which every strategy makes other keys";
  } else if (only_traces && !scenario.load.empty()) {
    why = "traces name keys of their own, and nobody knows beforehand which of them are hot";
  } else if (std::holds_alternative<MovingPopularity>(scenario.keys.popularity)) {
    why = "the working set moves (keys.popularity.moving)";
  }
  if (why != nullptr) problems.add(path_of_key(path, "keys"), fmt::format("expected \"all\", as {}", why));
}

void fit_into(Duration duration, std::uint32_t nodes, const Fault& fault, const std::string& path, Problems& problems) {
  if (fault.at > duration) {
    problems.add(path_of_key(path, "at"),
                 fmt::format("is {}, but the load ends at {} (duration)", shown(fault.at), shown(duration)));
    return;
  }
  const auto* const expiry = std::get_if<ExpireKeys>(&fault.kind);
  const Duration end = fault.at + (expiry != nullptr ? expiry->in : length_of(fault, nodes));
  if (end > duration) {
    problems.add(path_of_key(path, expiry != nullptr ? "in" : "for"),
                 fmt::format("ends at {}, but the load ends at {} (duration)", shown(end), shown(duration)));
  }
}

}  // namespace

void read_faults(const Section& file, Scenario& scenario) {
  const auto faults = file.find("faults");
  if (!faults) return;
  for_each_element(*faults, [&](const Item& entry) { scenario.faults.push_back(read_fault(entry)); });
}

void check_faults(const Scenario& scenario, Problems& problems) {
  const bool duration_is_known = !problems.touch("duration") && !problems.touch("load");
  const auto path_of = [](std::size_t index) { return path_of_index("faults", index); };
  std::vector<bool> is_sound;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) is_sound.push_back(!problems.touch(path_of(i)));
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    if (!is_sound[i]) continue;
    check_node_choice(scenario, scenario.faults[i], path_of(i), problems);
    check_key_choice(scenario, scenario.faults[i], path_of(i), problems);
    if (duration_is_known)
      fit_into(scenario.duration, scenario.topology.nodes, scenario.faults[i], path_of(i), problems);
    for (std::size_t other = 0; other < i; ++other) {
      if (is_sound[other]) check_pair(scenario, other, i, path_of(i), problems);
    }
  }
}

}  // namespace stampede::scenario
