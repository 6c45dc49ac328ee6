// Rows and cells of the page, and which rows refer to which.

const tables = new Map(all(".table").map((section) => [section.id, readTable(section)]));
for (const cell of all(".table tbody td")) linkIds(cell);
const referring = readReferences();

function readTable(section) {
  const node = section.querySelector("table");
  const columns = [...node.tHead.rows[0].cells].map((head, index) => ({
    head,
    index,
    name: head.dataset.name,
    title: head.textContent.trim(),
    number: "number" in head.dataset,
    brief: "brief" in head.dataset,
    coded: "coded" in head.dataset,
  }));
  return { name: section.id, section, node, columns, rows: [...node.tBodies[0].rows] };
}

// An id that is shown in a cell becomes a link to its row.
function linkIds(cell) {
  if (cell.firstElementChild || !/^[a-z]{3}-[0-9]/.test(cell.textContent)) return;
  const ids = cell.textContent.trim().split(" | ");
  if (!ids.every(rowAt)) return;
  const links = ids.map((id) => element("a", { href: `#${id}` }, id));
  cell.replaceChildren(...links.flatMap((link, place) => (place ? [" | ", link] : [link])));
}

// The note on a column: by its name, or with the table's where tables differ.
function noteOf(columns, table, column) {
  return columns[`${table.name}.${column.name}`] ?? columns[column.name];
}

function tableOf(row) {
  return tables.get(row.closest(".table").id);
}

function rowAt(id) {
  const found = id ? byId(id) : null;
  return found?.matches(".table tr") ? found : null;
}

function cellOf(row, name) {
  const column = tableOf(row).columns.find((one) => one.name === name);
  return column ? row.cells[column.index] : null;
}

// What the released file has in a cell: the ids behind its links, otherwise its text.
function raw(cell) {
  const targets = linksOf(cell);
  return targets.length ? targets.join(" | ") : (cell?.textContent ?? "");
}

// The ids behind the links of a cell or row; none of no cell.
function linksOf(node) {
  return node ? all("a", node).map((link) => link.getAttribute("href").slice(1)) : [];
}

function value(row, name) {
  return raw(cellOf(row, name));
}

function readReferences() {
  const found = new Map();
  for (const table of tables.values())
    for (const row of table.rows)
      for (const id of new Set(linksOf(row)))
        if (id !== row.id) found.set(id, [...(found.get(id) ?? []), row]);
  return found;
}

function referrers(id) {
  return referring.get(id) ?? [];
}

// The rows that belong to a row: those that refer to it; of an incident also the statements that
// these name, and the evidence about them.
function related(row) {
  const direct = referrers(row.id);
  if (tableOf(row).name !== "incidents") return direct;
  const about = direct.filter((one) => cellOf(one, "incident_id") && tableOf(one) !== tableOf(row));
  const own = [row, ...about];
  const statements = own.flatMap((one) => linksOf(cellOf(one, "statement_id"))).map(rowAt);
  const evidence = own.flatMap((one) => referrers(one.id)).filter((one) => cellOf(one, "row_id"));
  const disagreements = own.flatMap((one) => referrers(one.id)).filter((one) => cellOf(one, "fact"));
  return [...new Set([...direct, ...statements, ...evidence, ...disagreements])].filter(
    (one) => one && one !== row,
  );
}
