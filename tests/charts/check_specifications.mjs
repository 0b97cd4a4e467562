// Every specification in a folder compiles and draws without a word from Vega-Lite or Vega, has drawn something for each
// strategy, and, for a few, the marks that they are to have:
//   node check_specifications.mjs BUNDLE FOLDER
import assert from 'node:assert';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';

const [, , bundle, folder] = process.argv;
// Not as a module: it defines globals.
vm.runInThisContext(readFileSync(bundle, 'utf8'));
const { vega, vegaLite, stampedeRows } = globalThis;

const count = (text, pattern) => text.match(pattern)?.length ?? 0;

function marksOf(svg, kind) {
  const groups = [...svg.matchAll(new RegExp(`<g class="mark-${kind} role-mark[^>]*>(.*?)</g>`, 'gs'))];
  return groups.reduce((sum, [, inside]) => sum + count(inside, /<(path|text|rect|line)\b/g), 0);
}

async function check(file) {
  const specification = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const messages = [];
  const note = (...parts) => messages.push(parts.join(' '));
  const logger = { level: () => logger, error: note, warn: note, info: () => logger, debug: () => logger };
  const { spec } = vegaLite.compile(specification, { logger });
  const loader = { load: (uri) => Promise.reject(new Error(`loads ${uri}`)), sanitize: () => Promise.reject() };
  const view = new vega.View(vega.parse(spec), { renderer: 'none', loader, logger });
  const svg = await view.toSVG();
  assert.deepEqual(messages, [], `${file} makes Vega speak`);
  assert.ok(!/NaN|undefined|Infinity/.test(svg), `${file} draws something that is no number`);
  const drawn = ['symbol', 'line', 'area', 'rect', 'rule', 'text'].reduce((sum, kind) => sum + marksOf(svg, kind), 0);
  assert.ok(drawn > 0, `${file} draws nothing`);

  const rows = specification.data.values;
  const strategies = new Set(rows.map((row) => row.strategy)).size;
  if (file.endsWith('trade-off.vl.json')) {
    const panels = specification.hconcat.length;
    const fronts = rows.filter((row) => row.front === 'yes').length;
    assert.equal(marksOf(svg, 'symbol'), panels * (rows.length + fronts), `${file}: points and rings`);
  }
  if (/recomputations\.vl\.json$/.test(file) && specification.hconcat) {
    assert.equal(marksOf(svg, 'rect'), 4 * rows.length, `${file}: a bar per strategy and panel`);
  }
  if (file.endsWith('latency-percentiles.vl.json')) {
    assert.equal(marksOf(svg, 'line'), strategies, `${file}: a line per strategy`);
  }
}

// The compact notation of a page gives the same rows as the plain one.
const table = {
  rows: 3,
  columns: { s: { words: ['a', 'b'], runs: [0, 2, 1, 1] }, v: [1, null, 3], f: { at: [1], values: [7] } },
};
assert.deepEqual(JSON.parse(JSON.stringify(stampedeRows(table))), [
  { s: 'a', v: 1 },
  { s: 'a', f: 7 },
  { s: 'b', v: 3 },
]);

const files = readdirSync(folder).filter((name) => name.endsWith('.vl.json'));
assert.ok(files.length > 0, `no specifications in ${folder}`);
for (const file of files) await check(file);
console.log(`${files.length} specifications draw without a warning`);
