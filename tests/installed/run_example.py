#!/usr/bin/env python3
"""Installs stampede into a folder, and builds and runs examples/plugin against it, with the commands of its README.

Usage: run_example.py BUILD_FOLDER CMAKE COMPILER. Everything happens in a temporary folder, which is the home of
the README's reader.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BAD_INPUT = 2


def run(words, folder, environment, expected=0):
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=200, check=False)
    if done.returncode != expected:
        sys.exit(f"{words}: exit code {done.returncode} instead of {expected}\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def expect(condition, what):
    if not condition:
        sys.exit(f"expected: {what}")


def commands_of(readme):
    block = re.search(r"^```sh\n(.*?)^```", readme.read_text(), re.MULTILINE | re.DOTALL)
    return block.group(1).splitlines()


def check_results(file):
    result = json.loads(file.read_text())
    plugins = result["context"]["plugins"]
    expect([(plugin["file"], plugin["strategies"]) for plugin in plugins] == [("coin_flip.so", ["coin_flip"])],
           f"the plug-in in the context, found {plugins}")
    runs = {run["label"]: run for run in result["runs"]}
    stacked = "single_flight/coin_flip:chance=0.05"
    expect(set(runs) >= {"plain_ttl", "coin_flip", stacked}, f"three rows, found {list(runs)}")
    for label, row in runs.items():
        metrics = row["metrics"]
        expect(row["valid"] and metrics["answers.fresh"] == metrics["requests"] > 10_000, f"{label} answered all")
    # At 1000 requests/s and 100 ms: about 101 at each of ten expiries, or 2, or one per node.
    total = {label: row["metrics"]["recomputations.total"] for label, row in runs.items()}
    expect(800 < total["plain_ttl"] < 1100, f"a herd at every expiry of plain_ttl, found {total}")
    expect(10 < total["coin_flip"] < 80, f"few recomputations of coin_flip, found {total}")
    expect(10 < total[stacked] < 80, f"few recomputations below single_flight, found {total}")


def check_refusal_of_other_headers(program, example, prefix, configure, environment):
    """A plug-in that was built before a header changed."""
    header = prefix / "include/stampede/strategies/interface_hash.h"
    header.write_text(re.sub(r'"\w+"', '"0123456789abcdef"', header.read_text()))
    run([*configure, "-B", "build-other"], example, environment)
    run([configure[0], "--build", "build-other"], example, environment)
    said = run([program, "run", "coin-flips.json", "--plugin", "build-other/coin_flip.so", "--world", "virtual"], example,
               environment, BAD_INPUT)
    expect("was built against other headers (0123456789abcdef)" in said and "rebuild the plug-in" in said,
           f"a clear refusal, found {said}")
    expect(not (example / "results/result.json").exists(), "no result of a refused run")


def check(build, cmake, compiler, home):
    # Where make is not installed, Ninja is: it built the program.
    environment = {**os.environ, "HOME": str(home), "CXX": compiler, "CMAKE_GENERATOR": "Ninja"}
    environment.pop("STAMPEDE_SCENARIOS", None)
    prefix = home / "stampede"
    run([cmake, "--install", str(build), "--prefix", str(prefix)], home, environment)
    program = str(prefix / "bin/stampede")
    expect((prefix / "share/stampede/scenarios/reference.jsonc").exists(), "scenarios beside the program")
    listed = json.loads(run([program, "list", "scenarios", "--json"], home, environment))
    expect(len(listed) > 3 and all(entry["path"].startswith(str(prefix)) for entry in listed),
           f"the program's own scenarios, found {listed}")

    # As somebody has it who knows this repository only by its installation.
    example = home / "example"
    shutil.copytree(prefix / "share/doc/stampede/examples/plugin", example)
    for command in commands_of(example / "README.md"):
        print(command, flush=True)
        run(["sh", "-c", command], example, environment)
    check_results(example / "results/result.json")
    shutil.rmtree(example / "results")
    configure = [cmake, "-S", ".", f"-DCMAKE_PREFIX_PATH={prefix}"]
    check_refusal_of_other_headers(program, example, prefix, configure, environment)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    home = pathlib.Path(tempfile.mkdtemp(prefix="stampede-installed-"))
    try:
        check(build, *sys.argv[2:4], home)
    finally:
        shutil.rmtree(home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
