// Wrong scenarios: clients that try again, what they abandon and read back, further endpoints.
#include "malformed_cases.h"

namespace stampede::scenario {

std::vector<Malformed> malformed_clients() {
  return {
      {R"({"client": {"retries": 2}})", "client.retries",
       R"(expected an object such as {"times": 2}, or null, found 2)"},
      {R"({"client": {"retries": {}}})", "client.retries.times", "missing; expected a number of further attempts"},
      {R"({"client": {"retries": {"times": 0}}})", "client.retries.times",
       "expected an integer from 1 to 100, found 0"},
      {R"({"client": {"retries": {"times": 1, "factor": 0.5}}})", "client.retries.factor",
       "expected a number from 1 to 100, found 0.5"},
      {R"({"client": {"retries": {"times": 1, "jitter": "half"}}})", "client.retries.jitter",
       R"(expected one of none, full, found "half")"},
      {R"({"client": {"retries": {"times": 1, "on": []}}})", "client.retries.on",
       "expected an array with at least one of timeout, rejected, errors, found []"},
      {R"({"client": {"retries": {"times": 1, "on": ["timeouts"]}}})", "client.retries.on[0]",
       R"(expected one of timeout, rejected, errors, found "timeouts"; did you mean "timeout"?)"},
      {R"({"client": {"retries": {"times": 1, "on": ["timeout", "timeout"]}}})", "client.retries.on[1]",
       "is there twice"},
      {R"({"client": {"retries": {"times": 1, "pause": "1s"}}})", "client.retries.pause",
       "unknown key; known: times, backoff, factor, jitter, on"},
      {R"({"client": {"retries": {"times": 100, "backoff": "1s"}}})", "client.retries",
       R"(waits 6.34e+29 s before its last attempt; expected all backoffs together to be at most "3650d")"},
      {R"({"client": {"timeout": "1s", "abandoned": "stop"}})", "client.abandoned",
       R"(expected one of finish, cancel, detach, found "stop")"},
      {R"({"client": {"abandoned": "cancel"}})", "client.abandoned",
       R"(is "cancel", but without a timeout no client ever gives up)"},
      {R"({"duration": "1s", "writes": [{"rate": 1, "read_back": true}]})", "writes[0].read_back",
       R"(expected an object such as {"after": "10ms"}, or null, found true)"},
      {R"({"duration": "1s", "writes": [{"rate": 1, "read_back": {"after": 5}}]})", "writes[0].read_back.after",
       R"(expected a duration from 0s to 3650d (such as "250ms"), found 5)"},
  };
}

std::vector<Malformed> malformed_endpoints() {
  return {
      {R"({"endpoints": {}})", "endpoints", "expected an array, found {}"},
      {R"({"endpoints": [{"work": "1ms", "load": [{"burst": 1}]}]})", "endpoints[0].name",
       "missing; expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long"},
      {R"({"endpoints": [{"name": "Health", "work": "1ms", "load": [{"burst": 1}]}]})", "endpoints[0].name",
       R"(expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long, found "Health")"},
      {R"({"endpoints": [{"name": "a", "load": [{"burst": 1}]}]})", "endpoints[0].work",
       "missing; expected a duration, or a distribution of durations"},
      {R"({"endpoints": [{"name": "a", "work": "1ms"}]})", "endpoints[0].load",
       R"(missing; expected an array of 1 to 10000 loads, as "load" has them)"},
      {R"({"endpoints": [{"name": "a", "work": "1ms", "load": []}]})", "endpoints[0].load",
       R"(expected an array of 1 to 10000 loads, as "load" has them, found [])"},
      {R"({"endpoints": [{"name": "a", "work": "1ms", "load": [{"poisson": 1}]}]})", "endpoints[0].load[0].for",
       "missing; expected a duration here, or one for the whole scenario under \"duration\""},
      {R"({"duration": "1s", "endpoints": [{"name": "a", "work": "1ms", "load": [{"poisson": 1, "for": "2s"}]}]})",
       "endpoints[0].load[0].for", R"(ends at "2s", but the load ends at "1s" (duration))"},
      {R"({"endpoints": [{"name": "a", "work": "1ms", "load": [{"burst": 1}]},
                         {"name": "a", "work": "1ms", "load": [{"burst": 1}]}]})",
       "endpoints[1].name", "is the name of endpoints[0], too"},
      {R"({"duration": "1s", "endpoints": [{"name": "a", "work": "1ms", "load": [{"trace": "x.csv", "format": "plain"}]}]})",
       "endpoints[0].load[0]", "is a trace, whose requests are for keys; expected another kind of load"},
      {R"({"endpoints": [{"name": "a", "work": "1ms", "load": [{"burst": 1}], "keys": 1}]})", "endpoints[0].keys",
       "unknown key; known: name, work, load"},
      {R"({"duration": "1h", "endpoints": [{"name": "a", "work": "1ms", "load": [{"poisson": 1e9}]}]})", "load",
       "makes about 3.6e+12 requests; expected at most 1e+10"},
  };
}

}  // namespace stampede::scenario
