#!/usr/bin/env python3
"""Every value of the result file is in the CSV files, to the last digit, and every name, as python's csv module reads
them. Usage: check_csv.py ROOT STAMPEDE."""

import csv
import pathlib
import tempfile

from exported import arguments, expect, report, results


def as_was(cell):
    """Takes back what keeps spreadsheets from seeing a formula, as csv.h says."""
    return cell[1:] if cell.startswith("'") else cell


def check_metrics(rows, path, result):
    at = 0
    for run in result["runs"]:
        seen = {}
        while at < len(rows) and len(seen) < len(run["metrics"]):
            row = rows[at]
            expect(as_was(row["result"]) == str(path), row["result"])
            expect(as_was(row["scenario"]) == result["scenario"]["name"], row["scenario"])
            expect(as_was(row["strategy"]) == run["strategy"] and as_was(row["label"]) == run["label"], row["label"])
            expect(row["world"] == run["world"] and int(row["seed"]) == run["seed"], "world, seed")
            expect(int(row["repetition"]) == run["repetition"], "repetition")
            expect(row["valid"] == ("true" if run["valid"] else "false"), "valid")
            expect(row["bound"] == ("true" if run.get("bound") else "false"), "bound")
            seen[as_was(row["metric"])] = float(row["value"])
            at += 1
        expect(seen == run["metrics"], f"metrics of {run['label']}")
    expect(at == len(rows), "more rows than metrics")


def check_series(rows, result):
    wanted = []
    for run in result["runs"]:
        for name, values in sorted(run["series"]["columns"].items(), key=lambda column: column[0].encode()):
            step = run["series"]["step_s"]
            wanted += [(run["label"], run["seed"], name, round(index * step, 9), value)
                       for index, value in enumerate(values) if value is not None]
    found = [(as_was(row["label"]), int(row["seed"]), as_was(row["series"]), float(row["time_s"]), float(row["value"]))
             for row in rows]
    expect(found == wanted, "series")


def check_formulas(file):
    with open(file, newline="") as opened:
        for row in csv.reader(opened, strict=True):
            for cell in row:
                number = cell.replace("-", "", 1).replace("e-", "").replace(".", "").isdigit()
                expect(number or cell[:1] not in tuple("=+-@\t\r\n"), f"a formula: {cell!r}")


def main():
    root, program = arguments()
    with tempfile.TemporaryDirectory() as folder:
        for path, result in results(root):
            file = pathlib.Path(folder) / "out.csv"
            report(program, path, "--csv", file)
            with open(file, newline="") as opened:
                check_metrics(list(csv.DictReader(opened, strict=True)), path, result)
            with open(file.with_suffix(".series.csv"), newline="") as opened:
                check_series(list(csv.DictReader(opened, strict=True)), result)
            for each in (file, file.with_suffix(".series.csv")):
                check_formulas(each)


if __name__ == "__main__":
    main()
