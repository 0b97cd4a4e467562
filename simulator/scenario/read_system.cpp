// Identity, topology, background workers, Redis, load generator.
#include <nlohmann/json.hpp>

#include "simulator/scenario/sections.h"

namespace stampede::scenario {
namespace {

constexpr Counts kNodes = {1, 10'000};
constexpr Counts kWorkers = {1, 1'000'000};
constexpr Counts kQueueLimit = {0, 1'000'000'000};
constexpr Counts kBackgroundWorkers = {1, 10'000};
constexpr Counts kSeeds = {0, 9'007'199'254'740'991};  // 2^53 - 1: what every JSON reader keeps exactly
constexpr Counts kRepetitions = {1, 10'000};
constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789._-";
constexpr std::size_t kLongestName = 100;

bool is_good_name(std::string_view name) {
  // Results are filed under it: no leading dot, so that it can neither hide nor climb.
  return !name.empty() && name.size() <= kLongestName && name.front() != '.' && name.front() != '-' &&
         name.find_first_not_of(kNameCharacters) == std::string_view::npos;
}

}  // namespace

void read_identity(const Section& file, Scenario& scenario) {
  constexpr std::string_view what =
      "a name of a-z, 0-9, '_', '.' and '-', at most 100 long, not beginning with '.' or '-'";
  if (const auto name = file.require("name", what)) {
    if (name->json().is_string() && is_good_name(name->json().get_ref<const std::string&>())) {
      scenario.name = name->json().get<std::string>();
    } else {
      name->expected(what);
    }
  }
  file.read("summary", scenario.summary);
  file.read("description", scenario.description);
  file.read("seed", scenario.seed, kSeeds);
  file.read("repetitions", scenario.repetitions, kRepetitions);
}

void read_system(const Section& file, Scenario& scenario) {
  if (const auto item = file.find("topology")) {
    const Section topology(*item);
    topology.read("nodes", scenario.topology.nodes, kNodes);
    topology.read("workers", scenario.topology.workers, kWorkers);
    topology.read("queue_limit", scenario.topology.queue_limit, kQueueLimit);
  }
  if (const auto item = file.find("background")) {
    Section(*item).read("workers", scenario.background.workers, kBackgroundWorkers);
  }
  if (const auto item = file.find("redis")) Section(*item).read("deadline", scenario.redis.deadline, kPositiveDuration);
  if (const auto item = file.find("generator")) {
    Section(*item).read("lag_p99_max", scenario.lag_budget, kPositiveDuration);
  }
}

}  // namespace stampede::scenario
