// Results to show, real and made up, and the pages that the program makes of them.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.STAMPEDE_PROGRAM;

export const folder = mkdtempSync(join(tmpdir(), "stampede-pages-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

let count = 0;

// The exit codes of a run that did what it should, an objective missed among them.
export function run(...words) {
  const out = join(folder, `run-${++count}`);
  try {
    execFileSync(program, [...words, "--out", out, "--quiet"], { stdio: ["ignore", "ignore", "inherit"] });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  return out;
}

export function report(...results) {
  const page = join(folder, `page-${++count}.html`);
  execFileSync(program, ["report", ...results, "--html", page], { stdio: ["ignore", "ignore", "inherit"] });
  return page;
}

export const read = (out) => JSON.parse(readFileSync(join(out, "result.json"), "utf8"));

export function keep(result, name = `made-${++count}`) {
  const out = join(folder, name);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "result.json"), JSON.stringify(result));
  return out;
}

// Numbers that are the same each time.
function* noise(seed) {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

const seriesNames = ["answers.empty", "answers.fresh", "answers.stale", "arrivals", "errors", "latency_ms.max",
  "latency_ms.p50", "latency_ms.p99", "recomputations_under_way", "workers_busy"];

// One run of `like`, as another strategy, with series that hardly repeat themselves.
export function anotherRun(like, index, points) {
  const random = noise(index + 1);
  const next = () => random.next().value;
  const columns = {};
  for (const name of seriesNames) columns[name] = Array.from({ length: points }, () => Math.round(next() * 1e6) / 1e3);
  columns["latency_ms.max"][points >> 1] = 98765.4; // a peak of one step
  const metrics = { ...like.metrics };
  for (const name of ["latency_ms.p50", "latency_ms.p99", "latency_ms.max"]) metrics[name] = 1 + next() * 1000;
  metrics["recomputations.total"] = 1 + Math.floor(next() * 1000);
  metrics["answers.stale"] = Math.floor(next() * metrics.requests);
  metrics["answers.fresh"] = metrics.requests - metrics["answers.stale"];
  return { ...like, label: `${like.strategy}:variant=${index}`, metrics, series: { step_s: 0.1, columns } };
}
