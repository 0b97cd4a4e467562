// Wrong scenarios: strategies and objectives.
#include "malformed_cases.h"

namespace stampede::scenario {

std::vector<Malformed> malformed_strategies() {
  return {
      {R"({"ideal": "yes"})", "ideal", R"(expected true or false, found "yes")"},
      {R"({"strategies": null})", "strategies", "missing; expected an array with at least one strategy"},
      {R"({"strategies": []})", "strategies", "expected at least one strategy, found []"},
      {R"({"strategies": "plain"})", "strategies", R"(expected an array, found "plain")"},
      {R"({"strategies": ["plian"]})", "strategies[0]", R"(unknown strategy "plian"; did you mean "plain"?)"},
      {R"({"strategies": ["lease"]})", "strategies[0]", R"(unknown strategy "lease"; known: plain, waiting)"},
      {R"({"strategies": [5]})", "strategies[0]",
       "expected a strategy's name, an object {NAME: {PARAMETER: VALUE}}, or an object {\"layers\": [TOP, ..., "
       "BOTTOM]}, "
       "found 5"},
      {R"({"strategies": [{}]})", "strategies[0]",
       "expected a strategy's name, an object {NAME: {PARAMETER: VALUE}}, or an object {\"layers\": [TOP, ..., "
       "BOTTOM]}, "
       "found {}"},
      {R"({"strategies": [{"plain": {}, "waiting": {}}]})", "strategies[0]",
       "expected a strategy's name, an object {NAME: {PARAMETER: VALUE}}, or an object {\"layers\": [TOP, ..., "
       "BOTTOM]}, "
       R"(found {"plain":{},"waiting":{}})"},
      {R"({"strategies": [{"layers": "plain"}]})", "strategies[0].layers", R"(expected an array, found "plain")"},
      {R"({"strategies": [{"layers": ["plain"]}]})", "strategies[0].layers",
       R"(expected at least two layers, top first, found ["plain"])"},
      {R"({"strategies": [{"layers": ["plain", "waiting", "plain"]}]})", "strategies[0].layers",
       "plain occurs twice; each strategy can be there once"},
      {R"({"strategies": [{"layers": ["plain", {"waiting": {"retries": 101}}]}]})",
       "strategies[0].layers[1].waiting.retries", "expected an integer from 0 to 100, found 101"},
      {R"({"strategies": [{"layers": ["plain", {"layers": ["plain", "waiting"]}]}]})", "strategies[0].layers[1]",
       R"(unknown strategy "layers"; known: plain, waiting)"},
      {R"({"strategies": ["plain", "plain"]})", "strategies[1]",
       "is the same as strategies[0]: plain with the same parameters"},
      {R"({"strategies": ["waiting", {"waiting": {"lock_ttl": "60s"}}]})", "strategies[1]",
       "is the same as strategies[0]: waiting with the same parameters"},
      {R"({"strategies": [{"waiting": {"lock_ttl": "60s"}}, "plain", {"waiting": {"lock_ttl": "1min"}}]})",
       "strategies[2]", "is the same as strategies[0]: waiting with the same parameters"},
      {R"({"strategies": [{"waiting": "published"}]})", "strategies[0].waiting",
       R"(expected an object {PARAMETER: VALUE}, found "published")"},
      {R"({"strategies": [{"waiting": {"lock_tll": "1s"}}]})", "strategies[0].waiting.lock_tll",
       R"(there is no such parameter; did you mean "lock_ttl"?)"},
      {R"({"strategies": [{"plain": {"ttl": "1s"}}]})", "strategies[0].plain.ttl", "there are no parameters"},
      {R"({"strategies": [{"waiting": {"lock_ttl": 5}}]})", "strategies[0].waiting.lock_ttl",
       "expected a duration from 1ms to 1h, found 5"},
      {R"({"strategies": [{"waiting": {"lock_ttl": "2h"}}]})", "strategies[0].waiting.lock_ttl",
       R"(expected a duration from 1ms to 1h, found "2h")"},
      {R"({"strategies": [{"waiting": {"lock_ttl": "none"}}]})", "strategies[0].waiting.lock_ttl",
       R"(expected a duration from 1ms to 1h, found "none", which is not a number with a unit)"},
      {R"({"strategies": [{"waiting": {"retries": "5"}}]})", "strategies[0].waiting.retries",
       R"(expected an integer from 0 to 100, found "5")"},
      {R"({"strategies": [{"waiting": {"retires": 5}}]})", "strategies[0].waiting.retires",
       R"(there is no such parameter; did you mean "retries"?)"},
      {R"({"strategies": [{"waiting": {"retries": 101}}]})", "strategies[0].waiting.retries",
       "expected an integer from 0 to 100, found 101"},
      {R"({"strategies": [{"waiting": {"retries": 2.5}}]})", "strategies[0].waiting.retries",
       "expected an integer from 0 to 100, found 2.5"},
      {R"({"strategies": [{"waiting": {"renew": "false"}}]})", "strategies[0].waiting.renew",
       R"(expected true or false, found "false")"},
      {R"({"strategies": [{"waiting": {"renew": 1}}]})", "strategies[0].waiting.renew",
       "expected true or false, found 1"},
      {R"({"strategies": [{"waiting": {"beta": 11}}]})", "strategies[0].waiting.beta",
       "expected a number from 0 to 10, found 11"},
      {R"({"strategies": [{"waiting": {"behaviour": "publish"}}]})", "strategies[0].waiting.behaviour",
       R"(expected one of documented, published, found "publish"; did you mean "published"?)"},
      {R"({"strategies": [{"waiting": {"deadline": "2h"}}]})", "strategies[0].waiting.deadline",
       R"(expected a duration from 1ms to 1h, or none, found "2h")"},
      {R"({"strategies": [{"waiting": {"prefix": 5}}]})", "strategies[0].waiting.prefix", "expected a text, found 5"},
      {R"({"objectives": []})", "objectives", R"(expected an object {METRIC: {"min": ..., "max": ...}}, found [])"},
      {R"({"objectives": {"latency_ms.p90": {"max": 5}}})", "objectives[latency_ms.p90]",
       R"(unknown metric; did you mean "latency_ms.p50"?)"},
      {R"({"objectives": {"speed": {"max": 5}}})", "objectives.speed",
       "unknown metric; known: latency_ms.p50, latency_ms.p99, errors.cold_cache, requests"},
      {R"({"objectives": {"requests": {}}})", "objectives.requests", "sets no bound; expected min, max or both"},
      {R"({"objectives": {"requests": {"min": "1"}}})", "objectives.requests.min",
       R"(expected a number, or null, found "1")"},
      {R"({"objectives": {"requests": {"min": 5, "max": 4}}})", "objectives.requests",
       "min (5) is greater than max (4): nothing could meet it"},
      {R"({"objectives": {"requests": 5}})", "objectives.requests", "expected an object, found 5"},
      {R"({"objectives": {"latency_ms.p99": {"max": "50ms"}}})", "objectives[latency_ms.p99].max",
       R"(expected a number, or null, found "50ms")"},
      {R"({"objectives": {"latency_ms.p99": {"maximum": 50}}})", "objectives[latency_ms.p99].maximum",
       "unknown key; known: min, max"},
  };
}

}  // namespace stampede::scenario
