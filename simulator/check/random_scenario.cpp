#include "simulator/check/random_scenario.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <utility>

#include "simulator/measure/random_stream.h"

namespace stampede::check {

namespace {

using namespace std::chrono_literals;

// One stream for each part, so that a part that draws more does not shift the others.
class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view part) : stream_(seed, part) {}

  bool one_in(std::uint64_t n) { return stream_.below(n) == 0; }
  std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + stream_.below(high - low + 1); }
  double share(std::uint64_t steps) { return static_cast<double>(between(1, steps)) / static_cast<double>(steps); }
  template <typename T>
  T one_of(std::initializer_list<T> all) {
    return all.begin()[stream_.below(all.size())];
  }
  // Of all magnitudes alike: low * 2^0, 2^1, ... and somewhere between that and its double.
  Duration time_around(Duration low, unsigned doublings) {
    const Duration base = low * (Duration::rep{1} << stream_.below(doublings));
    return base + Duration(static_cast<Duration::rep>(stream_.below(static_cast<std::uint64_t>(base.count()))));
  }

 private:
  measure::RandomStream stream_;
};

scenario::TimeDistribution draw_distribution(Dice& dice, Duration around) {
  switch (dice.between(0, 3)) {
    case 0:
      return scenario::UniformTime{.min = around / 4, .max = around * 2};
    case 1:
      return scenario::ExponentialTime{.mean = around};
    case 2:
      return scenario::LognormalTime{.median = around, .p99 = around * 8};
    default:
      return scenario::ConstantTime{.value = around};
  }
}

void draw_topology(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "topology");
  scenario.topology.nodes = static_cast<std::uint32_t>(dice.one_of({1, 1, 2, 3, 5}));
  scenario.topology.workers = static_cast<std::uint32_t>(dice.one_of({1, 2, 5, 20}));
  if (dice.one_in(4)) scenario.topology.queue_limit = dice.between(0, 20);
  if (dice.one_in(2)) scenario.client.timeout = dice.time_around(20ms, 8);
  scenario.background.workers = static_cast<std::uint32_t>(dice.between(1, 3));
}

void draw_keys(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "keys");
  scenario.keys.count = dice.one_of<std::uint64_t>({1, 1, 2, 5, 20});
  if (dice.one_in(3)) scenario.keys.popularity = scenario::ZipfPopularity{.exponent = dice.share(4) * 2};
  if (dice.one_in(4)) scenario.keys.popularity = scenario::HotKeyPopularity{.share = dice.share(10)};
  scenario.keys.value_size_bytes = dice.one_of<std::uint64_t>({128, 1024, 20000});
  scenario.keys.tags = dice.between(1, 3);
  scenario.keys.invalidation_keys = dice.between(1, 3);
  scenario.freshness.fresh_for = dice.time_around(100ms, 7);
  scenario.freshness.keep_for = scenario.freshness.fresh_for * static_cast<Duration::rep>(dice.between(2, 8));
  scenario.prefill = dice.one_of(
      {scenario::Prefill::none, scenario::Prefill::none, scenario::Prefill::fresh, scenario::Prefill::stale});
}

void draw_origin(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "origin");
  scenario.origin.compute_time = draw_distribution(dice, dice.time_around(1ms, 10));
  if (dice.one_in(3)) scenario.origin.capacity = dice.between(1, 4);
  if (dice.one_in(4)) scenario.origin.error_rate = dice.share(4);
  if (dice.one_in(8))
    scenario.origin.pause = scenario::Pause{.every = dice.between(1, 10), .duration = dice.time_around(50ms, 6)};
  if (scenario.origin.capacity && dice.one_in(2)) scenario.origin.beyond = scenario::BeyondCapacity::slow_down;
}

scenario::Load draw_load(Dice& dice, Duration length) {
  const double rate_per_s = static_cast<double>(dice.between(5, 40)) / to_seconds(length);
  switch (dice.between(0, 3)) {
    case 0:
      return scenario::Burst{.requests = dice.between(1, 40),
                             .at = length * static_cast<Duration::rep>(dice.between(0, 9)) / 10};
    case 1:
      return scenario::ConstantLoad{.rate_per_s = rate_per_s, .from = {}, .length = length};
    case 2:
      // Two thirds of the time, so that some of it is quiet.
      return scenario::PoissonLoad{.rate_per_s = rate_per_s, .from = length / 3, .length = length - length / 3};
    default:
      return scenario::ClosedLoop{
          .users = dice.between(1, 4), .think_time = draw_distribution(dice, length / 8), .from = {}, .length = length};
  }
}

