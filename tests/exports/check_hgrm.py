#!/usr/bin/env python3
"""The .hgrm files say what a second implementation reads out of the result file's buckets, and what the metrics of the
run say, with the reader of HdrHistogram's plotter. Usage: check_hgrm.py ROOT STAMPEDE."""

import fractions
import math
import pathlib
import re
import tempfile

from exported import arguments, expect, report, results

HISTOGRAMS = ("latency_ms", "service_ms", "stale_by_s", "outdated_by_s")


def plotted(text):
    """(y, x) of each line that the plotter takes: four values, and no #."""
    lines = [line.split() for line in text.splitlines() if not line.strip().startswith("#")]
    numbers = [line for line in lines if len(line) == 4 and re.fullmatch(r"[\d.]+", line[0])]
    return [(float(line[0]), float(line[1]), int(line[2]), float(line[3])) for line in numbers]


def standard_levels():
    level, half = fractions.Fraction(0), 1
    while True:
        for _ in range(5):
            yield level
            level += fractions.Fraction(1, 10 * half)
        half *= 2


def merged(runs, name):
    counts, most = {}, 0
    for run in runs:
        if name not in run["histograms"]:
            continue
        for highest, count in run["histograms"][name]["buckets"]:
            counts[highest] = counts.get(highest, 0) + count
        most = max(most, run["metrics"][f"{name}.max"])
    return [value for value, count in sorted(counts.items()) for _ in range(count)], most


def quantile(values, most, share):
    return min(values[max(1, math.ceil(share * len(values))) - 1], most)


def check(text, values, most, unit):
    decimals = 9 if unit == "s" else 6
    lines = plotted(text)
    for (value, percentile, up_to, inverse), level in zip(lines, standard_levels()):
        expect(abs(percentile - float(level)) < 1e-11, f"level {percentile}")
        expect(value == round(quantile(values, most, level), decimals), f"value at {level}: {value}")
        bucket = values[max(1, math.ceil(level * len(values))) - 1]
        expect(up_to == sum(1 for each in values if each <= bucket), f"count at {level}")
        expect(abs(inverse - 1 / (1 - percentile)) < 0.01, f"inverse at {level}")
    expect(lines[-1][2] == len(values), "the last line holds all")
    mean, deviation, max_value, total = (float(number) for number in re.search(
        r"#\[Mean +=\s+([\d.]+), StdDeviation +=\s+([\d.]+)\]\n"
        r"#\[Max +=\s+([\d.]+), Total count +=\s+(\d+)\]\n#\[Buckets = +\d+, SubBuckets +=\s+\d+\]\n", text).groups())
    expect(max_value == round(most, decimals) and total == len(values), "max, total")
    expect(abs(mean - sum(values) / len(values)) <= mean / 100 + 1e-9, "mean")
    spread = math.sqrt(sum((min(value, most) - mean) ** 2 for value in values) / len(values))
    expect(abs(deviation - spread) <= spread * 1e-4 + 1e-6, "deviation")
    for mark, share in (("p99", fractions.Fraction(99, 100)), ("p99.9", fractions.Fraction(999, 1000))):
        shown = float(re.search(rf"^# {re.escape(mark)}: (\S+)$", text, re.MULTILINE).group(1))
        expect(shown == round(quantile(values, most, share), decimals), mark)


def main():
    root, program = arguments()
    checked = 0
    for path, result in results(root):
        with tempfile.TemporaryDirectory() as folder:
            report(program, path, "--hgrm", folder)
            texts = [file.read_text() for file in sorted(pathlib.Path(folder).iterdir())]
            for text in texts:
                expect(text.startswith("       Value     Percentile TotalCount 1/(1-Percentile)\n\n"), "heading")
            labels = {(run["label"], run["world"]) for run in result["runs"]}
            wanted = 0
            for label, world in labels:
                valid = [run for run in result["runs"] if run["label"] == label and run["valid"]]
                for name in HISTOGRAMS:
                    values, most = merged(valid, name) if valid else ([], 0)
                    wanted += 1 if values else 0
                    if not values or not label.isprintable():
                        continue
                    of_it = [text for text in texts if re.search(
                        rf"^# strategy: {re.escape(label)}( \(bound\))?$", text, re.MULTILINE)
                        and f"\n# histogram: {name}\n" in text]
                    expect(len(of_it) == 1, f"{len(of_it)} files of {label}, {name}")
                    check(of_it[0], values, most, name[-1])
                    if len(valid) == 1 and name == "latency_ms":
                        shown = float(re.search(r"^# p99: (\S+)$", of_it[0], re.MULTILINE).group(1))
                        expect(shown == round(valid[0]["metrics"]["latency_ms.p99"], 6), "p99 of the metrics")
                    checked += 1
            expect(len(texts) == wanted, f"{len(texts)} files, {wanted} wanted")
    expect(checked > 30, "few files")


if __name__ == "__main__":
    main()
