#!/usr/bin/env python3
"""The charts of results of every kind: each specification is valid against Vega-Lite's own schema, compiles and draws
without a warning, and is drawn by --plots. Usage: check_charts.py SOURCE STAMPEDE VEGA NODE, with VEGA the folder that
npm installed Vega into."""

import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

RUNS = [
    ("cold-cache-1000", []),
    ("hot-key-expiry", ["--repetitions", "3"]),
    ("redis-stalled", []),
    ("invalidation-before-commit", []),
]
SWEEPS = [
    ("hot-key-expiry", ["--vary", "origin.compute_time=50ms,200ms", "--vary", "load[0].poisson=100,1000",
                        "--strategy", "plain_ttl,mutex_stale"]),
    ("metastable-frontier", ["--vary", "load[1].poisson=200,330", "--strategy", "plain_ttl,lease"]),
]


def call(*arguments):
    done = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{arguments} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def main():
    source, stampede, vega, node = (pathlib.Path(argument) for argument in sys.argv[1:])
    schema = json.loads((vega / "node_modules/vega-lite/build/vega-lite-schema.json").read_text())
    validator = jsonschema.Draft7Validator(schema)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        results = [source / "tests/golden/result.json", source / "tests/golden/hostile.json"]
        for scenario, arguments in RUNS:
            call(stampede, "run", scenario, "--world", "virtual", "--quiet", "--out", folder / scenario, *arguments)
            results.append(folder / scenario)
        for scenario, arguments in SWEEPS:
            out = folder / f"sweep-{scenario}"
            call(stampede, "sweep", scenario, "--seeds", "2", "--quiet", "--out", out, *arguments)
            results.append(out)
        names = [entry["name"] for entry in json.loads(call(stampede, "list", "strategies", "--json"))]
        call(stampede, "run", "hot-key-expiry", "--world", "virtual", "--quiet", "--out", folder / "all", "--strategy",
             ",".join(names))
        results.append(folder / "all")

        plots = folder / "plots"
        call(stampede, "report", *results, "--plots", plots)
        specifications = sorted(plots.glob("*.vl.json"))
        if len(specifications) < 50:
            sys.exit(f"only {len(specifications)} charts")
        for file in specifications:
            specification = json.loads(file.read_text())
            # The schema says nothing about rows, and to walk through all of them would take minutes.
            specification["data"]["values"] = specification["data"]["values"][:2]
            error = jsonschema.exceptions.best_match(validator.iter_errors(specification))
            if error:
                sys.exit(f"{file.name} is not valid: {error.json_path}: {error.message[:500]}")
            if "<svg" not in file.with_name(file.name.replace(".vl.json", ".svg")).read_text():
                sys.exit(f"{file.name} was not drawn")
        print(call(node, source / "tests/charts/check_specifications.mjs", vega / "bundle.js", plots))


main()
