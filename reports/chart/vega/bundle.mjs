// Puts Vega, Vega-Lite and Vega-Embed as npm installed them into one script for a page, with the licenses of all that is
// in it: node bundle.mjs NODE_MODULES ROWS_SCRIPT OUTPUT
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [, , modules, rowsScript, output] = process.argv;
const scripts = ['vega', 'vega-lite', 'vega-embed'];
// Of vega-lite's and others' command lines, of types, and what browsers have themselves: not in the scripts.
const leftOut = new Set(['yargs', 'commander', 'iconv-lite', 'rw']);

const read = (...parts) => readFileSync(join(modules, ...parts), 'utf8');

// From `from` outwards, as Node would find it.
function folderOf(name, from) {
  for (let folder = from; ; folder = dirname(dirname(folder))) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(modules, '..', candidate))) return candidate;
    if (folder === '.' || folder === '') throw new Error(`${name}, which ${from} needs, is not installed`);
  }
}

function licenseOf(folder) {
  const file = readdirSync(join(modules, '..', folder)).find((name) => /^(licen[cs]e|unlicense|copying)/i.test(name));
  if (file) return readFileSync(join(modules, '..', folder, file), 'utf8').trim();
  const { name, license } = JSON.parse(readFileSync(join(modules, '..', folder, 'package.json'), 'utf8'));
  return `${name} comes without the text of its license: ${license}`;
}

function collect(name, from, found) {
  const folder = folderOf(name, from);
  if (found.has(folder) || leftOut.has(name) || name.startsWith('@types/')) return found;
  const manifest = JSON.parse(readFileSync(join(modules, '..', folder, 'package.json'), 'utf8'));
  found.set(folder, manifest);
  for (const dependency of Object.keys(manifest.dependencies ?? {})) collect(dependency, folder, found);
  return found;
}

// Packages with the same text share it.
const byText = new Map();
const found = new Map();
for (const name of scripts) collect(name, '.', found);
for (const [folder, { name, version, license }] of found) {
  const text = licenseOf(folder);
  byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
}
const licenses = [...byText]
  .map(([text, packages]) => `${packages.join(', ')}\n\n${text}`)
  .join(`\n\n${'-'.repeat(80)}\n\n`)
  .replaceAll('*/', '* /');

const withoutMap = (text) => text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
const code = scripts.map((name) => withoutMap(read(name, 'build', `${name}.min.js`)));
// A page holds it in a script element, which these would end or disturb. In strings they mean the same; the code of these
// libraries has them nowhere else.
const safe = [...code, readFileSync(rowsScript, 'utf8')]
  .join('\n')
  .replaceAll(/<\/(?=script)/gi, '<\\/')
  .replaceAll('<!--', '<\\!--');
writeFileSync(output, `/*!\n${licenses}\n*/\n${safe}\n`);
