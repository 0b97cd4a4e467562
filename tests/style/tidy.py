#!/usr/bin/env python3
"""Runs clang-tidy over the program's sources, several in one translation unit: nearly all of its time goes into headers.

Usage: tidy.py CLANG_TIDY ROOT BUILD. Sources that define the same names in unnamed namespaces go into different units;
what does not compile together all the same is checked file by file. Exits with 1 if anything is found.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

FOLDERS = ("strategies", "simulator", "reports", "examples")

# Larger units gain little, and leave a processor without work at the end.
SOURCES_PER_UNIT = 12

# What stands at the beginning of a line, belongs to no class, and is followed by a body, arguments or a value.
DEFINITION = re.compile(r"^(?!namespace|using)(?=[A-Za-z\[])[\w:<>,&*\[\]() ]*?(?<!:)\b(\w+)\s*(?:[({=\[;]|$)", re.MULTILINE)


def arguments_of(entry):
    """The compiler and its options, without what names the files of this source."""
    words = iter(word for word in shlex.split(entry["command"]) if not word.endswith("ccache"))
    kept = []
    for word in words:
        if word in ("-o", "-c", "-MF", "-MT"):
            next(words)
        elif word != "-MD":
            kept.append(word)
    return kept


def units(entries):
    """Lists of entries that are compiled alike and define no name twice."""
    found = []
    for entry in entries:
        path = pathlib.Path(entry["file"])
        names = set(DEFINITION.findall(path.read_text()))
        alike = (path.parent, arguments_of(entry))
        for unit in found:
            if unit["alike"] == alike and len(unit["entries"]) < SOURCES_PER_UNIT and not names & unit["names"]:
                break
        else:
            unit = {"alike": alike, "entries": [], "names": set()}
            found.append(unit)
        unit["entries"].append(entry)
        unit["names"] |= names
    return [unit["entries"] for unit in found]


def write_unit(number, entries, folder):
    source = folder / f"unit_{number}.cpp"
    source.write_text("".join(f'#include "{entry["file"]}"\n' for entry in entries))
    return {"directory": entries[0]["directory"], "file": str(source),
            # One source's local name may be another one's: together they shadow, alone they do not.
            "arguments": [*arguments_of(entries[0]), "-Wno-shadow", "-c", str(source)]}


def check(clang_tidy, database, source, *options):
    done = subprocess.run([clang_tidy, "--quiet", *options, "-p", str(database), str(source)], capture_output=True,
                          text=True)
    return done.returncode, done.stdout


def check_unit(clang_tidy, config, build, folder, unit, entries):
    # The units include sources on purpose.
    status, output = check(clang_tidy, folder, unit["file"], config, "--checks=-bugprone-suspicious-include")
    if status == 0:
        return []
    if "clang-diagnostic-error" not in output:
        return [output]
    checked = [check(clang_tidy, build, entry["file"], config) for entry in entries]
    return [output for status, output in checked if status != 0]


def main():
    clang_tidy, root, build = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    ours = tuple(f"{root}/{name}/" for name in FOLDERS)
    entries = [entry for entry in json.loads((build / "compile_commands.json").read_text())
               if entry["file"].startswith(ours)]
    # Named, because a build folder elsewhere has none above it, and nothing would be checked.
    config = f"--config-file={root}/.clang-tidy"
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    groups = sorted(units(entries), key=len, reverse=True)
    written = [write_unit(number, group, folder) for number, group in enumerate(groups)]
    (folder / "compile_commands.json").write_text(json.dumps(written))
    print(f"{len(entries)} sources in {len(written)} units")
    if not entries:
        return 1
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(check_unit, clang_tidy, config, build, folder, unit, group)
                for unit, group in zip(written, groups)]
        findings = [finding for job in jobs for finding in job.result()]
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
