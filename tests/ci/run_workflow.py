#!/usr/bin/env python3
"""Runs the `run:` steps of docs/ci/stampede.yml in their order, as GitHub would, in a folder that looks like the
repository of somebody who has copied it: unchanged, without a baseline, with settings that miss an objective, and with
a baseline that was better. Steps that use an action are listed, and replaced by what they leave behind.

Usage: run_workflow.py ROOT STAMPEDE. Needs Debian's python3-yaml, and Node."""

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import yaml

# What an action does here instead. All others are unknown to this test, and fail it.
REPLACED = {
    "actions/checkout": "the folder is there already",
    "actions/cache": "the program is there already",
    "actions/upload-artifact": "the files are looked for",
    "actions/github-script": "its script runs with a GitHub that only writes down what it is asked for",
}

# comments that are there before -> what is done with comments
GITHUB = """
const calls = [];
const issues = { listComments: 'list' };
for (const call of ['updateComment', 'createComment']) issues[call] = async (words) => calls.push([call, words]);
const github = { rest: { issues }, paginate: async () => JSON.parse(process.argv[1]) };
const context = { repo: { owner: 'o', repo: 'r' }, issue: { number: 7 } };
const AsyncFunction = Object.getPrototypeOf(async function () {}).constructor;
new AsyncFunction('github', 'context', 'require', process.argv[2])(github, context, require)
  .then(() => console.log(JSON.stringify(calls)));
"""


def expect(holds, message):
    if not holds:
        sys.exit(f"FAILED: {message}")


class Checkout:
    """A repository with the workflow, the scenario, and the program where the workflow builds it."""

    def __init__(self, folder, root, program):
        self.folder = folder
        (folder / ".github/workflows").mkdir(parents=True)
        (folder / "stampede").mkdir()
        shutil.copy(root / "docs/ci/stampede.yml", folder / ".github/workflows")
        shutil.copy(root / "docs/ci/scenario.json", folder / "stampede/scenario.json")
        (folder / ".stampede/build").mkdir(parents=True)
        (folder / ".stampede/build/stampede").symlink_to(program)
        (folder / ".stampede/quickstart").write_text("#!/bin/sh\n[ \"$*\" = build ] && [ -x .stampede/build/stampede ]\n")
        (folder / ".stampede/quickstart").chmod(0o755)
        self.workflow = yaml.safe_load((folder / ".github/workflows/stampede.yml").read_text())
        self.out = folder / self.workflow["env"]["OUT"]

    def change(self, path, change):
        document = json.loads((self.folder / path).read_text())
        change(document)
        (self.folder / path).write_text(json.dumps(document))

    def make_baseline(self, root):
        """By the command that the README gives."""
        readme = (root / "docs/ci/README.md").read_text()
        command = readme.split("```sh\n")[1].split("```")[0].strip()
        words = shlex.split(command)
        expect(words[0] == "stampede", command)
        words[0] = ".stampede/build/stampede"
        subprocess.run(words, cwd=self.folder, check=True, capture_output=True)
        expect((self.folder / self.workflow["env"]["BASELINE"]).is_file(), "the README's command makes no baseline")

    def run(self):
        """The name of the step that failed first, or None. As on GitHub, what follows is only run `if: always()`."""
        environment = {**os.environ, **self.workflow["env"], "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md")}
        failed = None
        for step in self.workflow["jobs"]["stampede"]["steps"]:
            if failed and step.get("if") != "always()":
                continue
            if "uses" in step:
                self.replaced(step)
                continue
            finished = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                                      cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
            print(f"  {step['name']}: {finished.returncode}", flush=True)
            if finished.returncode != 0:
                failed = failed or step["name"]
                self.said = finished.stdout + finished.stderr
        return failed

    def replaced(self, step):
        name = step["uses"].split("@")[0]
        expect(name in REPLACED, f"{name} is not known to this test")
        print(f"  {step['name']}: uses {name}; {REPLACED[name]}")
        if name == "actions/upload-artifact":
            expect(any((self.folder / step["with"]["path"]).iterdir()), "nothing to keep")
        if name == "actions/github-script":
            comment = (self.out / "comment.md").read_text()
            others = [{"id": 1, "body": "Looks good to me"}]
            expect(self.commented(step, others) == [["createComment", {
                "owner": "o", "repo": "r", "issue_number": 7, "body": comment}]], "the first comment")
            expect(self.commented(step, [*others, {"id": 2, "body": comment}]) == [["updateComment", {
                "owner": "o", "repo": "r", "comment_id": 2, "body": comment}]], "the comment of the next push")

    def commented(self, step, comments):
        finished = subprocess.run(["node", "-e", GITHUB, json.dumps(comments), step["with"]["script"]],
                                  cwd=self.folder, env={**os.environ, **self.workflow["env"]}, capture_output=True,
                                  text=True, check=False)
        expect(finished.returncode == 0, finished.stderr)
        return json.loads(finished.stdout)


