// Sorting by the buttons in the heads of tables. What is a bound stays on top, what is not valid at the bottom.

function sortValue(row, column) {
  const value = row.cells[column]?.dataset.value;
  if (value === undefined) return null;
  const number = Number(value);
  return value.trim() === "" || Number.isNaN(number) ? value : number;
}

function group(row) {
  if (row.classList.contains("bound")) return 0;
  return row.classList.contains("invalid") ? 2 : 1;
}

// Missing values last, whatever the direction; numbers before texts.
function compareValues(left, right, direction) {
  if (left === null || right === null) return (left === null) - (right === null);
  if (typeof left === typeof right && typeof left === "number") return direction * (left - right);
  if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
  return direction * left.localeCompare(right, "en", { numeric: true });
}

function sortTable(table, header) {
  const column = Number(header.dataset.column);
  const ascending = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, place) => ({ row, place, group: group(row), value: sortValue(row, column) }));
  const direction = ascending ? 1 : -1;
  rows.sort(
    (left, right) =>
      left.group - right.group || compareValues(left.value, right.value, direction) || left.place - right.place,
  );
  body.append(...rows.map((entry) => entry.row));
  say(`Sorted by ${header.textContent.trim()}, ${ascending ? "ascending" : "descending"}.`);
}

function startSorting() {
  for (const table of document.querySelectorAll("table.sortable")) {
    for (const header of table.tHead.querySelectorAll("th[data-column]")) {
      header.querySelector("button.sort").addEventListener("click", () => sortTable(table, header));
    }
  }
}
