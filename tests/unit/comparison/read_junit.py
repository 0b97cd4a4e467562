#!/usr/bin/env python3
"""Reads JUnit XML as CI systems do, and checks the counts that they rely on.

Usage: read_junit.py FILE TESTS FAILURES SKIPPED. GitLab and the usual GitHub actions count elements, show `name`,
`classname`, `time` and the message of a failure, and trust the attributes of suites for their summaries.
"""

import sys
import xml.etree.ElementTree as ET

COUNTS = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error",
          "skipped": "testcase/skipped"}


def problems_of(root, expected):
    if root.tag != "testsuites":
        yield f"the root is {root.tag}"
    sums = dict.fromkeys(COUNTS, 0)
    for suite in root:
        if suite.tag != "testsuite" or not suite.get("name"):
            yield f"no suite with a name: {suite.tag}"
        for attribute, path in COUNTS.items():
            found = len(suite.findall(path))
            sums[attribute] += found
            if suite.get(attribute) != str(found):
                yield f"{suite.get('name')}: {attribute} is {suite.get(attribute)}, but there are {found}"
        names = [(case.get("classname"), case.get("name")) for case in suite.findall("testcase")]
        if len(set(names)) != len(names) or not all(all(name) for name in names):
            yield f"names that are missing or not unique: {names}"
        for case in suite.findall("testcase"):
            outcomes = [child for child in case if child.tag in ("failure", "skipped", "error")]
            if len(outcomes) > 1 or any(not outcome.get("message") for outcome in outcomes):
                yield f"{case.get('name')}: more than one outcome, or one without a message"
        for element in suite.iter():
            if element.tag in ("testsuite", "testcase") and float(element.get("time", "nan")) < 0:
                yield f"{element.get('name')}: no time"
    for attribute, found in sums.items():
        if root.get(attribute) != str(found):
            yield f"all suites: {attribute} is {root.get(attribute)}, but there are {found}"
    for attribute, count in expected.items():
        if sums[attribute] != count:
            yield f"{attribute}: expected {count}, found {sums[attribute]}"


def main():
    root = ET.parse(sys.argv[1]).getroot()
    expected = dict(zip(("tests", "failures", "skipped"), map(int, sys.argv[2:])))
    problems = list(problems_of(root, expected))
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
