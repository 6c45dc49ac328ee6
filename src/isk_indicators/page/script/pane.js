// One row beside the tables: its words, its source, what its cells mean, and what belongs to it.

const AROUND = 300;
const SPAN = ["source_id", "span_start", "span_end", "quote"];
let opener = null;

function openPane(row) {
  const pane = byId("pane");
  choose(row);
  pane.replaceChildren(...paneParts(row));
  pane.hidden = false;
  pane.scrollTop = 0;
  document.documentElement.classList.add("with-pane");
}

function closePane() {
  if (byId("pane").hidden) return;
  byId("pane").hidden = true;
  document.documentElement.classList.remove("with-pane");
  choose(null);
  opener?.focus({ preventScroll: true });
  opener = null;
}

// Mark a row in its table, and its marks in the charts.
function choose(row) {
  for (const other of all("tr.open, .chosen")) other.classList.remove("open", "chosen");
  row?.classList.add("open");
  if (row) for (const mark of all(`.picture a[href="#${CSS.escape(row.id)}"]`)) mark.classList.add("chosen");
}

function paneParts(row) {
  const lists = relatedLists(row);
  const first = lists.filter((list) => list.classList.contains("disagreements"));
  return [
    paneHead(row),
    ...(cellOf(row, "quote")?.textContent ? wordsOf(row) : []),
    ...first,
    cellList(row),
    ...lists.filter((list) => !first.includes(list)),
    ...(tableOf(row).section.dataset.view === undefined ? [citation(row), complaint(row)] : []),
  ];
}

function paneHead(row) {
  const table = tableOf(row);
  const name = (cellOf(row, "label") ?? cellOf(row, "name") ?? cellOf(row, "title"))?.textContent;
  const shown = seenRows(table);
  const place = shown.indexOf(row);
  return element(
    "header",
    {},
    element("p", { class: "kind" }, `${titleOf(table)} · `, element("a", { href: `#${row.id}` }, row.id)),
    element("p", { class: "steps" }, step("‹", "Previous row", shown[place - 1]), step("›", "Next row", shown[place + 1]), button("Close", leave)),
    element("h2", {}, name || headline(row)),
  );
}

// A step to another row leaves the focus on the button of the same name, for the next step.
function step(sign, name, row) {
  const act = () => {
    go(row.id);
    all("#pane .steps button:enabled").find((one) => one.ariaLabel === name)?.focus({ preventScroll: true });
  };
  return button(sign, act, { "aria-label": name, ...(row ? {} : { disabled: "" }) });
}

function titleOf(table) {
  return table.section.querySelector("h2").textContent;
}

function headline(row) {
  const cell = cellOf(row, "summary") ?? cellOf(row, "subject") ?? cellOf(row, "incident_id") ?? cellOf(row, "actor_id");
  return cell?.textContent || row.id;
}

// The words

function wordsOf(row) {
  const source = pageData.sources[value(row, "source_id")];
  const id = value(row, "source_id");
  const quote = element("blockquote", {}, ...quoteOf(row));
  const [start, end] = [value(row, "span_start"), value(row, "span_end")];
  const place = element("p", { class: "place" }, source ? `${source.title}, ${source.imprint} · ` : "");
  place.append(element("a", { href: `#reading-${id}` }, id), start ? `, characters ${start}–${end}` : "");
  if (/^https?:/.test(source?.url ?? "")) place.append(" · ", element("a", { href: source.url, rel: "noreferrer" }, "the text"));
  return [quote, place, ...contextOf(row, id, Number(start), Number(end))];
}

function contextOf(row, id, start, end) {
  const text = pageData.texts[id];
  if (text === undefined || !value(row, "span_end")) return [];
  const words = slice(text, start, end);
  if (words !== cellOf(row, "quote").textContent)
    return [element("p", { class: "note" }, "The given text has other words at these characters.")];
  const marked = element("mark", {}, words);
  const around = element("p", { class: "context" }, before(text, start), marked, after(text, end));
  return [element("details", { open: "" }, element("summary", {}, "In its context"), around)];
}

// The words around a quote, cut between words.
function before(text, start) {
  if (start <= AROUND) return slice(text, 0, start);
  return slice(text, start - AROUND, start).replace(/^\S*\s+/, "… ");
}

