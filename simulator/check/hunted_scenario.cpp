#include "simulator/check/hunted_scenario.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/check/random_scenario.h"
#include "simulator/measure/random_stream.h"

namespace stampede::check {

namespace {

using namespace std::chrono_literals;

// Longer than any lock lives and any failure is remembered, unless a scenario or a parameter says otherwise.
constexpr Duration kQuiet = 10min;
constexpr Duration kSecondPhase = 2s;

class Coin {
 public:
  explicit Coin(std::uint64_t seed, std::string_view part) : stream_(seed, part) {}
  bool one_in(std::uint64_t n) { return stream_.below(n) == 0; }
  std::uint64_t below(std::uint64_t n) { return stream_.below(n); }

 private:
  measure::RandomStream stream_;
};

void leave_out_of_clients(Coin& coin, scenario::Scenario& scenario) {
  if (coin.one_in(2)) scenario.client.retries.reset();
  if (coin.one_in(2)) {
    scenario.client.timeout.reset();
    scenario.client.abandoned = scenario::Abandoned::finish;
  }
  if (coin.one_in(2)) scenario.topology.queue_limit.reset();
  if (!coin.one_in(4)) scenario.endpoints.clear();
  if (!coin.one_in(4)) scenario.keys.page.reset();
}

void leave_out(std::uint64_t seed, scenario::Scenario& scenario) {
  Coin coin(seed, "left out");
  leave_out_of_clients(coin, scenario);
  if (coin.one_in(2)) scenario.keys.count = 1;
  if (scenario.keys.count == 1) scenario.keys.page.reset();
  if (coin.one_in(2)) scenario.writes.clear();
  if (coin.one_in(2)) scenario.origin.error_rate = 0;
  if (coin.one_in(2)) scenario.origin.pause.reset();
  if (coin.one_in(2)) scenario.origin.capacity.reset();
  if (!scenario.origin.capacity) scenario.origin.beyond = scenario::BeyondCapacity::queue;
  if (coin.one_in(2)) scenario.network.node_cpu = {};
  if (coin.one_in(4)) scenario.faults.clear();
  for (scenario::Writes& writes : scenario.writes) {
    // What most strategies know, and most applications do.
    if (!coin.one_in(4) && writes.invalidate != scenario::InvalidateBy::nothing) {
      writes.invalidate = scenario::InvalidateBy::key;
    }
  }
}

// One request after the other, so that nobody is refused because somebody else computes.
void add_second_phase(scenario::Scenario& scenario) {
  const Duration first = std::max(scenario.duration, scenario::end_of_last_fault(scenario.faults));
  const Duration from = first + kQuiet;
  scenario.load.emplace_back(scenario::ClosedLoop{
      .users = 1, .think_time = scenario::ConstantTime{.value = 100ms}, .from = from, .length = kSecondPhase});
  scenario.duration = from + kSecondPhase;
}

// Locks and deadlines of all magnitudes alike, from a millisecond to some seconds. Pauses between two looks around what
// they usually are: thousands of looks show nothing that a few do not.
Duration draw_time(Coin& coin, const ParameterSpec& spec) {
  constexpr Duration kLongestPause = 500ms;
  constexpr std::uint64_t kDoublings = 12;
  constexpr std::uint64_t kDoublingsOfPause = 4;
  const auto* const usual = spec.default_value ? std::get_if<Duration>(&*spec.default_value) : nullptr;
  if (usual != nullptr && *usual > 0ms && *usual < kLongestPause) {
    return *usual / 2 * (std::int64_t{1} << coin.below(kDoublingsOfPause));
  }
  return 1ms * (std::int64_t{1} << coin.below(kDoublings));
}

}  // namespace

scenario::Scenario hunted_scenario(std::uint64_t seed) {
  scenario::Scenario scenario = random_scenario(seed);
  leave_out(seed, scenario);
  Coin coin(seed, "second phase");
  if (!scenario.faults.empty() && coin.one_in(2)) add_second_phase(scenario);
  return scenario;
}

std::map<std::string, std::string> hunted_parameters(const StrategyInfo& strategy, std::uint64_t seed) {
  std::map<std::string, std::string> given = random_parameters(strategy, seed);
  Coin coin(seed, "times of " + strategy.name);
  for (const ParameterSpec& spec : strategy.parameters) {
    if (spec.type != ParameterType::duration || spec.default_from != DefaultFrom::constant || !coin.one_in(3)) continue;
    Duration time = draw_time(coin, spec);
    if (spec.min) time = std::max(time, std::get<Duration>(*spec.min));
    if (spec.max) time = std::min(time, std::get<Duration>(*spec.max));
    given[spec.name] = fmt::format("{}ns", time.count());
  }
  return given;
}

}  // namespace stampede::check
