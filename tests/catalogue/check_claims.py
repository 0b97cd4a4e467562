#!/usr/bin/env python3
"""Do the shipped scenarios show what their descriptions say? Runs each in virtual time and checks the claims about it.

Usage: check_claims.py STAMPEDE ROOT [--seed N] [SCENARIO...]

claims.json has a list of claims for every scenario, about the strategies' labels:
  {"metric": M, "less": A, "than": B, "by_factor": F}        M of A, times F, is at most M of B, which is above 0
  {"metric": M, "of": A, "at_most": X} or "at_least": X      a bound, where a law or the scenario gives one
They are about order and size, with margins, and hold for any seed. Exits with 1 if a claim is broken, a scenario has no
description or no claim about what it says to look at, or a run lost a request.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

FORMS = [{"metric", "less", "than", "by_factor"}, {"metric", "of", "at_most"}, {"metric", "of", "at_least"}]
# Exit codes of a run that did what it should: done, an objective missed.
DONE = {0, 1}


def listed_metrics(program):
    listed = subprocess.run([program, "list", "metrics"], check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^([a-z]\S*)", listed, re.MULTILINE))


def run(program, path, seed, folder):
    """Metrics of all runs by their strategies' labels, and what is wrong with the runs themselves."""
    command = [program, "run", str(path), "--world", "virtual", "--quiet", "--out", folder]
    if seed is not None:
        command += ["--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode not in DONE:
        return {}, [f"exit code {done.returncode}: {done.stderr.strip()}"]
    runs = json.loads(pathlib.Path(folder, "result.json").read_text())["runs"]
    problems = [f"{one['label']}: not valid" for one in runs if not one["valid"]]
    for one in runs:
        metrics = one["metrics"]
        ended = sum(value for name, value in metrics.items()
                    if name.startswith("errors.") or name in ("answers.fresh", "answers.stale", "answers.empty"))
        if metrics["requests"] != ended or not metrics["requests"]:
            problems.append(f"{one['label']}: {metrics['requests']} requests, but {ended} answers and errors")
    return {one["label"]: one["metrics"] for one in runs}, problems


def broken(claim, metrics):
    """Why the claim does not hold; empty if it does."""
    if set(claim) not in FORMS:
        return "not a claim that is known"
    metric = claim["metric"]
    labels = [claim[role] for role in ("less", "than", "of") if role in claim]
    missing = [label for label in labels if metric not in metrics.get(label, {})]
    if missing:
        return f"no {metric} of {', '.join(missing)}"
    values = [metrics[label][metric] for label in labels]
    if "less" in claim:
        holds = values[1] > 0 and values[0] * claim["by_factor"] <= values[1]
    elif "at_most" in claim:
        holds = values[0] <= claim["at_most"]
    else:
        holds = values[0] >= claim["at_least"]
    return "" if holds else ", ".join(f"{label} has {value:g}" for label, value in zip(labels, values))


def problems_of_text(scenario, claims, known):
    if not scenario.get("description"):
        yield "no description"
    look_at = scenario.get("look_at", [])
    if not look_at:
        yield "nothing to look at"
    if not any(claim["metric"] in look_at for claim in claims):
        yield "no claim about a metric in look_at"
    for metric in sorted({*look_at, *(claim["metric"] for claim in claims)} - known):
        yield f"no metric \"{metric}\""


def check(arguments, path, claims, known):
    problems = list(problems_of_text(json.loads(path.read_text()), claims, known))
    with tempfile.TemporaryDirectory(prefix="stampede-catalogue-") as folder:
        metrics, problems_of_runs = run(arguments.program, path, arguments.seed, folder)
    problems += problems_of_runs
    if metrics:
        reasons = [(claim, broken(claim, metrics)) for claim in claims]
        problems += [f"{json.dumps(claim)}: {reason}" for claim, reason in reasons if reason]
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("scenarios", nargs="*", help="only these")
    parser.add_argument("--seed", type=int, help="another than the scenario's")
    arguments = parser.parse_intermixed_args()
    claims = json.loads((pathlib.Path(__file__).parent / "claims.json").read_text())
    paths = {path.stem: path for path in sorted((arguments.root / "scenarios").glob("*/*.json"))}
    known = listed_metrics(arguments.program)
    failed = [f"{name}: claims, but no such scenario" for name in sorted(set(claims) - set(paths))]
    for name in arguments.scenarios or paths:
        failed += [f"{name}: {problem}" for problem in check(arguments, paths[name], claims.get(name, []), known)]
    print("\n".join(failed) if failed else f"all claims about {len(arguments.scenarios or paths)} scenarios hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
