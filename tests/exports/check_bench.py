#!/usr/bin/env python3
"""stampede_bench knows every strategy of every shipped scenario, lists them without running any, and its counters are
the metrics of `stampede run --world virtual`. Usage: check_bench.py ROOT STAMPEDE STAMPEDE_BENCH."""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

from exported import arguments, expect

SCENARIOS = ("cold-cache-1000", "lock-stripes")


def main():
    _, program = arguments()
    bench = pathlib.Path(sys.argv[3]).resolve()

    begin = time.monotonic()
    listed = subprocess.run([bench, "--benchmark_list_tests"], capture_output=True, text=True, check=True).stdout
    expect(time.monotonic() - begin < 10, "listing takes long")
    shipped = json.loads(subprocess.run([program, "list", "scenarios", "--json"], capture_output=True, text=True,
                                        check=True).stdout)
    for scenario in shipped:
        expect(f"scenario/{scenario['name']}/" in listed, f"{scenario['name']} is not listed")

    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "bench.json"
        finished = subprocess.run(
            [bench, f"--benchmark_filter=^scenario/({'|'.join(SCENARIOS)})/", "--benchmark_format=json",
             f"--benchmark_out={file}"], capture_output=True, text=True, check=True)
        shown, written = json.loads(finished.stdout), json.loads(file.read_text())
        expect(shown["benchmarks"] == written["benchmarks"], "standard output and file differ")
        counters = {one["name"]: one for one in shown["benchmarks"]}
        expect(len(counters) == len(shown["benchmarks"]), "a name twice")
        wanted = 0
        for scenario in SCENARIOS:
            subprocess.run([program, "run", scenario, "--world", "virtual", "--quiet", "--out", folder], check=False)
            for run in json.loads((pathlib.Path(folder) / "result.json").read_text())["runs"]:
                if run["repetition"] != 0:
                    continue
                one = counters[f"scenario/{scenario}/{run['label']}"]
                expect(one["real_time"] > 0 and one["time_unit"] == "ms", "the time")
                for metric, value in run["metrics"].items():
                    expect(one.get(metric) == value, f"{one['name']} {metric}: {one.get(metric)}, run says {value}")
                wanted += 1
        expect(len(counters) == wanted, "as many benchmarks as strategies")


if __name__ == "__main__":
    main()
