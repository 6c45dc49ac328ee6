// Clicks three times on the head of every column of each table, and tells the order of the rows.
(tables) => {
  const collator = new Intl.Collator("en");

  const told = (table) => {
    document.querySelector(`.tabs a[href="#${table}"]`).click();
    const heads = [...document.querySelectorAll(`#${table} th`)];
    const rows = () => [...document.querySelectorAll(`#${table} tbody tr`)];
    const first = rows().map((row) => row.id);

    const texts = (head, index) => {
      const found = new Set(rows().map((row) => row.cells[index].textContent.trim()));
      return [head.dataset.name, [...found].sort(collator.compare)];
    };

    const click = (head) => {
      head.querySelector("button").click();
      return [rows().map((row) => row.id), heads.map((one) => one.getAttribute("aria-sort"))];
    };

    return [
      table,
      {
        first,
        texts: Object.fromEntries(heads.map(texts)),
        columns: heads.map((head) => [head.dataset.name, [1, 2, 3].map(() => click(head))]),
      },
    ];
  };

  return tables.map(told);
}