void draw_load(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "load");
  scenario.duration = dice.time_around(250ms, 6);
  const std::uint64_t loads = dice.between(1, 3);
  for (std::uint64_t i = 0; i < loads; ++i) scenario.load.push_back(draw_load(dice, scenario.duration));
  const std::uint64_t writes = dice.between(0, 2);
  for (std::uint64_t i = 0; i < writes; ++i) {
    scenario.writes.push_back(
        {.rate_per_s = static_cast<double>(dice.between(1, 10)) / to_seconds(scenario.duration),
         .from = {},
         .length = scenario.duration,
         .commit_delay = dice.one_in(2) ? dice.time_around(1ms, 8) : Duration::zero(),
         .invalidate = dice.one_of({scenario::InvalidateBy::key, scenario::InvalidateBy::key,
                                    scenario::InvalidateBy::nothing, scenario::InvalidateBy::tag,
                                    scenario::InvalidateBy::name, scenario::InvalidateBy::pattern})});
  }
}

scenario::Retries draw_retries(Dice& dice) {
  return {.times = dice.between(1, 3),
          .backoff = dice.one_in(4) ? Duration::zero() : dice.time_around(1ms, 8),
          .factor = static_cast<double>(dice.between(1, 3)),
          .full_jitter = dice.one_in(2),
          .on_timeout = dice.one_in(2),
          .on_rejected = dice.one_in(2),
          .on_errors = true};
}

// After the keys, whom they are made of.
void draw_pages(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "pages");
  if (scenario.keys.count == 1 || !dice.one_in(3)) return;
  const std::uint64_t keys = scenario.keys.count == 5 ? 5 : dice.one_of<std::uint64_t>({2, scenario.keys.count});
  scenario.keys.page = scenario::Page{
      .keys = keys, .order = dice.one_in(2) ? scenario::PageOrder::shuffled : scenario::PageOrder::fixed};
}

// After the load, whose length theirs is.
void draw_clients(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "clients");
  if (dice.one_in(3)) scenario.client.retries = draw_retries(dice);
  if (scenario.client.timeout) {
    scenario.client.abandoned =
        dice.one_of({scenario::Abandoned::finish, scenario::Abandoned::cancel, scenario::Abandoned::detach});
  }
  for (scenario::Writes& writes : scenario.writes) {
    if (dice.one_in(2)) writes.read_back = dice.one_in(2) ? Duration::zero() : dice.time_around(1ms, 6);
  }
  const std::uint64_t endpoints = dice.one_in(3) ? dice.between(1, 2) : 0;
  for (std::uint64_t i = 0; i < endpoints; ++i) {
    scenario.endpoints.push_back({.name = fmt::format("endpoint-{}", i),
                                  .work = draw_distribution(dice, dice.time_around(1ms, 6)),
                                  .load = {draw_load(dice, scenario.duration)}});
  }
}

scenario::KeyChoice draw_key_choice(Dice& dice) {
  if (dice.one_in(3)) return scenario::HottestKeys{.count = dice.between(1, 3)};
  if (dice.one_in(2)) return scenario::ShareOfKeys{.share = dice.share(4)};
  return scenario::AllKeys{};
}

scenario::FaultKind draw_fault_of_keys(Dice& dice) {
  switch (dice.between(0, 2)) {
    case 0:
      return scenario::Flush{};
    case 1:
      return scenario::DeleteKeys{.keys = draw_key_choice(dice)};
    default:
      return scenario::ExpireKeys{.keys = draw_key_choice(dice), .in = dice.time_around(1ms, 8)};
  }
}

scenario::FaultKind draw_fault_of_origin_or_queue(Dice& dice) {
  switch (dice.between(0, 4)) {
    case 0:
      return scenario::OriginSlow{.factor = static_cast<double>(dice.between(2, 20))};
    case 1:
      return scenario::OriginFailing{.share = dice.share(4)};
    case 2:
      return scenario::OriginDown{.mode = dice.one_of({scenario::Outage::refuse, scenario::Outage::hang})};
    case 3:
      return scenario::BackgroundLost{.share = dice.share(4)};
    default:
      return scenario::BackgroundCrash{};
  }
}

scenario::FaultKind draw_fault_of_redis(Dice& dice) {
  switch (dice.between(0, 5)) {
    case 0:
      return scenario::RedisSlow{.delay = dice.time_around(1ms, 7)};
    case 1:
      return scenario::RedisStalled{};
    case 2:
      return scenario::RedisRestarted{};
    case 3:
      return scenario::RedisUnreachable{};
    case 4:
      return scenario::RedisOutOfMemory{
          .memory = scenario::ShareOfMemory{.share = dice.share(4)},
          .policy = dice.one_of({scenario::FullMemory::evicts, scenario::FullMemory::refuses})};
    default:
      return scenario::MessagesLost{.share = dice.share(4)};
  }
}

