#!/usr/bin/env python3
"""The JSON Schema accepts every shipped scenario and the reference file, and refuses what is malformed.

Usage: schema_test.py SOURCE_DIR
"""

import copy
import json
import pathlib
import re
import sys
import unittest

import jsonschema

SCENARIOS = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else ".") / "scenarios"

VALID = {"name": "x", "load": [{"burst": 1}], "strategies": ["plain_ttl"]}

MALFORMED = [
    {"name": "Upper Case"},
    {"name": ".hidden"},
    {"name": 5},
    {"nmae": "x"},
    {"topology": {"nodes": 0}},
    {"topology": {"nodes": 1.5}},
    {"topology": {"wokers": 4}},
    {"topology": {"queue_limit": -1}},
    {"client": {"timeout": 10}},
    {"client": {"timeout": "0s"}},
    {"client": {"timeout": "10 s"}},
    {"client": {"retries": {}}},
    {"client": {"retries": {"times": 0}}},
    {"client": {"retries": {"times": 1, "on": []}}},
    {"client": {"retries": {"times": 1, "on": ["timeout", "timeout"]}}},
    {"client": {"retries": {"times": 1, "jitter": "half"}}},
    {"client": {"abandoned": "cancel"}},
    {"client": {"timeout": None, "abandoned": "detach"}},
    {"client": {"timeout": "1s", "abandoned": "stop"}},
    {"endpoints": [{"work": "1ms", "load": [{"burst": 1}]}]},
    {"endpoints": [{"name": "a b", "work": "1ms", "load": [{"burst": 1}]}]},
    {"endpoints": [{"name": "a", "work": "1ms", "load": []}]},
    {"endpoints": [{"name": "a", "work": "1ms", "load": [{"trace": "a.csv", "format": "plain"}]}]},
    {"endpoints": [{"name": "a", "work": 1, "load": [{"burst": 1}]}]},
    {"keys": {"count": 0}},
    {"keys": {"popularity": "zipf"}},
    {"keys": {"popularity": {"zipf": 1, "hot": 0.5}}},
    {"keys": {"value_size": 1024}},
    {"keys": {"value_size": "1kb"}},
    {"keys": {"count": 9, "popularity": {"moving": {"share": 0.1}}}},
    {"keys": {"count": 9, "popularity": {"moving": {"share": 0, "every": "1s"}}}},
    {"keys": {"value_size": {"uniform": {"min": "1KiB"}}}},
    {"keys": {"value_size": {"pareto": {"min": "1KiB"}}}},
    {"origin": {"compute_time_per_key": 2}},
    {"origin": {"compute_time_per_key": {"lognormal": {"p99": 0.5}}}},
    {"origin": {"compute_time_per_key": {"dear": {"share": 0.5}}}},
    {"keys": {"name": "two words"}},
    {"keys": {"calls": []}},
    {"keys": {"calls": [{}]}},
    {"keys": {"calls": [{"function": "two words"}]}},
    {"keys": {"calls": [{"function": "f", "args": [1.5]}]}},
    {"keys": {"calls": [{"function": "f", "kwargs": {"a b": 1}}]}},
    {"keys": {"calls": [{"function": "f"}, {"function": "f"}]}},
    {"keys": {"calls": [{"function": "f"}], "count": 1}},
    {"keys": {"calls": [{"function": "f"}], "name": "item"}},
    {"freshness": {"fresh_for": "-1s"}},
    {"freshness": {"keep_for": "1 hour"}},
    {"origin": {"compute_time": 1}},
    {"origin": {"compute_time": {"normal": {"mean": "1s"}}}},
    {"origin": {"compute_time": {"uniform": {"min": "1s"}}}},
    {"origin": {"compute_time": {"pareto": {"min": "1s", "alpha": 0}}}},
    {"origin": {"capacity": 0}},
    {"origin": {"error_rate": 1.5}},
    {"origin": {"pause": {"every": 10, "for": "0s"}}},
    {"load": []},
    {"load": {}},
    {"load": [{}]},
    {"load": [{"burst": 0}]},
    {"load": [{"burst": 1, "for": "1s"}]},
    {"load": [{"burst": 1, "poisson": 1}]},
    {"load": [{"poisson": 0, "for": "1s"}]},
    {"load": [{"poisson": 1, "at": "1s"}]},
    {"load": [{"closed_loop": 5}]},
    {"load": [{"closed_loop": {"think_time": "1s"}}]},
    {"load": [{"ramp": 5, "for": "1s"}]},
    {"load": [{"ramp": {"start": 5}, "for": "1s"}]},
    {"load": [{"ramp": {"start": -5, "end": 5}, "for": "1s"}]},
    {"load": [{"steps": []}]},
    {"load": [{"steps": [{"rate": 5}]}]},
    {"load": [{"steps": [{"rate": 5, "for": "0s"}]}]},
    {"load": [{"diurnal": {"amplitude": 0.5}, "for": "1s"}]},
    {"load": [{"diurnal": {"mean": 5, "amplitude": 1.5}, "for": "1s"}]},
    {"load": [{"bursty": [{"rate": 5, "dwell": "1s"}], "for": "1s"}]},
    {"load": [{"bursty": [{"rate": 5, "dwell": "1s"}, {"rate": 5, "for": "1s"}], "for": "1s"}]},
    {"load": [{"trace": "a.csv"}]},
    {"load": [{"trace": "", "format": "plain"}]},
    {"load": [{"trace": "a.csv", "format": "csv"}]},
    {"load": [{"trace": "a.csv", "format": "plain", "speed": 0}]},
    {"load": [{"trace": "a.csv", "format": "plain", "sets": "both"}]},
    {"load": [{"trace": "a.csv", "format": "plain", "tolerate_bad_lines": -1}]},
    {"load": [{"poisson": 5, "for": "1s", "speed": 2}]},
    {"writes": [{"for": "1s"}]},
    {"writes": [{"rate": 1, "invalidate": "keys"}]},
    {"writes": [{"rate": 1, "with": "remove"}]},
    {"writes": [{"rate": 1, "read_back": True}]},
    {"writes": [{"rate": 1, "read_back": {"after": 5}}]},
    {"writes": [{"rate": 1, "invalidate": "tag", "with": "set"}]},
    {"look_at": "requests"},
    {"look_at": [1]},
    {"faults": {}},
    {"faults": [{"at": "1s"}]},
    {"faults": [{"fault": "flush"}]},
    {"faults": [{"fault": "flush", "at": "1s", "for": "1s"}]},
    {"faults": [{"fault": "flood", "at": "1s"}]},
    {"faults": [{"fault": "delete_keys", "at": "1s", "keys": "some"}]},
    {"faults": [{"fault": "delete_keys", "at": "1s", "keys": {"hottest": 0}}]},
    {"faults": [{"fault": "expire_keys", "at": "1s"}]},
    {"faults": [{"fault": "origin_slow", "at": "1s", "for": "1s"}]},
    {"faults": [{"fault": "origin_slow", "at": "1s", "for": "1s", "factor": 0.5}]},
    {"faults": [{"fault": "origin_failing", "at": "1s", "for": "1s", "share": 2}]},
    {"faults": [{"fault": "origin_down", "at": "1s", "for": "1s", "mode": "slow"}]},
    {"faults": [{"fault": "redis_slow", "at": "1s", "for": "1s"}]},
    {"faults": [{"fault": "redis_stalled", "at": "1s"}]},
    {"faults": [{"fault": "redis_out_of_memory", "at": "1s", "for": "1s", "memory": 5}]},
    {"faults": [{"fault": "redis_out_of_memory", "at": "1s", "for": "1s", "policy": "volatile-lru"}]},
    {"faults": [{"fault": "redis_tracking_limited", "at": "1s", "for": "1s"}]},
    {"faults": [{"fault": "redis_tracking_limited", "at": "1s", "for": "1s", "tracked_keys": 0}]},
    {"background": {"workers": 0}},
    {"redis": {"deadline": None}},
    {"network": {"one_way_delay": 20}},
    {"network": {"one_way_delay": {"lognormal": {"median": "1us"}}}},
    {"network": {"command_time": None}},
    {"network": {"command_times": {"evalsha": "1us"}}},
    {"network": {"command_times": {"EVALSHA": 1}}},
    {"network": {"bandwidth": 1000}},
    {"network": {"delay": "1us"}},
    {"network": {"socket_time": 5}},
    {"keys": {"count": 10, "page": 5}},
    {"keys": {"count": 10, "page": {"keys": 1}}},
    {"keys": {"count": 10, "page": {"order": "fixed"}}},
    {"network": {"node_cpu": "1us"}},
    {"network": {"node_cpu": {"per_command": 1}}},
    {"network": {"node_cpu": {"one_thread_for_all": "yes"}}},
    {"network": {"node_cpu": {"per_connection": "1us"}}},
    {"prefill": "warm"},
    {"goodput_within": "0s"},
    {"goodput_within": 500},
    {"recovery": True},
    {"recovery": {"within": 0}},
    {"recovery": {"window": "0s"}},
    {"origin": {"capacity": 8, "beyond": "share"}},
    {"duration": 10},
    {"generator": {"lag_p99_max": "0s"}},
    {"seed": -1},
    {"repetitions": 0},
    {"strategies": []},
    {"strategies": [5]},
    {"strategies": [{"plain_ttl": {}, "no_cache": {}}]},
    {"strategies": [{"plain_ttl": {"ttl": ["1s"]}}]},
    {"ideal": "yes"},
    {"objectives": {"requests": {}}},
    {"objectives": {"requests": {"min": "5"}}},
    {"objectives": {"requests": {"maximum": 5}}},
]


