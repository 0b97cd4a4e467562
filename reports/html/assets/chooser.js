// Which strategies the charts of a section show: a list to tick, by mouse and by keyboard.

function choose(id, names) {
  const data = dataOf(id);
  data.shown = new Set(names);
  updateChooser(id);
  redraw((figure) => figure.dataset.section === id);
}

function updateChooser(id) {
  const data = dataOf(id);
  const form = document.querySelector(`.chooser[data-section="${id}"]`);
  form.querySelectorAll("input").forEach((input, index) => {
    input.checked = data.shown.has(data.strategies[index].name);
  });
  form.querySelector(".count").textContent = `Charts show ${data.shown.size} of ${data.strategies.length} strategies.`;
}

function chooserButton(id, words, names) {
  const button = make("button", { type: "button" }, words);
  button.addEventListener("click", () => choose(id, names()));
  return button;
}

function makeChooser(container) {
  const id = container.dataset.section;
  const data = dataOf(id);
  if (data.strategies.length < 2) return;
  const names = data.strategies.map((strategy) => strategy.name);
  const first = [...data.shown];
  const boxes = data.strategies.map((strategy) => {
    const input = make("input", { type: "checkbox" });
    input.addEventListener("change", () => {
      const shown = names.filter((name) => (name === strategy.name ? input.checked : data.shown.has(name)));
      choose(id, shown);
    });
    const swatch = make("span", { class: "swatch", style: `background-color:${strategy.colour}`, "aria-hidden": "true" });
    return make("label", {}, input, swatch, make("bdi", {}, strategy.name));
  });
  const buttons = [chooserButton(id, "All", () => names), chooserButton(id, "None", () => [])];
  if (first.length < names.length) buttons.splice(1, 0, chooserButton(id, "The first", () => first));
  const legend = make("legend", {}, "Strategies in the charts");
  const head = make("div", { class: "head" }, make("span", { class: "count" }), ...buttons);
  if (first.length < names.length) {
    head.append(make("span", { class: "why" }, "So many cannot be told apart: at first the most promising of the table are shown."));
  }
  container.append(make("fieldset", {}, legend, head, make("div", { class: "boxes" }, ...boxes)));
  updateChooser(id);
}

function startChoosers() {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        observer.unobserve(entry.target);
        makeChooser(entry.target);
      }
    },
    { rootMargin: "1000px" },
  );
  document.querySelectorAll(".chooser").forEach((container) => observer.observe(container));
}
