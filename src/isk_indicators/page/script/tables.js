// One table at a time: which rows are seen, in which order, with which columns.

const views = new Map([...tables.keys()].map((name) => [name, freshView(name)]));
const folded = new WeakMap(); // the words of each row that was searched
const looks = new CSSStyleSheet();
const SHORT = 24;
const LONG = ["quote", "summary"];
const DATE = /^(?:\.\.|(\d{4}(?:-\d\d){0,2})[~?]?)(?:\/|$)/;
let current = "";

function freshView(name) {
  const brief = tables.get(name).columns.filter((column) => column.brief);
  return { words: "", facets: new Map(), chosen: new Set(brief.map((one) => one.name)), sort: null };
}

function showTable(name) {
  if (name === current) return;
  current = name;
  for (const table of tables.values()) table.section.classList.toggle("current", table.name === name);
  for (const link of all(".tabs a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  showTools(tables.get(name));
  applyFilter();
}

function applyColumns() {
  const rules = [...tables.values()].flatMap((table) => table.columns.map((column) => ruleOf(table, column)));
  looks.replaceSync(rules.join("\n"));
}

function ruleOf(table, column) {
  const cells = `#${table.name} :is(th,td):nth-child(${column.index + 1})`;
  if (!views.get(table.name).chosen.has(column.name)) return `${cells}{display:none}`;
  if (column.number) return `${cells}{text-align:right}`;
  if (LONG.includes(column.name)) return `${cells}{min-width:16rem;font-family:var(--serif)}`;
  const long = table.rows.some((row) => row.cells[column.index].textContent.length > SHORT);
  return long ? `${cells}{min-width:9rem}` : `${cells}{white-space:nowrap}`;
}

function applyFilter() {
  const table = tables.get(current);
  const view = views.get(current);
  const words = fold(view.words).split(/\s+/).filter(Boolean);
  let seen = 0;
  for (const row of table.rows) {
    const kept = says(row, words) && fits(row, view.facets);
    row.hidden = !kept;
    seen += kept;
  }
  byId("seen").value = `${seen} of ${table.rows.length} rows`;
  byId("elsewhere").replaceChildren(...elsewhere(table, view, words));
}

function says(row, words) {
  if (words.length && !folded.has(row)) folded.set(row, fold(`${row.id} ${row.textContent}`));
  return words.every((word) => folded.get(row).includes(word));
}

// Plain quotation marks and dashes, no accents and no capitals, as the command locate folds a text.
function fold(text) {
  const plain = Array.from(text, (character) => pageData.plain[character] ?? character).join("");
  return plain.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase();
}

// The other tables that have the words searched for, so that none is looked for in vain.
function elsewhere(table, view, words) {
  if (words.length === 0) return [];
  const others = [...tables.values()]
    .filter((other) => other !== table)
    .map((other) => [other, other.rows.filter((row) => says(row, words)).length])
    .filter(([, count]) => count > 0);
  const search = (other) => {
    views.get(other.name).words = view.words;
    toTable(other.name);
  };
  const links = others.map(([other, count]) => button(`${titleOf(other)} ${count}`, () => search(other)));
  return links.length ? ["Also in: ", ...links.flatMap((link) => [link, " "])] : [];
}

function fits(row, facets) {
  return [...facets].every(([index, wanted]) => row.cells[index].textContent.trim() === wanted);
}

function seenRows(table) {
  return [...table.node.tBodies[0].rows].filter((row) => !row.hidden);
}

// A click sorts upwards, the next downwards, a third puts the table's own order back.
function sortBy(column) {
  const view = views.get(current);
  const again = view.sort?.column === column;
  const next = !again ? 1 : view.sort.direction === 1 ? -1 : 0;
  view.sort = next ? { column, direction: next } : null;
  const table = tables.get(current);
  for (const one of table.columns) one.head.removeAttribute("aria-sort");
  if (next) column.head.setAttribute("aria-sort", next === 1 ? "ascending" : "descending");
  table.node.tBodies[0].append(...ordered(table, view.sort));
}

function ordered(table, sort) {
  if (!sort) return table.rows;
  const keys = sortKeys(table, sort.column);
  return [...table.rows].sort((one, other) => {
    const [left, right] = [keys.get(one), keys.get(other)];
    if (left === null || right === null) return (left === null) - (right === null);
    const order = typeof left === "number" ? left - right : left.localeCompare(right, "en");
    return sort.direction * order;
  });
}

// A blank has no key and comes last; a column of dates is sorted by their first days.
function sortKeys(table, column) {
  const texts = table.rows.map((row) => row.cells[column.index].textContent.trim());
  const dated = texts.every((text) => text === "" || DATE.test(text));
  const read = column.number ? Number : dated ? firstDay : String;
  return new Map(table.rows.map((row, place) => [row, texts[place] === "" ? null : read(texts[place])]));
}

// The first day that a date allows; nothing, which comes first, if it is open at its beginning.
function firstDay(date) {
  const [, start] = DATE.exec(date);
  return start ? `${start}-01-01`.slice(0, 10) : "";
}

function startTables() {
  document.adoptedStyleSheets = [looks];
  for (const table of tables.values())
    for (const column of table.columns) {
      const attributes = { title: noteOf(pageData.descriptions, table, column) };
      column.head.replaceChildren(button(column.title, () => sortBy(column), attributes));
    }
  applyColumns();
}
