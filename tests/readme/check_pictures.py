#!/usr/bin/env python3
"""The README's pictures are what its command makes of the result in this repository: check_pictures.py ROOT STAMPEDE.
With --renew behind these, they are made anew."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def main():
    root, stampede = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    readme = (root / "README.md").read_text()
    shown = re.findall(r"!\[[^\]]+\]\((docs/readme/[\w.-]+\.svg)\)", readme)
    command = re.search(r"^build/stampede report (docs/readme/result\.json) --plots \S+$", readme, re.MULTILINE)
    if not shown or not command:
        sys.exit("README.md shows no pictures, or not the command that makes them")
    unknown = {str(path.relative_to(root)) for path in (root / "docs/readme").glob("*.svg")} - set(shown)
    if unknown:
        sys.exit(f"README.md does not show {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([stampede, "report", command.group(1), "--plots", folder], cwd=root, check=True,
                       stdout=subprocess.DEVNULL)
        for name in shown:
            made = pathlib.Path(folder, pathlib.Path(name).name)
            if sys.argv[3:] == ["--renew"]:
                shutil.copy(made, root / name)
            elif made.read_bytes() != (root / name).read_bytes():
                sys.exit(f"{name} is not what the README's command makes: look at it, and call this with --renew")


main()
