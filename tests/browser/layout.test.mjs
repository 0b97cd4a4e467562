// The page on small and on large screens, in both themes, for everybody.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { drawAll, overflow, violations, withPage } from "./browser.mjs";
import { report, run } from "./reports.mjs";

const pages = {};
before(() => {
  const some = run("run", "cold-cache-1000", "redis-stalled", "--world", "virtual", "--repetitions", "2");
  const judged = run("run", "hot-key-expiry", "--world", "virtual", "--set", 'objectives={"latency_ms.p99":{"max":20}}');
  pages.scenarios = report(some, judged);
  pages.sweep = report(run("sweep", "hot-key-expiry", "--vary", "origin.compute_time=50ms,200ms", "--strategy",
    "plain_ttl,mutex_stale", "--seeds", "2"));
});

for (const what of ["scenarios", "sweep"]) {
  for (const width of [375, 1600]) {
    test(`${what}: nothing is cut at ${width} px, and the page itself does not scroll sideways`, async () => {
      await withPage(pages[what], { width }, async (page) => {
        assert.ok(!(await drawAll(page)).includes("failed"));
        assert.equal(await overflow(page), 0);
        const wide = await page.$$eval(".scroll", (regions) => regions.filter((region) =>
          region.scrollWidth > region.clientWidth && region.tabIndex !== 0).length);
        assert.equal(wide, 0, "what scrolls can be reached by keyboard");
      });
    });
  }
  for (const colorScheme of ["light", "dark"]) {
    test(`${what}: no barrier that axe knows, ${colorScheme}`, async () => {
      await withPage(pages[what], { colorScheme, bypassCSP: true }, async (page) => {
        await drawAll(page);
        // The data of one chart stand for those of all: each has hundreds of cells.
        await page.$$eval("details:not(.data), #s1-chart-0 details", (all) => all.forEach((details) => { details.open = true; }));
        assert.deepEqual(await violations(page), []);
      });
    });
  }
}

test("the theme can be chosen, and charts follow it", async () => {
  await withPage(pages.sweep, { colorScheme: "light" }, async (page) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await drawAll(page);
    const labels = () => page.$eval("figure.chart .plot svg .role-axis-label text", (label) => label.getAttribute("fill"));
    const light = { paper: await paper(), labels: await labels() };
    await page.click("#theme");
    await drawAll(page);
    assert.notEqual(await paper(), light.paper);
    assert.notEqual(await labels(), light.labels);
    await page.click("#theme");
    assert.equal(await paper(), light.paper);
  });
});
