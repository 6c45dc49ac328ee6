// Tells of every table what the page holds once its script has run.
() => {
  const all = (selector, root) => [...root.querySelectorAll(selector)];

  const cell = (one) => ({
    text: one.textContent,
    marks: all("mark", one).map((mark) => mark.textContent),
    links: all("a", one).map((link) => link.getAttribute("href").slice(1)),
  });

  const row = (one) => ({ id: one.id, cells: [...one.cells].map(cell) });

  return all(".table", document).map((section) => ({
    id: section.id,
    columns: all("th", section).map((head) => head.dataset.name),
    rows: all("tbody tr", section).map(row),
  }));
}