def without_comments(text):
    """Comment lines only: the one kind that the reference file uses."""
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


def with_override(document, path, value):
    """The document with the value at a path such as load[0].burst."""
    changed = copy.deepcopy(document)
    *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path)]
    at = changed
    for step in way:
        at = at[step]
    at[last] = value
    return changed


class SchemaTest(unittest.TestCase):
    def setUp(self):
        schema = json.loads((SCENARIOS / "scenario.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        self.validator = jsonschema.Draft7Validator(schema)

    def assert_valid(self, document, name):
        errors = [f"{error.json_path}: {error.message}" for error in self.validator.iter_errors(document)]
        self.assertEqual(errors, [], name)

    def test_accepts_every_shipped_scenario(self):
        files = [path for path in SCENARIOS.rglob("*.json") if not path.name.endswith(".schema.json")]
        self.assertGreaterEqual(len(files), 4)
        for path in files:
            self.assert_valid(json.loads(path.read_text(encoding="utf-8")), path.name)

    def test_accepts_the_reference_file_and_each_of_its_alternatives(self):
        text = (SCENARIOS / "reference.jsonc").read_text(encoding="utf-8")
        reference = json.loads(without_comments(text))
        self.assert_valid(reference, "reference.jsonc")
        alternatives = re.findall(r"^\s*// or ([a-z_.\[\]0-9]+)=(.*)$", text, flags=re.MULTILINE)
        self.assertGreaterEqual(len(alternatives), 15)
        for path, value in alternatives:
            try:
                value = json.loads(value)
            except json.JSONDecodeError:
                pass  # a text, as with --set
            self.assert_valid(with_override(reference, path, value), path)

    def test_refuses_what_is_malformed(self):
        self.assert_valid(VALID, "the base of the malformed ones")
        for change in MALFORMED:
            with self.subTest(change):
                self.assertFalse(self.validator.is_valid({**VALID, **change}))

    def test_refuses_what_lacks_a_required_entry(self):
        for key in ("name", "load"):
            with self.subTest(key):
                self.assertFalse(self.validator.is_valid({k: v for k, v in VALID.items() if k != key}))


if __name__ == "__main__":
    unittest.main()
