// Opens every row of a page, one after the other, and tells what its pane shows.
() => {
  const all = (selector, root) => [...root.querySelectorAll(selector)];
  const text = (selector, root) => root.querySelector(selector)?.textContent ?? null;
  const target = (link) => link.getAttribute("href").slice(1);

  const pieces = (selector, pane) =>
    [...(pane.querySelector(selector)?.childNodes ?? [])].map((one) => [one.nodeName, one.textContent]);

  const cell = (term) => {
    const told = term.nextElementSibling.cloneNode(true);
    told.querySelector(".meaning")?.remove();
    return [term.textContent, told.textContent];
  };

  const list = (section) => [
    [...section.classList].find((name) => name !== "related"),
    all("li > a", section).map(target),
  ];

  const takeaway = (details) => [text("summary", details), text("pre", details)];

  const open = (row) => {
    row.cells[0].click();
    const pane = document.querySelector("#pane");
    return {
      id: row.id,
      hash: location.hash,
      hidden: pane.hidden,
      quote: text("blockquote", pane),
      words: pieces("blockquote", pane),
      place: text(".place", pane),
      note: text("p.note", pane),
      context: pieces(".context", pane),
      cells: all("dl > dt", pane).map(cell),
      related: Object.fromEntries(all(".related", pane).map(list)),
      takeaways: Object.fromEntries(all(".takeaway", pane).map(takeaway)),
      order: [...pane.children].map((one) => one.className || one.localName),
    };
  };

  return all(".table tbody tr", document).map(open);
}
