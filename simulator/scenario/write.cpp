// Scenario to JSON, section by section, in the order of the reference file.
#include "simulator/scenario/write.h"
#include "simulator/scenario/layered_choice.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "simulator/scenario/json.h"
#include "simulator/scenario/sizes.h"
#include "simulator/scenario/write_client.h"
#include "simulator/scenario/write_faults.h"
#include "strategies/units.h"

namespace stampede::scenario {
namespace {

constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53

template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

Json json_of(Duration duration) { return format_duration(duration); }

// 2000 rather than 2000.0
Json json_of(double number) {
  if (std::trunc(number) == number && std::abs(number) < kLargestExactInteger) return static_cast<std::int64_t>(number);
  return number;
}

Json json_of(const Pause& pause) { return {{"every", pause.every}, {"for", json_of(pause.duration)}}; }

Json json_of(const ParameterValue& value) {
  return std::visit(
      [](const auto& content) -> Json {
        using Content = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Content, Duration> || std::is_same_v<Content, double>) {
          return json_of(content);
        } else {
          return content;
        }
      },
      value);
}

template <typename Value>
Json json_of(const std::optional<Value>& value) {
  if (!value) return nullptr;
  if constexpr (std::is_same_v<Value, std::uint64_t>) {
    return *value;
  } else {
    return json_of(*value);
  }
}

Json json_of(const Popularity& popularity) {
  return std::visit(Overloaded{
                        [](const UniformPopularity&) { return Json("uniform"); },
                        [](const ZipfPopularity& zipf) {
                          return Json{{"zipf", json_of(zipf.exponent)}};
                        },
                        [](const HotKeyPopularity& hot) {
                          return Json{{"hot", json_of(hot.share)}};
                        },
                        [](const MovingPopularity& moving) {
                          return Json{{"moving",
                                       {{"share", json_of(moving.share)},
                                        {"every", json_of(moving.every)},
                                        {"by", json_of(moving.by)},
                                        {"requests", json_of(moving.requests)}}}};
                        },
                    },
                    popularity);
}

Json json_of(const CallArgument& argument) {
  return std::visit([](const auto& content) -> Json { return content; }, argument);
}

Json json_of(const Call& call) {
  Json json{{"function", call.function}};
  if (!call.args.empty()) {
    json["args"] = Json::array();
    for (const CallArgument& argument : call.args) json["args"].push_back(json_of(argument));
  }
  for (const auto& [name, argument] : call.kwargs) json["kwargs"][name] = json_of(argument);
  return json;
}

Json json_of_value_size(const Keys& keys) {
  if (!keys.value_size_per_key) return format_size(keys.value_size_bytes);
  return std::visit(
      Overloaded{
          [](const UniformSize& sizes) {
            return Json{{"uniform", {{"min", format_size(sizes.min_bytes)}, {"max", format_size(sizes.max_bytes)}}}};
          },
          [](const LognormalSize& sizes) {
            return Json{
                {"lognormal", {{"median", format_size(sizes.median_bytes)}, {"p99", format_size(sizes.p99_bytes)}}}};
          },
      },
      *keys.value_size_per_key);
}

// Number and names of keys follow from the calls, if there are any, and do not go with them.
Json json_of(const Keys& keys) {
  Json json = Json::object();
  if (keys.calls.empty()) json["count"] = keys.count;
  json["popularity"] = json_of(keys.popularity);
  json["value_size"] = json_of_value_size(keys);
  if (keys.calls.empty()) json["name"] = keys.name;
  json["tags"] = keys.tags;
  json["invalidation_keys"] = keys.invalidation_keys;
  for (const Call& call : keys.calls) json["calls"].push_back(json_of(call));
  if (keys.page) {
    const bool fixed = keys.page->order == PageOrder::fixed;
    json["page"] = {{"keys", keys.page->keys}, {"order", fixed ? "fixed" : "shuffled"}};
  }
  return json;
}

Json json_of(const FactorDistribution& factors) {
  return std::visit(Overloaded{
                        [](const UniformFactor& f) {
                          return Json{{"uniform", {{"min", json_of(f.min)}, {"max", json_of(f.max)}}}};
                        },
                        [](const LognormalFactor& f) {
                          return Json{{"lognormal", {{"p99", json_of(f.p99)}}}};
                        },
                        [](const DearKeys& f) {
                          return Json{{"dear", {{"share", json_of(f.share)}, {"factor", json_of(f.factor)}}}};
                        },
                    },
                    factors);
}

Json json_of(const TimeDistribution& time) {
  return std::visit(
      Overloaded{
          [](const ConstantTime& t) { return json_of(t.value); },
          [](const UniformTime& t) {
            return Json{{"uniform", {{"min", json_of(t.min)}, {"max", json_of(t.max)}}}};
          },
          [](const ExponentialTime& t) {
            return Json{{"exponential", {{"mean", json_of(t.mean)}}}};
          },
          [](const LognormalTime& t) {
            return Json{{"lognormal", {{"median", json_of(t.median)}, {"p99", json_of(t.p99)}}}};
          },
          [](const ParetoTime& t) {
            return Json{{"pareto", {{"min", json_of(t.min)}, {"alpha", json_of(t.alpha)}, {"max", json_of(t.max)}}}};
          },
      },
      time);
}

std::string name_of(InvalidateBy by) {
  switch (by) {
    case InvalidateBy::nothing:
      return "none";
    case InvalidateBy::key:
      return "key";
    case InvalidateBy::tag:
      return "tag";
    case InvalidateBy::name:
      return "name";
    case InvalidateBy::pattern:
      return "pattern";
  }
  return {};
}

std::string name_of(WriteWith with) {
  switch (with) {
    case WriteWith::invalidate:
      return "invalidate";
    case WriteWith::remove:
      return "delete";
    case WriteWith::set:
      return "set";
  }
  return {};
}

Json json_of(const RateStep& step) { return {{"rate", json_of(step.rate_per_s)}, {"for", json_of(step.length)}}; }

Json json_of(const RateState& state) { return {{"rate", json_of(state.rate_per_s)}, {"dwell", json_of(state.dwell)}}; }

Json json_of(const Load& load);
Json json_of(const Writes& writes);
Json json_of(const Endpoint& endpoint);
Json json_of(const StrategyChoice& choice);

template <typename Entry>
Json array_of(const std::vector<Entry>& entries) {
  Json array = Json::array();
  for (const Entry& entry : entries) array.push_back(json_of(entry));
  return array;
}

Json json_of(const Load& load) {
  return std::visit(
      Overloaded{
          [](const Burst& l) {
            return Json{{"burst", l.requests}, {"at", json_of(l.at)}};
          },
          [](const PoissonLoad& l) {
            return Json{{"poisson", json_of(l.rate_per_s)}, {"from", json_of(l.from)}, {"for", json_of(l.length)}};
          },
          [](const ConstantLoad& l) {
            return Json{{"constant", json_of(l.rate_per_s)}, {"from", json_of(l.from)}, {"for", json_of(l.length)}};
          },
          [](const RampLoad& l) {
            return Json{{"ramp", {{"start", json_of(l.start_per_s)}, {"end", json_of(l.end_per_s)}}},
                        {"from", json_of(l.from)},
                        {"for", json_of(l.length)}};
          },
          [](const StepsLoad& l) {
            return Json{{"steps", array_of(l.steps)}, {"from", json_of(l.from)}, {"for", json_of(l.length)}};
          },
          [](const DiurnalLoad& l) {
            return Json{{"diurnal",
                         {{"mean", json_of(l.mean_per_s)},
                          {"amplitude", json_of(l.amplitude)},
                          {"period", json_of(l.period)},
                          {"phase", json_of(l.phase)}}},
                        {"from", json_of(l.from)},
                        {"for", json_of(l.length)}};
          },
          [](const BurstyLoad& l) {
            return Json{{"bursty", array_of(l.states)}, {"from", json_of(l.from)}, {"for", json_of(l.length)}};
          },
          [](const TraceLoad& l) {
            return Json{{"trace", l.path},
                        {"format", l.format == TraceFormat::twitter ? "twitter" : "plain"},
                        {"speed", json_of(l.speed)},
                        {"spread", json_of(l.spread)},
                        {"tolerate_disorder", json_of(l.disorder)},
                        {"tolerate_bad_lines", l.bad_lines_max},
                        {"sets", l.sets_write ? "write" : "ignore"},
                        {"commit_delay", json_of(l.commit_delay)},
                        {"invalidate", name_of(l.invalidate)},
                        {"from", json_of(l.from)},
                        {"for", json_of(l.length)}};
          },
          [](const ClosedLoop& l) {
            return Json{{"closed_loop", {{"users", l.users}, {"think_time", json_of(l.think_time)}}},
                        {"from", json_of(l.from)},
                        {"for", json_of(l.length)}};
          },
      },
      load);
}

Json json_of(const Endpoint& endpoint) {
  return {{"name", endpoint.name}, {"work", json_of(endpoint.work)}, {"load", array_of(endpoint.load)}};
}

std::string name_of(Prefill prefill) {
  switch (prefill) {
    case Prefill::none:
      return "none";
    case Prefill::fresh:
      return "fresh";
    case Prefill::stale:
      return "stale";
  }
  return {};
}

Json json_of(const Writes& writes) {
  return {{"rate", json_of(writes.rate_per_s)},
          {"from", json_of(writes.from)},
          {"for", json_of(writes.length)},
          {"commit_delay", json_of(writes.commit_delay)},
          {"invalidate", name_of(writes.invalidate)},
          {"with", name_of(writes.with)},
          {"read_back", writes.read_back ? Json{{"after", json_of(*writes.read_back)}} : Json()}};
}

// With what was given only: what a strategy's defaults are is for the strategy to say, and is in the results.
Json json_of_layer(const StrategyChoice& choice) {
  if (choice.given.empty()) return choice.name;
  Json parameters = Json::object();
  for (const auto& [name, text] : choice.given) parameters[name] = json_of(choice.parameters.all().at(name));
  return Json{{choice.name, parameters}};
}

Json json_of(const StrategyChoice& choice) {
  const std::vector<StrategyChoice> layers = layers_of_choice(choice);
  if (layers.size() == 1) return json_of_layer(choice);
  Json list = Json::array();
  for (const StrategyChoice& layer : layers) list.push_back(json_of_layer(layer));
  return Json{{"layers", std::move(list)}};
}

Json json_of(const Network& network) {
  Json times = Json::object();
  for (const auto& [command, time] : network.command_times) times[command] = json_of(time);
  Json bandwidth;
  if (network.bandwidth_bytes_per_s) bandwidth = format_size(*network.bandwidth_bytes_per_s);
  return {{"one_way_delay", json_of(network.one_way_delay)},
          {"command_time", json_of(network.command_time)},
          {"command_times", std::move(times)},
          {"socket_time", json_of(network.socket_time)},
          {"bandwidth", std::move(bandwidth)},
          {"node_cpu",
           {{"per_request", json_of(network.node_cpu.per_request)},
            {"per_command", json_of(network.node_cpu.per_command)},
            {"one_thread_for_all", network.node_cpu.one_thread_for_all}}}};
}

Json objectives_of(const Scenario& scenario) {
  Json objectives = Json::object();
  for (const Objective& objective : scenario.objectives) {
    objectives[objective.metric] = {{"min", json_of(objective.min)}, {"max", json_of(objective.max)}};
  }
  return objectives;
}

Json system_of(const Scenario& s) {
  return {{"name", s.name},
          {"summary", s.summary},
          {"description", s.description},
          {"look_at", s.look_at},
          {"live_under_a_minute", s.live_under_a_minute},
          {"topology",
           {{"nodes", s.topology.nodes},
            {"workers", s.topology.workers},
            {"queue_limit", json_of(s.topology.queue_limit)}}},
          {"client", to_json(s.client)},
          {"keys", json_of(s.keys)},
          {"freshness",
           {{"fresh_for", json_of(s.freshness.fresh_for)},
            {"keep_for", json_of(s.freshness.keep_for)},
            {"tolerance", json_of(s.freshness.tolerance)}}},
          {"origin",
           {{"compute_time", json_of(s.origin.compute_time)},
            {"compute_time_per_key", s.origin.compute_time_per_key ? json_of(*s.origin.compute_time_per_key) : Json()},
            {"capacity", json_of(s.origin.capacity)},
            {"beyond", s.origin.beyond == BeyondCapacity::slow_down ? "slow_down" : "queue"},
            {"error_rate", json_of(s.origin.error_rate)},
            {"pause", json_of(s.origin.pause)},
            {"row_read_time", json_of(s.origin.row_read_time)},
            {"row_write_time", json_of(s.origin.row_write_time)}}}};
}

}  // namespace

