// What stands above a table: search, facets, the count, the choice of columns, the download.

const MOST = 40;

function showTools(grid) {
  const view = views.get(grid.name);
  byId("tools").replaceChildren(
    searchBox(view),
    ...grid.columns.filter((column) => isFacet(grid, column)).map((column) => facet(grid, column, view)),
    element("output", { id: "seen", "aria-live": "polite" }),
    chooser(grid, view),
    button("Download these rows as CSV", () => download(grid)),
    element("p", { id: "elsewhere" }),
  );
  byId("tools").hidden = false;
}

function searchBox(view) {
  const box = element("input", { type: "search", id: "search", placeholder: "Search rows", "aria-label": "Search rows" });
  box.value = view.words;
  box.addEventListener("input", () => {
    view.words = box.value;
    applyFilter();
  });
  return box;
}

function isFacet(grid, column) {
  if (!column.brief || column.name === grid.columns[0].name) return false;
  const linked = grid.rows.some((row) => linksOf(row.cells[column.index]).length === 1);
  const values = valuesOf(grid, column).length;
  return (column.coded || linked) && values > 1 && values <= MOST;
}

function valuesOf(grid, column) {
  const found = new Set(grid.rows.map((row) => row.cells[column.index].textContent.trim()));
  return [...found].sort((one, other) => one.localeCompare(other, "en"));
}

function facet(grid, column, view) {
  const options = valuesOf(grid, column).map((text) =>
    element("option", { value: `=${text}` }, text === "" ? "(blank)" : text),
  );
  const all_ = element("option", { value: "" }, `${column.title}: all`);
  const select = element("select", { "aria-label": column.title }, all_, ...options);
  const chosen = view.facets.get(column.index);
  select.value = chosen === undefined ? "" : `=${chosen}`;
  select.addEventListener("change", () => {
    if (select.value) view.facets.set(column.index, select.value.slice(1));
    else view.facets.delete(column.index);
    applyFilter();
  });
  return select;
}

function chooser(grid, view) {
  const boxes = grid.columns.map((column) => {
    const box = element("input", { type: "checkbox" });
    box.checked = view.chosen.has(column.name);
    box.addEventListener("change", () => {
      if (box.checked) view.chosen.add(column.name);
      else view.chosen.delete(column.name);
      applyColumns();
    });
    return element("label", {}, box, ` ${column.title}`);
  });
  return element("details", { class: "chooser" }, element("summary", {}, "Columns"), element("div", {}, ...boxes));
}
