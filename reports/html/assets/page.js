// What the other scripts share: elements made of plain text, and the data of a section.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const sectionData = new Map();

// Read when it is first needed: a page can hold many megabytes.
function dataOf(id) {
  if (!sectionData.has(id)) {
    const data = JSON.parse(document.getElementById(`${id}-data`).textContent);
    data.shown = new Set(data.strategies.filter((strategy) => strategy.shown).map((strategy) => strategy.name));
    data.rows = new Map();
    sectionData.set(id, data);
  }
  return sectionData.get(id);
}

function rowsOf(data, table) {
  if (!data.rows.has(table)) data.rows.set(table, stampedeRows(data.tables[table]));
  return data.rows.get(table);
}

// Said to those who cannot see the change.
function say(words) {
  document.getElementById("said").textContent = words;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
