// Wrong scenarios: name, seed, topology, clients, Redis.
#include "malformed_cases.h"

namespace stampede::scenario {

std::vector<Malformed> malformed_identity() {
  return {
      {R"({"name": null})", "name",
       "missing; expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long, not beginning with '.' or '-'"},
      {R"({"name": 5})", "name",
       "expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long, not beginning with '.' or '-', found 5"},
      {R"({"name": ""})", "name",
       R"(expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long, not beginning with '.' or '-', found "")"},
      {R"({"name": "Cold Cache"})", "name",
       R"(expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long, not beginning with '.' or '-', found "Cold Cache")"},
      {R"({"name": "../up"})", "name",
       R"(expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long, not beginning with '.' or '-', found "../up")"},
      {R"({"name": ".hidden"})", "name",
       R"(expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long, not beginning with '.' or '-', found ".hidden")"},
      {R"({"goodput_within": "0s"})", "goodput_within",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), or null, found "0s")"},
      {R"({"goodput_within": 500})", "goodput_within",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), or null, found 500)"},
      {R"({"summary": 5})", "summary", "expected a text, found 5"},
      {R"({"seed": -1})", "seed", "expected an integer from 0 to 9007199254740991, found -1"},
      {R"({"seed": 1.5})", "seed", "expected an integer from 0 to 9007199254740991, found 1.5"},
      {R"({"seed": "42"})", "seed", R"(expected an integer from 0 to 9007199254740991, found "42")"},
      {R"({"seed": 9007199254740992})", "seed",
       "expected an integer from 0 to 9007199254740991, found 9007199254740992"},
      {R"({"seed": 99999999999999999999999})", "seed",
       "expected an integer from 0 to 9007199254740991, found 9.999999999999999e+22"},
      {R"({"repetitions": 0})", "repetitions", "expected an integer from 1 to 10000, found 0"},
      {R"({"repetitions": 10001})", "repetitions", "expected an integer from 1 to 10000, found 10001"},
      {R"({"nmae": "x"})", "nmae", R"(unknown key; did you mean "name"?)"},
      {R"({"zebra": 1})", "zebra", "unknown key"},
      {R"({"Duration": "1s"})", "Duration", R"(unknown key; did you mean "duration"?)"},
  };
}

std::vector<Malformed> malformed_system() {
  return {
      {R"({"topology": 4})", "topology", "expected an object, found 4"},
      {R"({"topology": {"nodes": 0}})", "topology.nodes", "expected an integer from 1 to 10000, found 0"},
      {R"({"topology": {"nodes": "4"}})", "topology.nodes", R"(expected an integer from 1 to 10000, found "4")"},
      {R"({"topology": {"nodes": -3}})", "topology.nodes", "expected an integer from 1 to 10000, found -3"},
      {R"({"topology": {"node": 4}})", "topology.node", R"(unknown key; did you mean "nodes"?)"},
      {R"({"topology": {"nodes": 10001}})", "topology.nodes", "expected an integer from 1 to 10000, found 10001"},
      {R"({"topology": {"workers": 0}})", "topology.workers", "expected an integer from 1 to 1000000, found 0"},
      {R"({"topology": {"workers": true}})", "topology.workers", "expected an integer from 1 to 1000000, found true"},
      {R"({"topology": {"nodes": 10000, "workers": 100000}})", "topology",
       "has 10000 nodes with 100000 workers each, 1000000000 in all; expected at most 10000000"},
      {R"({"topology": {"queue_limit": -1}})", "topology.queue_limit",
       "expected an integer from 0 to 1000000000, or null, found -1"},
      {R"({"client": {"timeout": "0s"}})", "client.timeout",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), or null, found "0s")"},
      {R"({"client": {"timeout": 10}})", "client.timeout",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), or null, found 10)"},
      {R"({"client": {"timeout": "10"}})", "client.timeout",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), or null, found "10", which has no unit (ns, us, ms, s, min, h, d, m))"},
      {R"({"client": {"timeuot": "10s"}})", "client.timeuot", R"(unknown key; did you mean "timeout"?)"},
      {R"({"client": []})", "client", "expected an object, found []"},
      {R"({"background": {"workers": 0}})", "background.workers", "expected an integer from 1 to 10000, found 0"},
      {R"({"redis": {"deadline": "0ms"}})", "redis.deadline",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), found "0ms")"},
      {R"({"redis": {"deadline": "5 s"}})", "redis.deadline",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), found "5 s", which has an unknown unit (known: ns, us, ms, s, min, h, d, m))"},
      {R"({"redis": {"url": "redis://localhost"}})", "redis.url", "unknown key; known: deadline"},
      {R"({"generator": {"lag_p99_max": "-1ms"}})", "generator.lag_p99_max",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), found "-1ms", which is negative)"},
  };
}

}  // namespace stampede::scenario
