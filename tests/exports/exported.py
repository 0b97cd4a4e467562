"""Running `stampede report` on result files, for the checks beside this file."""

import json
import pathlib
import subprocess
import sys


def arguments():
    """Root of the repository, the program."""
    return pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()


def report(program, *words):
    finished = subprocess.run([program, "report", *map(str, words)], capture_output=True, text=True, check=False)
    if finished.returncode != 0:
        sys.exit(f"{words}: exit code {finished.returncode}\n{finished.stderr}")
    return finished.stdout


def results(root):
    """Path and content of results that differ: all kinds of runs, hostile names, a live run."""
    for name in ("tests/golden/result.json", "tests/golden/hostile.json", "docs/readme/result.json"):
        yield root / name, json.loads((root / name).read_text())


def expect(holds, message):
    if not holds:
        sys.exit(f"FAILED: {message}")
