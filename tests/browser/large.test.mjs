// 50 strategies in 20 scenarios, with series: how large the file is, and how long it takes to write and to open.
// The times are printed; what is asserted leaves room for a machine that does something else.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { before, test } from "node:test";

import { drawAll, overflow, withPage } from "./browser.mjs";
import { anotherRun, keep, read, report, run } from "./reports.mjs";

const strategies = 50;
const scenarios = 20;
const points = 600;
const room = 10; // times the limits of a machine of one's own

let results;
before(() => {
  const like = read(run("run", "hot-key-expiry", "--world", "virtual", "--strategy", "mutex_stale"));
  results = Array.from({ length: scenarios }, (_, scenario) => {
    const result = structuredClone(like);
    result.scenario.name = `scenario-${scenario + 1}`;
    result.runs = Array.from({ length: strategies }, (_, index) => anotherRun(like.runs[0], index, points));
    return keep(result, `large-${scenario + 1}`);
  });
});

test("a large report is small, and soon there", async (context) => {
  const begin = performance.now();
  const file = report(...results);
  const written_s = (performance.now() - begin) / 1000;
  const size_mib = statSync(file).size / 2 ** 20;
  context.diagnostic(`written in ${written_s.toFixed(2)} s (goal: 5 s), ${size_mib.toFixed(2)} MiB (limit: 20 MiB)`);
  assert.ok(size_mib < 20);
  assert.ok(written_s < 5 * room);

  await withPage(file, {}, async (page, seen) => {
    const opened = async () => {
      const start = performance.now();
      await page.reload();
      await page.locator("#s1 table.figures tbody tr").first().isVisible();
      await page.evaluate(() => new Promise((resume) => requestAnimationFrame(() => setTimeout(resume))));
      return (performance.now() - start) / 1000;
    };
    const times = [await opened(), await opened(), await opened()].sort((left, right) => left - right);
    context.diagnostic(`opened in ${times.map((time) => time.toFixed(2)).join(", ")} s (goal: 3 s)`);
    assert.ok(times[1] < 3 * room);
    assert.equal(await page.locator("#s20 table.figures tbody tr").count(), strategies);
    await page.locator("#s1 figure.chart").first().scrollIntoViewIfNeeded();
    await page.locator("#s1 .chooser").scrollIntoViewIfNeeded();
    assert.match(await page.locator("#s1 .chooser .count").textContent(), /show 8 of 50/);
    assert.equal(await overflow(page), 0);
    assert.deepEqual(seen.complaints, []);
  });
});

test("peaks of one step survive in what is drawn", async () => {
  await withPage(report(results[0]), {}, async (page) => {
    assert.ok(!(await drawAll(page)).includes("failed"));
    const peaks = await page.evaluate(() => {
      const data = JSON.parse(document.getElementById("s1-data").textContent);
      const table = Object.values(data.tables).find((one) => JSON.stringify(one).includes("98765"));
      return table ? JSON.stringify(table).split("98765").length - 1 : 0;
    });
    assert.ok(peaks >= strategies, `${peaks} of ${strategies} strategies`);
  });
});
