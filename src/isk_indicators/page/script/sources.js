// The rows of a source in reading order, from the tables of the page, on request.

function rowsOf(source) {
  const quoting = [...tables.values()].filter((table) => table.columns.some((one) => one.name === "span_end"));
  const rows = quoting.flatMap((table) => table.rows).filter((row) => value(row, "source_id") === source);
  const at = (row, name) => Number(value(row, name));
  return rows.sort((one, other) => at(one, "span_start") - at(other, "span_start") || at(other, "span_end") - at(one, "span_end"));
}

function readingItem(row) {
  const place = `${value(row, "span_start")}–${value(row, "span_end")}`;
  return element(
    "li",
    {},
    element("a", { href: `#${row.id}` }, row.id),
    element("span", { class: "where" }, ` ${place} `),
    ...quoteOf(row),
  );
}

function startReadings() {
  for (const details of all("details.order")) {
    details.hidden = false;
    details.addEventListener("toggle", () => {
      if (details.open && !details.querySelector("ol"))
        details.append(element("ol", { class: "passages" }, ...rowsOf(details.dataset.source).map(readingItem)));
    });
  }
}
