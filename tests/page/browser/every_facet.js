// Chooses every value of every facet of each table, one at a time, and tells which rows are seen.
(tables) => {
  const change = (select, value) => {
    select.value = value;
    select.dispatchEvent(new Event("change"));
  };

  const told = (table) => {
    document.querySelector(`.tabs a[href="#${table}"]`).click();
    const rows = [...document.querySelectorAll(`#${table} tbody tr`)];
    const seen = () => rows.filter((row) => !row.hidden).map((row) => row.id);
    const facet = (select) => {
      const options = [...select.options].map((option) => {
        change(select, option.value);
        return [option.textContent, seen(), document.querySelector("#seen").textContent];
      });
      change(select, "");
      return [select.getAttribute("aria-label"), options, seen()];
    };
    return [table, [...document.querySelectorAll("#tools select")].map(facet)];
  };

  return tables.map(told);
}
