#!/usr/bin/env python3
"""The rules of this repository that no compiler knows: layers, file sizes, words that must not occur.

Usage: check.py RULE ROOT, with RULE one of layers, sizes, words, openings. Prints what breaks the rule, and exits
with 1 if anything does.
"""

import pathlib
import re
import subprocess
import sys

# Which folders a folder may include, beside itself. The arrows of the architecture.
MAY_INCLUDE = {
    "strategies": set(),
    "examples/plugin": {"strategies"},
    "simulator/plugins": {"strategies"},
    "simulator/runtime": {"strategies"},
    "simulator/measure": {"strategies"},
    "simulator/scenario": {"strategies"},
    "simulator/workload": {"strategies", "simulator/measure", "simulator/scenario"},
    "simulator/origin": {"strategies", "simulator/runtime", "simulator/measure", "simulator/scenario",
                         "simulator/workload"},
    "simulator/redis/model": {"strategies"},
    "simulator/redis": {"strategies", "simulator/runtime", "simulator/measure", "simulator/redis/model"},
    "simulator/faults": {"strategies", "simulator/runtime", "simulator/measure", "simulator/scenario",
                         "simulator/workload"},
    "simulator/estimate": {"strategies", "simulator/measure", "simulator/scenario", "simulator/workload"},
    "reports/result": {"simulator/measure", "strategies"},
    "reports/statistics": set(),
    "reports/table": {"reports/result", "simulator/measure"},
    "reports/comparison": {"reports/result", "reports/table", "reports/statistics", "simulator/measure"},
    "reports/export": {"reports/result", "reports/table", "simulator/measure"},
    "reports/chart": {"reports/result", "reports/statistics", "simulator/measure"},
    "reports/html": {"reports/result", "reports/table", "reports/chart", "simulator/measure"},
    "simulator/experiment": {"strategies", "simulator/runtime", "simulator/measure", "simulator/scenario",
                             "simulator/workload", "simulator/origin", "simulator/redis", "simulator/faults",
                             "reports/result"},
    "simulator/sweep": {"strategies", "simulator/runtime", "simulator/measure", "simulator/scenario",
                        "simulator/experiment", "reports/result"},
    "simulator/check": {"strategies", "simulator/runtime", "simulator/measure", "simulator/scenario",
                        "simulator/redis", "simulator/experiment", "reports/result"},
    "simulator/calibration": {"strategies", "simulator/runtime", "simulator/measure", "simulator/scenario",
                              "simulator/redis"},
    "simulator/draft": {"strategies", "simulator/measure", "simulator/scenario", "simulator/estimate",
                        "reports/result"},
    "simulator/cli": {"strategies", "simulator/runtime", "simulator/measure", "simulator/scenario", "simulator/redis",
                      "simulator/experiment", "simulator/check", "simulator/sweep", "simulator/calibration",
                      "simulator/plugins", "simulator/estimate", "simulator/draft", "reports/result", "reports/table", "reports/comparison",
                      "reports/export", "reports/chart", "reports/html"},
}

# (pattern, where it must not occur, why)
FORBIDDEN = [
    (r"std::\w+_distribution\b", ("strategies", "simulator", "reports", "examples"),
     "the standard library's distributions differ between implementations"),
    (r"\b(std::|::|\s)(exit|abort|_Exit)\(", ("strategies", "simulator", "reports", "examples"),
     "library code returns or throws"),
    (r"(system_clock|steady_clock|high_resolution_clock)::now", ("strategies", "examples", "simulator/measure",
     "simulator/workload", "simulator/origin", "simulator/scenario"), "only a world tells the time"),
    (r"\b(TODO|FIXME|XXX|HACK)\b", ("strategies", "simulator", "reports", "tests", "examples"),
     "finish it, or open an issue"),
    (r"GTEST_SKIP|DISABLED_", ("tests",), "no test skips itself"),
    (r"catch \(\.\.\.\)", ("strategies", "examples"), "it would swallow the end of a run"),
]

LINES_MAX = 400


def sources(root, *suffixes):
    listed = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"], check=True,
                            capture_output=True, text=True).stdout.splitlines()
    return [pathlib.Path(root, name) for name in listed if name.endswith(suffixes) and pathlib.Path(root, name).exists()]


def folder_of(path):
    matches = [folder for folder in MAY_INCLUDE if path.startswith(folder + "/")]
    return max(matches, key=len, default=None)


def layers(root):
    for path in sources(root, ".h", ".cpp"):
        folder = folder_of(str(path.relative_to(root)))
        if folder is None:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            include = re.match(r'#include "([^"]+)"', line)
            target = folder_of(include.group(1)) if include else None
            if target and target != folder and target not in MAY_INCLUDE[folder]:
                yield f"{path}:{number}: {folder} must not include {target}"


def sizes(root):
    for path in sources(root, ".h", ".cpp", ".py", ".sh", ".mjs"):
        lines = len(path.read_text().splitlines())
        if lines > LINES_MAX:
            yield f"{path}: {lines} lines; more than {LINES_MAX} are rarely one thing"


def words(root):
    for path in sources(root, ".h", ".cpp"):
        name = str(path.relative_to(root))
        for number, line in enumerate(path.read_text().splitlines(), 1):
            code = line.split("//")[0] if "TODO" not in line else line
            for pattern, places, why in FORBIDDEN:
                if name.startswith(tuple(place + "/" for place in places)) and re.search(pattern, code):
                    yield f"{path}:{number}: {line.strip()}\n    {why}"


def openings(root):
    """Every header says first what it is."""
    for path in sources(root, ".h"):
        if not path.read_text().startswith("//"):
            yield f"{path}: the first line must say what this file is"


def main():
    rules = {"layers": layers, "sizes": sizes, "words": words, "openings": openings}
    problems = list(rules[sys.argv[1]](pathlib.Path(sys.argv[2]).resolve()))
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