// At most one of each family, as some exclude each other while they last.
void draw_faults(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "faults");
  const auto add = [&](scenario::FaultKind kind, bool lasts) {
    const Duration tenth = scenario.duration / 10;
    const auto at = static_cast<Duration::rep>(dice.between(0, 6));
    const auto length = static_cast<Duration::rep>(dice.between(1, 3));
    scenario.faults.push_back(
        {.at = at * tenth, .length = lasts ? length * tenth : Duration::zero(), .kind = std::move(kind)});
  };
  if (dice.one_in(4)) add(draw_fault_of_keys(dice), false);
  if (dice.one_in(4)) add(draw_fault_of_origin_or_queue(dice), true);
  if (dice.one_in(4)) add(draw_fault_of_redis(dice), true);
}

scenario::NodeChoice draw_nodes(Dice& dice, std::uint32_t nodes, bool may_be_holder) {
  if (may_be_holder && dice.one_in(2)) return scenario::Holder{};
  if (dice.one_in(2)) return scenario::AllNodes{};
  return scenario::NodeIndexes{.indexes = {static_cast<std::uint32_t>(dice.between(0, nodes - 1))}};
}

scenario::FaultKind draw_fault_of_nodes(Dice& dice, const scenario::Scenario& scenario) {
  const std::uint32_t nodes = scenario.topology.nodes;
  switch (dice.between(0, 3)) {
    case 0:
      return scenario::NodePaused{.nodes = draw_nodes(dice, nodes, true)};
    case 1:
      return scenario::ClockSkewed{.nodes = draw_nodes(dice, nodes, false),
                                   .by = dice.time_around(10ms, 10) * (dice.one_in(2) ? 1 : -1)};
    default: {
      scenario::NodeRestarted restart{
          .nodes = draw_nodes(dice, nodes, true),
          .every = {},
          .in_flight = dice.one_of({scenario::InFlight::lost, scenario::InFlight::finished}),
          .requests = dice.one_of({scenario::WhileDown::rerouted, scenario::WhileDown::refused})};
      if (std::holds_alternative<scenario::AllNodes>(restart.nodes) && nodes > 1 && dice.one_in(2)) {
        restart.every = scenario.duration / 10 / nodes;
      }
      return restart;
    }
  }
}

// On a stream of their own: the other draws of a seed are what they were before there were faults of nodes.
void draw_faults_of_nodes(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "faults of nodes");
  const Duration tenth = scenario.duration / 10;
  // One in the first half, and one in the second, so that they do not overlap.
  for (const Duration half : {Duration::zero(), 5 * tenth}) {
    if (!dice.one_in(4)) continue;
    const auto at = static_cast<Duration::rep>(dice.between(0, 2));
    scenario.faults.push_back({.at = half + at * tenth, .length = tenth, .kind = draw_fault_of_nodes(dice, scenario)});
  }
}

void draw_network(std::uint64_t seed, scenario::Scenario& scenario) {
  Dice dice(seed, "network");
  scenario.network.one_way_delay = draw_distribution(dice, dice.time_around(5us, 8));
  scenario.network.command_time = dice.time_around(500ns, 6);
  scenario.redis.deadline = dice.one_of<Duration>({200ms, 500ms, 2s});
  if (!dice.one_in(3)) return;
  scenario.network.node_cpu = {.per_request = dice.time_around(1us, 8),
                               .per_command = dice.time_around(1us, 6),
                               .one_thread_for_all = dice.one_in(2)};
}

}  // namespace

scenario::Scenario random_scenario(std::uint64_t seed) {
  scenario::Scenario scenario;
  scenario.name = fmt::format("random-{}", seed);
  scenario.summary = fmt::format("Drawn from seed {}", seed);
  scenario.seed = seed;
  draw_topology(seed, scenario);
  draw_keys(seed, scenario);
  draw_pages(seed, scenario);
  draw_origin(seed, scenario);
  draw_load(seed, scenario);
  draw_clients(seed, scenario);
  draw_network(seed, scenario);
  draw_faults(seed, scenario);
  draw_faults_of_nodes(seed, scenario);
  return scenario;
}

std::map<std::string, std::string> random_parameters(const StrategyInfo& strategy, std::uint64_t seed) {
  Dice dice(seed, "parameters of " + strategy.name);
  std::map<std::string, std::string> given;
  for (const ParameterSpec& spec : strategy.parameters) {
    if (spec.type == ParameterType::boolean) {
      given[spec.name] = dice.one_in(2) ? "true" : "false";
    } else if (spec.type == ParameterType::choice) {
      given[spec.name] = spec.choices[dice.between(0, spec.choices.size() - 1)];
    }
  }
  return given;
}

}  // namespace stampede::check
