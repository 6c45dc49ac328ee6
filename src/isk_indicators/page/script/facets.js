// The tools above a table: search, facets, the count, the choice of columns, the download.

const MOST = 40;

function showTools(table) {
  const view = views.get(table.name);
  byId("tools").replaceChildren(
    searchBox(view),
    ...table.columns.filter((column) => isFacet(table, column)).map((column) => facet(table, column, view)),
    element("output", { id: "seen", "aria-live": "polite" }),
    chooser(table, view),
    button("Download these rows as CSV", () => download(table)),
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

function isFacet(table, column) {
  if (!column.brief || column.name === table.columns[0].name) return false;
  const linked = table.rows.some((row) => linksOf(row.cells[column.index]).length === 1);
  const values = valuesOf(table, column).length;
  return (column.coded || linked) && values > 1 && values <= MOST;
}

function valuesOf(table, column) {
  const found = new Set(table.rows.map((row) => row.cells[column.index].textContent.trim()));
  return [...found].sort((one, other) => one.localeCompare(other, "en"));
}

function facet(table, column, view) {
  const options = valuesOf(table, column).map((text) =>
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

function chooser(table, view) {
  const boxes = table.columns.map((column) => {
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
