// The rows of a table in the compact notation that reports/chart/table.h describes.
var stampedeRows = function (table) {
  const rows = Array.from({ length: table.rows }, () => ({}));
  for (const [name, column] of Object.entries(table.columns)) {
    if (Array.isArray(column)) {
      column.forEach((value, i) => {
        if (value !== null) rows[i][name] = value;
      });
      continue;
    }
    if (column.at) {
      column.at.forEach((row, i) => {
        rows[row][name] = column.values[i];
      });
      continue;
    }
    let next = 0;
    for (let i = 0; i < column.runs.length; i += 2) {
      const word = column.words[column.runs[i]];
      for (let count = column.runs[i + 1]; count > 0; --count) rows[next++][name] = word;
    }
  }
  return rows;
};
