// The browser under test, and pages in it that are watched: whatever they request or complain about is kept.

import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// npm put them into the build folder.
const require = createRequire(join(process.env.STAMPEDE_BROWSER_MODULES, "node_modules", "/"));
const { chromium } = require("playwright-core");
export const axeScript = require.resolve("axe-core/axe.min.js");

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

export const patience = 120_000; // for a slow machine; nothing is measured by it

// A new profile for each, so that nothing is left of the one before.
export async function withPage(file, options, use) {
  const profile = mkdtempSync(join(tmpdir(), "stampede-browser-"));
  const { width = 1280, height = 900, ...others } = options;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.STAMPEDE_CHROMIUM || "/usr/bin/chromium",
    headless: true,
    args: flags,
    viewport: { width, height },
    acceptDownloads: true,
    ...others,
  });
  try {
    const page = context.pages()[0];
    page.setDefaultTimeout(patience);
    const seen = { requests: [], complaints: [], dialogs: [] };
    page.on("request", (request) => seen.requests.push(request.url()));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) seen.complaints.push(message.text());
    });
    page.on("pageerror", (error) => seen.complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      seen.dialogs.push(dialog.message());
      dialog.dismiss();
    });
    const url = pathToFileURL(file).href;
    await page.goto(url, { timeout: patience });
    const result = await use(page, seen);
    // The page itself is no request to anybody; what its own bytes hold is none either.
    seen.requests = seen.requests.filter((request) => request !== url && !/^(data|blob):/.test(request));
    return result;
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Asked from outside: the page's policy forbids the evaluation of texts, by which the driver would wait inside it.
export async function until(page, predicate, argument) {
  const end = Date.now() + patience;
  while (!(await page.evaluate(predicate, argument))) {
    if (Date.now() > end) throw new Error(`in vain waited for ${predicate}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

export async function drawAll(page) {
  await page.click("#draw-all");
  await until(page, () =>
    [...document.querySelectorAll("figure.chart")].every((figure) => ["drawn", "failed"].includes(figure.dataset.state)),
  );
  return page.$$eval("figure.chart", (figures) => figures.map((figure) => figure.dataset.state));
}

export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// What axe finds, in words that say where.
export async function violations(page) {
  await page.addScriptTag({ path: axeScript });
  const found = await page.evaluate(async () => (await globalThis.axe.run({ resultTypes: ["violations"] })).violations);
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.target.join(" ")}`));
}
