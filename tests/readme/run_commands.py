#!/usr/bin/env python3
"""Runs every command of the README, as a reader would, and fails if one fails.

Usage: run_commands.py ROOT BUILD_FOLDER. Commands of build/ run from BUILD_FOLDER. `./quickstart test` is what runs
this test, so it is not run again, only looked for in the script; `./quickstart run` runs as it is, with its result in a
folder that is removed, and so are the files and folders my-* that commands write.
"""

import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

# Exit codes of a run that did what it should: done, an objective missed, a run not valid on a busy machine.
DONE = {0, 1, 3}


def commands(readme):
    for block in re.findall(r"^```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.strip()


def files_shown(readme):
    """(path, text) of each file that the README shows."""
    return re.findall(r"<!-- file: (\S+) -->\n+```\w*\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)


def run(command, root, build, results):
    words = shlex.split(command)
    if words[:2] == ["./quickstart", "test"]:
        return "test)" in (root / "quickstart").read_text()
    if words[:2] == ["./quickstart", "run"]:
        words = [str(build / "stampede"), "run", *(words[2:] or ["cold-cache-1000"]), "--out", str(results / "quickstart")]
    if words[0] == "build/stampede":
        words[0] = str(build / "stampede")
    words = [str(results / word.removeprefix("results/")) if word.startswith("results/") else word for word in words]
    words = [str(results / word) if re.fullmatch(r"my-[\w.-]+", word) else word for word in words]
    finished = subprocess.run(words, cwd=root, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=300, check=False)
    if finished.returncode not in DONE:
        print(finished.stdout, finished.stderr)
    return finished.returncode in DONE


def main():
    root, build = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    readme = (root / "README.md").read_text()
    failed = [path for path, text in files_shown(readme) if (root / path).read_text() != text]
    for path in failed:
        print(f"{path} differs from what the README shows")
    results = pathlib.Path(tempfile.mkdtemp(prefix="stampede-readme-"))
    try:
        found = list(commands(readme))
        if not found:
            failed.append("no command found")
        for command in found:
            print(command, flush=True)
            if not run(command, root, build, results):
                failed.append(command)
                print("  FAILED")
    finally:
        shutil.rmtree(results)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
