// What a strategy promises, as data that a program can hold it to. The words for people are in its description
// (registry.h); here is when a promise applies, and how far it goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "strategies/parameters.h"
#include "strategies/time.h"

namespace stampede {

enum class GuaranteeKind {
  one_computation,        // at most one computation of a key at a time
  hard_lifetime,          // no answer is older than a bound
  no_lost_invalidation,   // once everything has come to rest, nothing older than the last invalidation is answered
  no_version_regression,  // a node never answers a key with an older version than before
  bounded_wait,           // a request that a worker has taken ends within a bound
  recovers,               // so long after the last fault there are answers again, and no failures of the cache's own
};
inline constexpr std::size_t kGuaranteeKinds = 6;

// "one_computation"
std::string_view name_of(GuaranteeKind kind);

enum class Reach { all_nodes, each_node };

// What happened in a run that is not the strategy's doing, as conditions want to know it.
struct RunFacts {
  std::uint32_t nodes = 1;
  Duration longest_computation{};  // from its demand to its end
  Duration longest_service{};      // of a request that was answered, from when a worker took it
  Duration command_max{};          // after which a command to the cache has failed
  Duration stood_still{};          // for how long processes were stopped, in all
  bool cache_loses_keys = false;   // before their time: flushed, deleted, evicted, restarted
  bool cache_fails = false;        // commands failed, or connections broke
  bool messages_lost = false;
  bool processes_die = false;
  bool clocks_differ = false;
  bool callers_vanish = false;      // a worker is stopped in the middle when its client gives up
  bool computations_fail = false;   // or may
  bool computations_stray = false;  // go on at the origin when their caller is gone
  bool has_invalidations = false;
};

struct Guarantee {
  GuaranteeKind kind = GuaranteeKind::one_computation;
  Reach reach = Reach::all_nodes;  // of one_computation
  std::string condition = {};      // in words; empty: none
  // Whether the promise is made for such a run. Empty: for any.
  std::function<bool(const Parameters&, const RunFacts&)> applies = {};
  // hard_lifetime: the greatest age; bounded_wait: the longest service; recovers: the time that it takes.
  std::function<Duration(const Parameters&, const RunFacts&)> bound = {};
};

// What so many commands to the cache can take in such a run.
inline Duration time_of_commands(const RunFacts& facts, int commands) {
  return commands * facts.command_max + facts.stood_still;
}

}  // namespace stampede
