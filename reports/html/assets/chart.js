// Drawing charts, each when it comes near the view, and again when what it shows has changed.

const views = new Map(); // of the figures that are drawn

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function chartConfig(narrow) {
  const [ink, soft, line] = [colour("--ink"), colour("--soft-ink"), colour("--line")];
  const words = { labelColor: soft, titleColor: soft, labelFontSize: 11, titleFontSize: 11, titleFontWeight: 500 };
  return {
    background: "transparent",
    font: "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif",
    view: { stroke: "transparent" },
    axis: { ...words, gridColor: line, domainColor: line, tickColor: line },
    legend: { ...words, labelColor: ink, ...(narrow ? { orient: "bottom", columns: 1 } : {}) },
    header: words,
    title: { color: ink, fontSize: 13, anchor: "start" },
    text: { color: ink },
    rule: { color: soft },
  };
}

// Scales of all strategies, cut down to those that are shown.
function keepShown(part, known, shown) {
  if (Array.isArray(part)) {
    part.forEach((element) => keepShown(element, known, shown));
  } else if (part && typeof part === "object") {
    const { domain, range } = part;
    if (Array.isArray(domain) && domain.length > 0 && domain.every((name) => known.has(name))) {
      const kept = domain.map((name) => shown.has(name));
      part.domain = domain.filter((_, index) => kept[index]);
      if (Array.isArray(range) && range.length === domain.length) part.range = range.filter((_, index) => kept[index]);
    }
    Object.values(part).forEach((element) => keepShown(element, known, shown));
  }
}

// The specification of a figure with the rows of the strategies that are shown.
function specificationOf(figure) {
  const data = dataOf(figure.dataset.section);
  const chart = data.charts[Number(figure.dataset.chart)];
  const specification = structuredClone(chart.specification);
  keepShown(specification, new Set(data.strategies.map((strategy) => strategy.name)), data.shown);
  const rows = rowsOf(data, chart.table);
  const isAbout = (row) => row.strategy === undefined || data.strategies.length === 0 || data.shown.has(row.strategy);
  specification.datasets = { [chart.table]: rows.filter(isAbout) };
  return { chart, specification };
}

function embed(element, specification, config) {
  return vegaEmbed(element, specification, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true,
    config,
    tooltip: { theme: isDark() ? "dark" : "light" },
  });
}

async function draw(figure) {
  figure.dataset.state = "drawing";
  const { chart, specification } = specificationOf(figure);
  const plot = figure.querySelector(".plot");
  const width = Math.max(240, Math.floor(plot.clientWidth));
  delete specification.title;
  delete specification.description;
  if (chart.stretches) {
    specification.width = width;
    specification.autosize = { type: "fit-x", contains: "padding" };
  }
  views.get(figure)?.finalize();
  const result = await embed(plot, specification, chartConfig(width < 520));
  views.set(figure, result);
  plot.querySelector("svg")?.setAttribute("aria-hidden", "true");
  if (!figure.querySelector(".tools")) figure.append(chartTools(figure));
  figure.dataset.state = "drawn";
}

const waiting = new Set();
let working = false;

// One after the other, with pauses in which the page stays usable.
async function work() {
  if (working) return;
  working = true;
  while (waiting.size > 0) {
    const [figure] = waiting;
    waiting.delete(figure);
    try {
      await draw(figure);
    } catch (error) {
      figure.dataset.state = "failed";
      figure.querySelector(".plot").textContent = `This chart could not be drawn: ${error.message}`;
      console.error(error);
    }
    await new Promise((resume) => setTimeout(resume));
  }
  working = false;
}

const nearView = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) waiting.delete(target);
      else if (target.dataset.state !== "drawn") waiting.add(target);
    }
    work();
  },
  { rootMargin: "500px" },
);

// Those in view now, the others when they come into view.
function redraw(concerns = () => true) {
  for (const figure of document.querySelectorAll("figure.chart")) {
    if (!concerns(figure)) continue;
    figure.dataset.state = "waiting";
    nearView.unobserve(figure);
    nearView.observe(figure);
  }
}

async function drawAll() {
  const all = [...document.querySelectorAll("figure.chart")].filter((figure) => figure.dataset.state !== "drawn");
  all.forEach((figure) => waiting.add(figure));
  await work();
  say(`All ${document.querySelectorAll("figure.chart").length} charts are drawn.`);
}
