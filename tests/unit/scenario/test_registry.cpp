// The catalogue and the base scenario of the loader's tests.
#include "test_registry.h"

#include <array>
#include <nlohmann/json.hpp>

namespace stampede::scenario {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 4> kMetrics = {"latency_ms.p50", "latency_ms.p99", "errors.cold_cache",
                                                      "requests"};

Registry make_registry() {
  StrategyInfo plain;
  plain.name = "plain";
  StrategyInfo waiting;
  waiting.name = "waiting";
  waiting.parameters = {ParameterSpec::boolean("renew", true, "Whether."),
                        ParameterSpec::integer("retries", 5, 0, 100, "How often."),
                        ParameterSpec::real("beta", 1.0, 0.0, 10.0, "How early."),
                        ParameterSpec::duration("lock_ttl", 60s, 1ms, 1h, "How long."),
                        ParameterSpec::duration_from("lifetime", DefaultFrom::fresh_for, 1ms, 24h, "How long."),
                        ParameterSpec::optional_duration("deadline", 1ms, 1h, "How long."),
                        ParameterSpec::choice("behaviour", {"documented", "published"}, "Which."),
                        ParameterSpec::string("prefix", "CM:", "What.")};
  Registry registry;
  registry.add(plain);
  registry.add(waiting);
  return registry;
}

}  // namespace

const Registry& test_registry() {
  static const Registry registry = make_registry();
  return registry;
}

LoadOptions test_options() { return {test_registry(), kMetrics, {}, {}}; }

LoadResult load_text(std::string_view text) { return load_scenario_text(text, "test.json", test_options()); }

std::string with_changes(std::string_view changes) {
  using nlohmann::ordered_json;
  ordered_json document = ordered_json::parse(R"({"name": "test", "load": [{"burst": 10}], "strategies": ["plain"]})");
  document.merge_patch(ordered_json::parse(changes));
  return document.dump();
}

}  // namespace stampede::scenario
