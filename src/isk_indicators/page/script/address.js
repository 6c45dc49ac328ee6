// The page's address names the row or table that is seen, so that it can be sent to a colleague.

function route({ scroll = true } = {}) {
  const id = named(location.hash);
  const row = rowAt(id);
  if (row) return showRow(row, scroll);
  closePane();
  if (tables.has(id)) showTable(id);
  if (scroll && id) byId(tables.has(id) ? "tables" : id)?.scrollIntoView();
}

// What a hash names; one that is mistyped names nothing.
function named(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

function showRow(row, scroll) {
  const table = tableOf(row);
  showTable(table.name);
  if (row.hidden) clearFilter(table);
  openPane(row);
  if (scroll) requestAnimationFrame(() => row.scrollIntoView({ block: "center" }));
}

function clearFilter(table) {
  const view = views.get(table.name);
  view.words = "";
  view.facets.clear();
  showTools(table);
  applyFilter();
}

// Go to a table, with its tabs and tools in sight.
function toTable(name) {
  if (location.hash !== `#${name}`) history.pushState(null, "", `#${name}`);
  route();
}

// Go to a row without scrolling the page.
function go(id) {
  if (location.hash !== `#${id}`) history.pushState(null, "", `#${id}`);
  const top = opener?.getBoundingClientRect().top;
  route({ scroll: false });
  if (top) scrollBy(0, opener.getBoundingClientRect().top - top);
  byId("pane").focus({ preventScroll: true });
}

function leave() {
  history.pushState(null, "", `#${current}`);
  closePane();
}

function follow(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const id = named(link.getAttribute("href"));
  if (!rowAt(id) && !tables.has(id)) return;
  event.preventDefault();
  if (tables.has(id)) return toTable(id);
  if (!link.closest("#pane")) opener = link;
  go(id);
}

function pick(event) {
  const row = event.target.closest(".table tbody tr");
  if (!row || event.target.closest("a, button") || !getSelection().isCollapsed) return;
  opener = row.querySelector("a");
  go(row.id);
}
