// The rows that are seen, as the released file would write them: every column, ids and not names.

function quoteField(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvOf(table) {
  const head = table.columns.map((column) => column.name);
  const body = seenRows(table).map((row) => [...row.cells].map((cell) => raw(cell)));
  return [head, ...body].map((cells) => `${cells.map(quoteField).join(",")}\n`).join("");
}

function download(table) {
  const address = URL.createObjectURL(new Blob([csvOf(table)], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href: address, download: `isk-indicators-${pageData.version}-${table.name}.csv` });
  link.click();
  URL.revokeObjectURL(address);
}
