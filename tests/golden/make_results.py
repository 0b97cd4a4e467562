#!/usr/bin/env python3
"""Makes the fixed result files of the golden tests anew: make_results.py STAMPEDE. Only on purpose, as they change all
golden files beside them: result.json is a run of scenario.json in virtual time, into which one run is set that is not
valid, and hostile.json has names in it that try to be something else than text."""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

# What differs from machine to machine is fixed.
CONTEXT = {
    "version": "0.1.0",
    "git": "0123456",
    "build": "Release",
    "compiler": "g++ 12.2.0",
    "host": "golden",
    "cpus": 2,
    "started_at": "2026-01-02T03:04:05Z",
    "command_line": "stampede run tests/golden/scenario.json --world virtual",
}

LATE = (
    "The load generator was late: 1 % of the requests were sent 7.50 ms or more after they were due, where 1.00 ms is "
    "allowed. Lower the rate, free the machine of other work, or raise generator.lag_p99_max."
)

# Each a way in which a name becomes more than text: HTML, Markdown, CSV, spreadsheets, terminals, file names.
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=\"alert('2')\">",
    "two\nlines\r\nand\ttab",
    "n" * 300,
    "\u202egnp.exe\u2066 reordered",
    "a|b||c \\| `code` ``` $x$",
    "comma, \"quoted\", 'single'; semicolon",
    "=HYPERLINK(\"http://example.invalid\")",
    "+1+1",
    "-2-2",
    "@everyone",
    "../../etc/passwd",
    "[link](javascript:alert(3)) ![i](http://example.invalid/i.png) *b* _i_ #1 - GH-2",
    "\u001b[31mred\u0007",
    "\u65e5\u672c\u8a9e \U0001f600 e\u0301",
    "&lt;b&gt; &amp; ]]> <!-- -->",
    "con", "CON", "a/b", "a_b", "a b", " ", ".",
]


def run(stampede, *options):
    with tempfile.TemporaryDirectory() as folder:
        command = [stampede, "run", HERE / "scenario.json", "--world", "virtual", "--quiet", "--out", folder, *options]
        if subprocess.run(command).returncode != 1:  # objectives are missed
            sys.exit(f"unexpected exit code of {command}")
        return json.loads((pathlib.Path(folder) / "result.json").read_text())


def main():
    result = run(sys.argv[1])
    slower = run(sys.argv[1], "--set", "origin.compute_time=390ms")
    result["context"] = CONTEXT
    # So different that it would show in every average.
    bad = next(i for i, r in enumerate(result["runs"]) if r["label"] == "plain_ttl" and r["repetition"] == 2)
    result["runs"][bad] = {
        **slower["runs"][bad],
        "valid": False,
        "warnings": [{"id": "generator_late", "text": LATE}, *slower["runs"][bad]["warnings"]],
    }
    write_compact("result.json", result)
    write_compact("hostile.json", hostile(result))


def hostile(result):
    template = result["runs"][0]
    runs = []
    for index, name in enumerate(HOSTILE):
        run = json.loads(json.dumps(template))
        run["strategy"] = name
        run["label"] = name
        run["parameters"] = {name: name}
        run["warnings"] = [{"id": name, "text": name}]
        run["metrics"][name] = index
        run["objectives"] = [{"metric": name, "max": 0, "value": index, "met": index == 0}]
        run["faults"] = [{"fault": name, "began_s": 1, "seen": {name: 1}, "failure": name}]
        run["endpoints"] = [{"name": name, "requests": 1, "failed": 0, "latency_ms": {"p50": 1}}]
        run["valid"] = index % 3 != 1
        unit = {"unit": name, "buckets": [[1, 1]]}
        run["histograms"] = {"latency_ms": template["histograms"]["latency_ms"], name: unit}
        run["series"] = {"step_s": 0.25, "columns": {"arrivals": [1, 2], name: [None, index]}}
        runs.append(run)
    scenario = {**result["scenario"], "name": " | ".join(HOSTILE[:3]) + " =1", "summary": " ".join(HOSTILE)}
    return {**result, "context": {**CONTEXT, "command_line": "\n".join(HOSTILE)}, "scenario": scenario, "runs": runs}


def write_compact(name, result):
    """One line per part of a run: small enough, and changes can still be looked at."""
    result = dict(result)
    runs = result.pop("runs")
    head = json.dumps(result)[:-1]
    lines = [",\n   ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in run.items())
             for run in runs]
    text = head + ',\n "runs": [\n' + ",\n".join("  {" + line + "}" for line in lines) + "\n ]}\n"
    (HERE / name).write_text(text)


if __name__ == "__main__":
    main()
