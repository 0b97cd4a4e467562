// What can be done with a chart: keep it as a picture, read its data.

const rowsShownMax = 500;

function fileName(figure, ending) {
  const data = dataOf(figure.dataset.section);
  const words = `${data.scenario}-${data.charts[Number(figure.dataset.chart)].id}`;
  return `${words.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 100)}.${ending}`;
}

function download(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// As on paper: with its title, on white, in light colours.
async function picture(figure, make_file) {
  const { specification } = specificationOf(figure);
  const place = make("div", { class: "unseen" });
  const theme = document.documentElement.dataset.theme;
  document.body.append(place);
  document.documentElement.dataset.theme = "light";
  const config = { ...chartConfig(false), background: "#ffffff" };
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  try {
    const result = await embed(place, specification, config);
    await make_file(result.view);
    result.finalize();
  } finally {
    place.remove();
  }
}

async function saveSvg(figure) {
  await picture(figure, async (view) => {
    download(new Blob([await view.toSVG()], { type: "image/svg+xml" }), fileName(figure, "svg"));
  });
}

async function savePng(figure) {
  await picture(figure, async (view) => {
    const canvas = await view.toCanvas(2);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    download(blob, fileName(figure, "png"));
  });
}

function valueText(value) {
  if (value === undefined || value === null) return "–";
  return typeof value === "number" ? String(value) : `${value}`;
}

function dataTable(figure) {
  const { chart, specification } = specificationOf(figure);
  const rows = specification.datasets[chart.table];
  const columns = [...new Set(rows.slice(0, rowsShownMax).flatMap((row) => Object.keys(row)))];
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col" }, column)));
  const body = rows.slice(0, rowsShownMax).map((row) =>
    make("tr", {}, ...columns.map((column) => make("td", {}, valueText(row[column])))),
  );
  const table = make("table", { class: "plain" }, make("thead", {}, head), make("tbody", {}, ...body));
  const words = rows.length > rowsShownMax ? `The first ${rowsShownMax} of ${rows.length} rows.` : `${rows.length} rows.`;
  const region = { class: "scroll", role: "group", tabindex: "0", "aria-label": `Data of ${chart.title}` };
  return [make("p", {}, words), make("div", region, table)];
}

function chartTools(figure) {
  const title = figure.querySelector(".chart-title").textContent;
  const button = (words, label, action) => {
    const element = make("button", { type: "button", "aria-label": label }, words);
    element.addEventListener("click", () => action(figure));
    return element;
  };
  const details = make("details", { class: "data" }, make("summary", {}, "Data"));
  details.addEventListener("toggle", () => {
    details.replaceChildren(details.firstElementChild, ...(details.open ? dataTable(figure) : []));
  });
  const buttons = make(
    "div",
    { class: "buttons" },
    button("SVG", `SVG of ${title}`, saveSvg),
    button("PNG", `PNG of ${title}`, savePng),
  );
  return make("div", { class: "tools" }, buttons, details);
}
