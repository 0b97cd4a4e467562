#!/usr/bin/env python3
"""Do virtual and live runs agree? Runs scenarios in both worlds, in rounds, and prints a table.

Usage: agreement.py STAMPEDE [--seeds N] [--rounds N] [--markdown FILE] [SCENARIO...]

The speed of a shared machine moves from minute to minute, so each round calibrates anew, runs every strategy once in real
time, and its share of the seeds in virtual time with what was just calibrated.

Counts (recomputations, answers, errors): where all virtual seeds give the same count, the scenario determines it, and
the live run must give it exactly; otherwise each live count must lie within what 99 % of the virtual seeds span. Counts of
recomputations that were still going on when counting stopped are not determined by anything, and not compared. Latency
p50 and p99 (medians): within 10 % or 0.5 ms; where the virtual seeds themselves differ by more, because the percentile lies
between hits and computations, each live one within what 99 % of the seeds span. Exits with 1 if a line disagrees. Real time: wants a quiet machine.
"""

import argparse
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

SCENARIOS = ["cold-cache-1000", "hot-key-expiry", "writes-and-invalidations"]
COUNTS = ["recomputations.total", "answers.fresh", "answers.stale", "answers.empty", "answers.outdated"]
LATENCIES = ["latency_ms.p50", "latency_ms.p99"]
LATENCY_SHARE = 0.10
LATENCY_MS = 0.5
COVERAGE = 0.99


def output_of(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def run(program, scenario, world, repetitions, seed, network, folder):
    """Metrics of all valid repetitions, by the strategy's label; empty for a label without any."""
    out = pathlib.Path(folder, world)
    command = [program, "run", scenario, "--world", world, "--repetitions", str(repetitions), "--seed", str(seed),
               "--quiet", "--out", str(out), "--set", "network=" + json.dumps(network)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    result = json.loads(pathlib.Path(out, "result.json").read_text())
    runs = {}
    for one in result["runs"]:
        label = one.get("label", one["strategy"])
        runs.setdefault(label, [])
        if not one["valid"]:
            reasons = ", ".join(warning["id"] for warning in one["warnings"])
            print(f"left out: {label}, {world}, seed {one['seed']}: {reasons}", file=sys.stderr)
            continue
        cut_off = any(warning["id"] == "not_at_rest" for warning in one["warnings"])
        metrics = {name: value for name, value in one["metrics"].items()
                   if not (cut_off and name.startswith("recomputations."))}
        runs[label].append(metrics)
    return runs


def run_rounds(arguments, scenario):
    """Live and virtual runs of all rounds together, and the last calibration."""
    live, virtual = {}, {}
    for number in range(arguments.rounds):
        network = json.loads(output_of([arguments.program, "calibrate", "--json"]))
        with tempfile.TemporaryDirectory() as folder:
            for world, all_runs, repetitions in (("live", live, 1),
                                                 ("virtual", virtual, max(1, arguments.seeds // arguments.rounds))):
                seed = 1000 * (number + 1)
                for label, runs in run(arguments.program, scenario, world, repetitions, seed, network, folder).items():
                    all_runs.setdefault(label, []).extend(runs)
    return live, virtual, network


def span(values):
    """What the middle 99 % of the values span."""
    ordered = sorted(values)
    cut = math.floor((1 - COVERAGE) / 2 * len(ordered))
    return ordered[cut], ordered[len(ordered) - 1 - cut]


def compare_count(live, virtual):
    low, high = span(virtual)
    determined = min(virtual) == max(virtual)
    text = f"{low:g}" if low == high else f"{low:g} .. {high:g}"
    return text, "equal" if determined else "in 99 %", all(low <= value <= high for value in live)


def compare_latency(live, virtual):
    left, right = statistics.median(live), statistics.median(virtual)
    if abs(left - right) <= max(LATENCY_MS, LATENCY_SHARE * left):
        return f"{right:.3f}", f"{right - left:+.3f} ms", True
    low, high = span(virtual)
    if high - low > max(LATENCY_MS, LATENCY_SHARE * high):
        return f"{low:.3f} .. {high:.3f}", "in 99 %", all(low - LATENCY_MS <= value <= high + LATENCY_MS for value in live)
    return f"{right:.3f}", f"{right - left:+.3f} ms", False


def metrics_to_compare(runs):
    errors = sorted({name for metrics in runs for name in metrics if name.startswith("errors.") and metrics[name]})
    return [name for name in COUNTS + errors if any(metrics.get(name) for metrics in runs)] + LATENCIES


def compare(scenario, live, virtual):
    for label, live_runs in live.items():
        if not live_runs or not virtual[label]:
            yield [scenario, label, "all", "", "", "no valid run", "NO"]
            continue
        for metric in metrics_to_compare(live_runs + virtual[label]):
            left = [metrics.get(metric, 0) for metrics in live_runs]
            right = [metrics.get(metric, 0) for metrics in virtual[label]]
            is_latency = metric in LATENCIES
            shown, rule, agrees = compare_latency(left, right) if is_latency else compare_count(left, right)
            seen = f"{statistics.median(left):.3f}" if is_latency else ", ".join(f"{v:g}" for v in sorted(set(left)))
            yield [scenario, label, metric, seen, shown, rule, "yes" if agrees else "NO"]


def table(lines):
    heading = ["scenario", "strategy", "metric", "live", "virtual", "rule or gap", "agrees"]
    rows = [heading] + lines
    widths = [max(len(row[i]) for row in rows) for i in range(len(heading))]
    text = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("scenarios", nargs="*", default=SCENARIOS)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--markdown")
    arguments = parser.parse_intermixed_args()
    lines = []
    for scenario in arguments.scenarios or SCENARIOS:
        live, virtual, network = run_rounds(arguments, scenario)
        lines += compare(scenario, live, virtual)
    text = table(lines)
    disagreements = sum(line[-1] == "NO" for line in lines)
    text += f"\n{len(lines) - disagreements} of {len(lines)} lines agree. Network, as last calibrated: {json.dumps(network)}\n"
    print(text)
    if arguments.markdown:
        pathlib.Path(arguments.markdown).write_text(text)
    return 1 if disagreements or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