def expect_report(checkout, compared):
    """What must be there whatever the gate says."""
    out = checkout.out
    comment = (out / "comment.md").read_text()
    expect("checkout-prices" in comment and "| strategy |" in comment, "the comment has no table")
    expect((checkout.folder / "summary.md").read_text() == comment, "the job's summary")
    expect("<html" in (out / "report.html").read_text()[:1000].lower(), "no HTML")
    expect(json.loads((out / "result.json").read_text())["schema"] == "stampede.result/1", "no result")
    if compared:
        json.loads((out / "comparison.json").read_text())
        return xml.etree.ElementTree.parse(out / "junit.xml").getroot()
    return None


def failures(junit):
    return sum(1 for case in junit.iter("testcase") if case.find("failure") is not None)


def unchanged(checkout, root):
    checkout.make_baseline(root)
    expect(checkout.run() is None, "unchanged: a step failed")
    expect(failures(expect_report(checkout, True)) == 0, "unchanged: JUnit has failures")


def without_baseline(checkout, _root):
    expect(checkout.run() is None, "without a baseline: a step failed")
    expect_report(checkout, False)
    expect("There is no baseline" in (checkout.out / "comment.md").read_text(), "the comment says nothing of it")


def worse_settings(checkout, root):
    checkout.make_baseline(root)
    checkout.change("stampede/scenario.json", lambda scenario: scenario.update(strategies=["plain_ttl"]))
    expect(checkout.run() == "Gate", "worse settings: the gate did not fail")
    expect("an objective is missed" in checkout.said, checkout.said)
    expect_report(checkout, (checkout.out / "junit.xml").exists())
    expect("**1 missed**" in (checkout.out / "comment.md").read_text(), "the comment says nothing of it")


def worse_than_the_baseline(checkout, root):
    checkout.make_baseline(root)

    def was_better(result):
        for run in result["runs"]:
            run["fingerprint"] = "0123456789abcdef"
            run["metrics"]["recomputations.total"] -= 100

    checkout.change("stampede/baseline/result.json", was_better)
    expect(checkout.run() == "Gate", "worse than the baseline: the gate did not fail")
    expect("a metric got worse" in checkout.said, checkout.said)
    expect(failures(expect_report(checkout, True)) > 0, "JUnit has no failure")
    expect("recomputations" in (checkout.out / "comparison.md").read_text(), "the comparison names no metric")


def broken_scenario(checkout, _root):
    checkout.change("stampede/scenario.json", lambda scenario: scenario.update(unknown=1))
    expect(checkout.run() == "Run the scenario", "a scenario that is wrong did not fail")


def main():
    root, program = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    for case in (unchanged, without_baseline, worse_settings, worse_than_the_baseline, broken_scenario):
        print(case.__name__, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            case(Checkout(pathlib.Path(folder), root, program), root)


if __name__ == "__main__":
    main()
