// One table at a time: which rows are seen, in which order, with which columns.

const views = new Map([...grids.keys()].map((name) => [name, freshView(name)]));
const looks = new CSSStyleSheet();
const SHORT = 24;
const LONG = ["quote", "summary"];
const DATE = /^(?:\.\.|(\d{4}(?:-\d\d){0,2})[~?]?)(?:\/|$)/;
let current = "";

function freshView(name) {
  const brief = grids.get(name).columns.filter((column) => column.brief);
  return { words: "", facets: new Map(), chosen: new Set(brief.map((one) => one.name)), sort: null };
}

function showTable(name) {
  if (name === current) return;
  current = name;
  for (const grid of grids.values()) grid.section.classList.toggle("current", grid.name === name);
  for (const link of all(".tabs a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  showTools(grids.get(name));
  applyFilter();
}

function applyColumns() {
  const rules = [...grids.values()].flatMap((grid) => grid.columns.map((column) => ruleOf(grid, column)));
  looks.replaceSync(rules.join("\n"));
}

function ruleOf(grid, column) {
  const cells = `#${grid.name} :is(th,td):nth-child(${column.index + 1})`;
  if (!views.get(grid.name).chosen.has(column.name)) return `${cells}{display:none}`;
  if (column.number) return `${cells}{text-align:right}`;
  if (LONG.includes(column.name)) return `${cells}{min-width:16rem;font-family:var(--serif)}`;
  const long = grid.rows.some((row) => row.cells[column.index].textContent.length > SHORT);
  return long ? `${cells}{min-width:9rem}` : `${cells}{white-space:nowrap}`;
}

function applyFilter() {
  const grid = grids.get(current);
  const view = views.get(current);
  const words = view.words.toLowerCase().split(/\s+/).filter(Boolean);
  let seen = 0;
  for (const row of grid.rows) {
    const kept = says(row, words) && fits(row, view.facets);
    row.hidden = !kept;
    seen += kept;
  }
  byId("seen").value = `${seen} of ${grid.rows.length} rows`;
  byId("elsewhere").replaceChildren(...elsewhere(grid, view, words));
}

function says(row, words) {
  const text = `${row.id} ${row.textContent}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

// The other tables that have the words searched for, so that none is looked for in vain.
function elsewhere(grid, view, words) {
  if (words.length === 0) return [];
  const others = [...grids.values()]
    .filter((other) => other !== grid)
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

function seenRows(grid) {
  return [...grid.table.tBodies[0].rows].filter((row) => !row.hidden);
}

// A click sorts upwards, the next downwards, a third puts the table's own order back.
function sortBy(column) {
  const view = views.get(current);
  const again = view.sort?.column === column;
  const next = !again ? 1 : view.sort.direction === 1 ? -1 : 0;
  view.sort = next ? { column, direction: next } : null;
  const grid = grids.get(current);
  for (const one of grid.columns) one.head.removeAttribute("aria-sort");
  if (next) column.head.setAttribute("aria-sort", next === 1 ? "ascending" : "descending");
  grid.table.tBodies[0].append(...ordered(grid, view.sort));
}

function ordered(grid, sort) {
  if (!sort) return grid.rows;
  const keys = sortKeys(grid, sort.column);
  return [...grid.rows].sort((one, other) => {
    const [left, right] = [keys.get(one), keys.get(other)];
    if (left === null || right === null) return (left === null) - (right === null);
    const order = typeof left === "number" ? left - right : left.localeCompare(right, "en");
    return sort.direction * order;
  });
}

// A blank has no key and comes last; a column of dates is sorted by their first days.
function sortKeys(grid, column) {
  const texts = grid.rows.map((row) => row.cells[column.index].textContent.trim());
  const dated = texts.every((text) => text === "" || DATE.test(text));
  const read = column.number ? Number : dated ? firstDay : String;
  return new Map(grid.rows.map((row, place) => [row, texts[place] === "" ? null : read(texts[place])]));
}

// The first day that a date allows; nothing, which comes first, if it is open at its beginning.
function firstDay(date) {
  const [, start] = DATE.exec(date);
  return start ? `${start}-01-01`.slice(0, 10) : "";
}

function startTables() {
  document.adoptedStyleSheets = [looks];
  for (const grid of grids.values())
    for (const column of grid.columns) {
      const told = { title: toldOf(knows.descriptions, grid, column) };
      column.head.replaceChildren(button(column.title, () => sortBy(column), told));
    }
  applyColumns();
}