std::string to_json_text(const Scenario& scenario) {
  Json json = system_of(scenario);
  json["load"] = array_of(scenario.load);
  json["writes"] = array_of(scenario.writes);
  json["endpoints"] = array_of(scenario.endpoints);
  json["faults"] = Json::array();
  for (const Fault& fault : scenario.faults) json["faults"].push_back(to_json(fault));
  json["background"] = {{"workers", scenario.background.workers}};
  json["redis"] = {{"deadline", json_of(scenario.redis.deadline)}};
  json["network"] = json_of(scenario.network);
  json["prefill"] = name_of(scenario.prefill);
  json["goodput_within"] = json_of(scenario.goodput_within);
  json["recovery"] = scenario.recovery ? Json{{"within", json_of(scenario.recovery->within)},
                                              {"window", json_of(scenario.recovery->window)}}
                                       : Json();
  json["duration"] = json_of(scenario.duration);
  json["warm_up"] = json_of(scenario.warm_up);
  json["drain"] = json_of(scenario.drain);
  json["settle"] = json_of(scenario.settle);
  json["generator"] = {{"lag_p99_max", json_of(scenario.lag_budget)}};
  json["series_step"] = json_of(scenario.series_step);
  json["seed"] = scenario.seed;
  json["repetitions"] = scenario.repetitions;
  json["strategies"] = array_of(scenario.strategies);
  json["ideal"] = scenario.ideal;
  json["objectives"] = objectives_of(scenario);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_json_text(const Network& network) { return json_of(network).dump(2) + "\n"; }

}  // namespace stampede::scenario
