// What a reader does with the page: opens it, sorts, switches, keeps pictures, prints.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";

import { drawAll, until, withPage } from "./browser.mjs";
import { report, run } from "./reports.mjs";

let page_file;
before(() => {
  page_file = report(
    run("run", "hot-key-expiry", "--world", "virtual", "--strategy", "plain_ttl,mutex_stale,async_refresh,ideal",
      "--set", 'objectives={"recomputations.peak":{"max":4},"latency_ms.p99":{"max":1000}}'),
    run("run", "redis-stalled", "--world", "virtual", "--strategy", "plain_ttl,mutex_stale"),
  );
});

const columnTexts = (page, table, column) =>
  page.$$eval(`${table} tbody tr`, (rows, index) => rows.map((row) => row.cells[index].textContent), column);

test("opens from a file, asks for nothing and complains about nothing", async () => {
  await withPage(page_file, {}, async (page, seen) => {
    const states = await drawAll(page);
    assert.ok(states.length > 2);
    assert.deepEqual(states.filter((state) => state !== "drawn"), []);
    const marks = await page.$$eval("figure.chart", (figures) =>
      figures.map((figure) => figure.querySelectorAll(".plot svg path").length));
    assert.ok(marks.every((count) => count > 2), `${marks}`);
    assert.deepEqual(seen.complaints, []);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith("file://")), []);
    assert.equal(new Set(seen.requests).size, 1, `${seen.requests}`);
  });
});

test("says on top who meets the objectives", async () => {
  await withPage(page_file, { javaScriptEnabled: false }, async (page) => {
    assert.match(await page.textContent("#s1 .sentence"), /of 3 strategies/);
    const missed = await page.$$eval("#s1 td.verdict .missed", (cells) => cells.map((cell) => cell.textContent));
    assert.ok(missed.some((words) => /^recomputations\.peak \d+ \(at most 4\)$/.test(words)), `${missed}`);
    assert.equal(await page.textContent("#s1 tr.bound td.verdict"), "not judged");
    assert.ok((await page.$$("#s2 table.figures tbody tr")).length >= 2, "without scripts the table is there");
  });
});

test("sorts by mouse and by keyboard", async () => {
  await withPage(page_file, {}, async (page) => {
    const header = page.locator("#s1 table.figures th[data-column]", { hasText: "p99" });
    const column = Number(await header.getAttribute("data-column"));
    const values = () => page.$$eval("#s1 table.figures tbody tr", (rows, index) =>
      rows.filter((row) => !row.classList.contains("bound")).map((row) => Number(row.cells[index].dataset.value)), column);
    await header.locator("button").click();
    assert.equal(await header.getAttribute("aria-sort"), "ascending");
    const ascending = await values();
    assert.deepEqual(ascending, [...ascending].sort((left, right) => left - right));
    assert.ok(ascending[0] < ascending.at(-1), "else nothing was sorted");
    await header.locator("button").focus();
    await page.keyboard.press("Enter");
    assert.equal(await header.getAttribute("aria-sort"), "descending");
    assert.deepEqual(await values(), ascending.reverse());
    assert.match((await columnTexts(page, "#s1 table.figures", 0))[0], /ideal/, "the bound stays on top");
    assert.equal(await page.locator("#s1 table.figures [aria-sort]").count(), 1);
    assert.match(await page.textContent("#said"), /descending/);
  });
});

test("explains a figure to the keyboard and to the mouse", async () => {
  await withPage(page_file, {}, async (page) => {
    const button = page.locator("#s1 button.sort", { hasText: "redundant" });
    await page.locator("#s1 button.sort", { hasText: "total" }).focus();
    await page.keyboard.press("Tab");
    assert.ok(await button.evaluate((element) => element === document.activeElement));
    assert.match(await page.textContent("#tip"), /another of the same key was under way/);
    assert.ok(await page.locator("#tip").isVisible());
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("#tip").isVisible()));
    await page.locator("#s1 button.sort", { hasText: "p50" }).hover();
    assert.match(await page.textContent("#tip"), /Median time/);
    const described = await button.getAttribute("aria-describedby");
    assert.match(await page.textContent(`#${described}`), /another of the same key/);
  });
});

test("switches strategies off and on, by keyboard, in all charts of the scenario", async () => {
  await withPage(page_file, {}, async (page, seen) => {
    await drawAll(page);
    const figure = page.locator("#s1 figure.chart[data-kind=latency-percentiles]");
    const legend = () => figure.locator(".plot").textContent();
    assert.match(await legend(), /mutex_stale/);
    const box = page.locator("#s1 .chooser label", { hasText: "mutex_stale" }).locator("input");
    await box.focus();
    await page.keyboard.press("Space");
    await until(page, () => {
      const chart = document.querySelector("#s1 figure.chart[data-kind=latency-percentiles]");
      return chart.dataset.state === "drawn" && !chart.querySelector(".plot").textContent.includes("mutex_stale");
    });
    assert.match(await page.textContent("#s1 .chooser .count"), /3 of 4/);
    await page.locator("#s2 .chooser").scrollIntoViewIfNeeded();
    assert.match(await page.locator("#s2 .chooser .count").textContent(), /2 of 2|3 of 3/, "the other scenario keeps its own");
    await page.locator("#s1 .chooser button", { hasText: "All" }).click();
    await until(page, () => document.querySelector("#s1 figure.chart[data-kind=latency-percentiles] .plot")
      .textContent.includes("mutex_stale"));
    assert.deepEqual(seen.complaints, []);
  });
});

test("keeps charts as SVG and PNG", async () => {
  await withPage(page_file, { colorScheme: "dark" }, async (page, seen) => {
    const figure = page.locator("#s1 figure.chart").first();
    await figure.scrollIntoViewIfNeeded();
    const save = async (words) => {
      const [download] = await Promise.all([page.waitForEvent("download"), figure.locator("button", { hasText: words }).click()]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const svg = await save("SVG");
    assert.match(svg.name, /^hot-key-expiry-[\w-]+\.svg$/);
    assert.match(svg.bytes.toString(), /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.ok((svg.bytes.toString().match(/<path/g) ?? []).length > 10);
    const png = await save("PNG");
    assert.deepEqual([...png.bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    assert.ok(png.bytes.readUInt32BE(16) > 400 && png.bytes.length > 5000, "as large as a chart, with something on it");
    assert.deepEqual(seen.complaints, []);
  });
});

test("shows the data behind a chart", async () => {
  await withPage(page_file, {}, async (page) => {
    const figure = page.locator("#s1 figure.chart").first();
    await figure.scrollIntoViewIfNeeded();
    await figure.locator("details.data summary").click();
    assert.match(await figure.locator("details.data table").textContent(), /plain_ttl/);
  });
});

test("prints every chart, light, and shows the screen's theme again", async () => {
  await withPage(page_file, { colorScheme: "dark" }, async (page, seen) => {
    await page.evaluate(() => addEventListener("beforeprint", () => {
      queueMicrotask(() => { globalThis.themeOnPaper = document.documentElement.dataset.theme; });
    }));
    const paper = await page.pdf({ format: "A4" });
    assert.ok(paper.length > 50_000);
    assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
    assert.equal(await page.evaluate(() => globalThis.themeOnPaper), "light");
    const charts = await page.$$eval("figure.chart", (all) => all.map((figure) => figure.querySelectorAll("svg path").length));
    assert.ok(charts.length > 2 && charts.every((count) => count > 2), `${charts}`);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
    assert.deepEqual(seen.complaints, []);
  });
});
