// Names that would like to be more than names, and results that are less than whole.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { drawAll, overflow, until, withPage } from "./browser.mjs";
import { keep, read, report, run } from "./reports.mjs";

const attack = "<script>alert(1)</script><img src=x onerror=alert(2)>";
const names = [attack, "\"quoted\" 'single' `back` & &lt;", "line one\nline two\r\ttab", "x".repeat(300),
  "\u202egnirts desrever\u202c", "</script><!-- ]]>", "a.b[0]\\c${alert(3)}", "constructor", "__proto__"];

let whole;
before(() => {
  whole = read(run("run", "hot-key-expiry", "--world", "virtual", "--strategy", "plain_ttl,mutex_stale"));
});

function hostile() {
  const result = structuredClone(whole);
  result.scenario.name = `${attack} ${names[4]}`;
  result.scenario.summary = attack;
  result.scenario.description = names[5];
  result.scenario.look_at = [attack, "latency_ms.p99"];
  result.context = { ...result.context, host: attack, command_line: `stampede run '${attack}'`, version: attack };
  result.runs = names.map((label, index) => {
    const run = structuredClone(result.runs[index % 2]);
    run.strategy = run.label = label;
    run.parameters = { [attack]: attack };
    run.warnings = [{ id: attack, text: `${attack} ${names[4]}` }];
    run.objectives = [{ metric: attack, max: 1, value: 2, met: false }];
    run.faults = [{ fault: attack, began_s: 1, ended_s: 2, seen: { [attack]: 3 }, failure: attack }];
    run.endpoints = [{ name: attack, requests: 5, failed: 1, latency_ms: { p50: 1 } }];
    run.metrics[`errors.${attack}`] = 7;
    return run;
  });
  return result;
}

test("hostile names are text everywhere", async () => {
  const file = report(keep(hostile(), "hostile-one"), keep(hostile(), "hostile-two"));
  await withPage(file, { width: 1280 }, async (page, seen) => {
    assert.ok(!(await drawAll(page)).includes("failed"));
    await page.$$eval("details", (all) => all.forEach((details) => { details.open = true; }));
    await until(page, () => document.querySelectorAll("figure.chart details table").length > 0);
    assert.deepEqual(seen.dialogs, []);
    assert.deepEqual(seen.complaints, []);
    assert.equal(await page.$$eval("main img, main script, main iframe", (all) => all.length), 0);
    assert.equal(await page.$$eval("script:not([type])", (all) => all.length), 2, "Vega's and the page's own");
    const text = await page.textContent("#s1");
    assert.ok(text.includes(attack), "it is readable");
    assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(text), "nothing turns the direction of what follows");
    assert.ok(text.includes("x".repeat(300)));
    assert.equal(await overflow(page), 0);
    await page.locator("#s1 button.sort", { hasText: "p99" }).first().hover();
    assert.equal(await page.title(), `2 scenarios · stampede`);
  });
});

test("a hostile name of the only scenario is text in the title", async () => {
  await withPage(report(keep(hostile())), { javaScriptEnabled: false }, async (page) => {
    assert.ok((await page.title()).startsWith(attack));
  });
});

test("an interrupted result says so", async () => {
  const result = structuredClone(whole);
  result.interrupted = true;
  result.runs.length = 1;
  await withPage(report(keep(result)), {}, async (page, seen) => {
    assert.ok(!(await drawAll(page)).includes("failed"));
    assert.match(await page.textContent("#s1 .notice"), /interrupted: only the 1 /);
    assert.deepEqual(seen.complaints, []);
  });
});

test("a result without runs says so", async () => {
  const result = { ...structuredClone(whole), interrupted: true, runs: [] };
  await withPage(report(keep(result)), {}, async (page, seen) => {
    assert.match(await page.textContent("#s1 .notice"), /before any run was finished/);
    assert.match(await page.textContent("#s1 .sentence"), /nothing to compare/);
    assert.deepEqual(seen.complaints, []);
  });
});

test("what is not valid is marked, and part of no median", async () => {
  const result = structuredClone(whole);
  const again = (run, repetition, p99, valid) => {
    const other = structuredClone(run);
    other.metrics["latency_ms.p99"] = p99;
    return Object.assign(other, { repetition, valid, warnings: valid ? [] : [{ id: "generator_late", text: "It was late." }] });
  };
  const [plain, mutex] = result.runs;
  result.runs = [again(plain, 0, 10, true), again(plain, 1, 20, true), again(plain, 2, 9000, false),
    again(mutex, 0, 1, false), again(mutex, 1, 1, false)];
  await withPage(report(keep(result)), {}, async (page, seen) => {
    assert.ok(!(await drawAll(page)).includes("failed"));
    const column = Number(await page.locator("#s1 th[data-column]", { hasText: "p99" }).getAttribute("data-column"));
    const rows = await page.$$eval("#s1 table.figures tbody tr", (all, index) =>
      all.map((row) => ({ kind: row.className, name: row.cells[0].textContent, p99: row.cells[index].textContent })), column);
    assert.match(rows[0].name, /^plain_ttl.*1 of 3 runs not valid/);
    assert.equal(rows[0].p99, "15.0 ms10.0–20.0 ms");
    assert.equal(rows[1].kind, "invalid");
    assert.match(rows[1].name, /not valid/);
    assert.match(await page.textContent("#s1 .notice"), /3 of 5 runs are not valid/);
    assert.match(await page.textContent("#s1 .warnings"), /It was late\./);
    assert.match(await page.textContent("#s1 .sentence"), /1 more is not valid/);
    await page.locator("#s1 button.sort", { hasText: "p99" }).click();
    const last = await page.$eval("#s1 table.figures tbody tr:last-child", (row) => row.className);
    assert.equal(last, "invalid", "it does not win by sorting");
    assert.deepEqual(seen.complaints, []);
  });
});
