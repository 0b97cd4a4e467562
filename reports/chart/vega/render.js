// Runs after the bundle, in Node: reads from `charts`, an array of {"name", "specification"}, and prints an array of
// {"name", "svg", "messages"}, with what Vega-Lite and Vega had to say.
delete globalThis.document;

// Views that are only there to be hovered over: a drawing is smaller without.
function withoutHover(view) {
  if (Array.isArray(view)) return view.filter((part) => part?.name !== 'hover').map(withoutHover);
  if (view === null || typeof view !== 'object') return view;
  return Object.fromEntries(
    Object.entries(view).map(([key, part]) => [key, key === 'data' ? part : withoutHover(part)]),
  );
}

async function renderChart({ name, specification }) {
  const messages = [];
  const note = (...parts) => messages.push(parts.join(' '));
  const logger = { level: () => logger, error: note, warn: note, info: () => logger, debug: () => logger };
  const { spec } = vegaLite.compile(withoutHover(specification), { logger });
  // Data is part of the specification; nothing is ever loaded.
  const loader = { load: (uri) => Promise.reject(new Error(`will not load ${uri}`)), sanitize: () => Promise.reject() };
  const view = new vega.View(vega.parse(spec), { renderer: 'none', loader, logger });
  const svg = await view.toSVG();
  view.finalize();
  return { name, svg, messages };
}

(async () => {
  const rendered = [];
  for (const chart of charts) rendered.push(await renderChart(chart));
  process.stdout.write(JSON.stringify(rendered));
})().catch((error) => {
  console.error(error.stack ?? String(error));
  process.exitCode = 1;
});