function after(text, end) {
  const rest = slice(text, end, end + AROUND);
  return end + AROUND >= Array.from(text).length ? rest : rest.replace(/\s+\S*$/, " …");
}

// A row's quote with its figure marked, as the table shows it.
function quoteOf(row) {
  const cell = cellOf(row, "quote");
  return copies(cell.firstElementChild ?? cell);
}

function copies(node) {
  return [...node.childNodes].map((child) => child.cloneNode(true));
}

// The cells

function cellList(row) {
  const list = element("dl");
  for (const column of tableOf(row).columns) {
    const cell = row.cells[column.index];
    if (SPAN.includes(column.name) || raw(cell) === "" || raw(cell) === row.id) continue;
    const meaning = meaningOf(tableOf(row), column, raw(cell));
    const description = element("dd", {}, ...copies(cell));
    if (meaning) description.append(element("span", { class: "meaning" }, meaning));
    list.append(element("dt", { title: noteOf(pageData.descriptions, tableOf(row), column) }, column.title), description);
  }
  return list;
}

function meaningOf(table, column, value) {
  return column.coded ? noteOf(pageData.meanings, table, column)?.[value] : undefined;
}

// What belongs to the row

function relatedLists(row) {
  const groups = new Map();
  for (const one of related(row)) {
    const table = tableOf(one);
    groups.set(table, [...(groups.get(table) ?? []), one]);
  }
  return [...groups].map(([table, rows]) => relatedList(row, table, rows));
}

function relatedList(row, table, rows) {
  return element(
    "section",
    { class: `related ${table.name}` },
    element("h3", {}, titleOf(table), " ", element("b", {}, String(rows.length))),
    element("ul", {}, ...rows.map((one) => element("li", {}, ...relatedItem(row, table, one)))),
  );
}

function relatedItem(row, table, one) {
  const texts = table.columns
    .filter((column) => column.brief && !SPAN.includes(column.name))
    .map((column) => one.cells[column.index])
    .filter((cell) => raw(cell) !== "" && raw(cell) !== one.id && raw(cell) !== row.id)
    .map((cell) => cell.textContent);
  const parts = [element("a", { href: `#${one.id}` }, texts.join(" · ") || one.id)];
  if (cellOf(one, "quote")) parts.push(element("q", {}, ...quoteOf(one)), element("span", { class: "place" }, value(one, "source_id")));
  return parts;
}

// What to take away

function citation(row) {
  const behind = new Set([value(row, "source_id")]);
  for (const one of referrers(row.id))
    if (value(one, "row_id") === row.id && value(one, "role") === "supports") behind.add(value(one, "source_id"));
  if (row.id in pageData.sources) behind.add(row.id);
  const works = [...behind].filter((id) => id in pageData.sources).sort().map((id) => pageData.sources[id].cite);
  const data = row.id in pageData.sources ? pageData.citeData : pageData.cite.replace("{id}", row.id);
  return takeaway("How to cite this row", [data, ...works].join("\n"));
}

function complaint(row) {
  const cells = tableOf(row)
    .columns.filter((column) => column.brief && column.name !== "quote")
    .map((column) => `${column.name}: ${value(row, column.name) || "(blank)"}`);
  const span = value(row, "span_end") ? `, characters ${value(row, "span_start")}–${value(row, "span_end")}` : "";
  const quote = cellOf(row, "quote")?.textContent;
  const lines = [
    `Row ${row.id} of ${tableOf(row).name}, isk-indicators ${pageData.version}`,
    ...cells,
    ...(quote ? [`Its words (${value(row, "source_id")}${span}): “${quote}”`] : []),
    "",
    "What is wrong:",
    "The words that show it:",
  ];
  return takeaway("This row is wrong", lines.join("\n"));
}

function takeaway(title, text) {
  const copied = element("pre", { tabindex: "0", "aria-label": title }, text);
  const copy = button("Copy", () => copyText(copied, copy));
  return element("details", { class: "takeaway" }, element("summary", {}, title), copied, copy);
}

// A browser may refuse the clipboard to a page opened from a file: then the text is selected.
function copyText(node, copy) {
  const select = () => getSelection().selectAllChildren(node);
  const done = () => (copy.textContent = "Copied");
  if (navigator.clipboard) navigator.clipboard.writeText(node.textContent).then(done, select);
  else select();
}
