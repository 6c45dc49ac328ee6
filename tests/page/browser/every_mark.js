// Tells where the marks of the pictures are drawn, in pixels of the window.
() => {
  const all = (selector, root) => [...root.querySelectorAll(selector)];
  const box = (one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return { left, right, top, bottom, x: (left + right) / 2, y: (top + bottom) / 2 };
  };
  const target = (link) => link.getAttribute("href").slice(1);
  const text = (one) => one.textContent.trim();
  const axis = (selector) => all(selector, document).map((one) => [text(one), box(one).x]);

  const shape = (one) => ({
    name: one.localName,
    kind: one.getAttribute("class") ?? "",
    href: one.getAttribute("href"),
    stroke: parseFloat(getComputedStyle(one).strokeWidth) || 0,
    ...box(one),
  });
  const shapes = (root) =>
    all("rect, circle, line, use", root)
      .filter((one) => !["#years", "#counts"].includes(one.getAttribute("href")))
      .map(shape);

  const report = (link) => {
    const strip = link.querySelector("svg");
    return { id: target(link), text: text(link), strip: strip && box(strip), shapes: shapes(link) };
  };
  const lane = (row) => ({
    id: target(row.querySelector("th a")),
    strip: row.querySelector(".time svg") && box(row.querySelector(".time svg")),
    when: row.querySelector(".time a").title,
    bar: shapes(row.querySelector(".time")),
    reports: all(".toll a", row).map(report),
    says: [...row.cells].slice(3).map((cell) => [text(cell), cell.querySelector("a") && target(cell.querySelector("a"))]),
  });

  const chart = (figure) => ({
    title: text(figure.querySelector("figcaption")),
    levels: all("line.rule", figure).filter((one) => one.getAttribute("y1") === one.getAttribute("y2") && one.hasAttribute("y1")).map((one) => box(one).y),
    starts: all("line.rule", figure).filter((one) => one.hasAttribute("x1") && one.getAttribute("x1") === one.getAttribute("x2")).map((one) => box(one).x),
    ticks: all(".tick", figure).map(text),
    marks: all("a", figure).map((link) => ({ id: target(link), text: text(link), shapes: shapes(link) })),
  });

  return {
    years: axis(".incident-rows thead:first-of-type .time .axis text"),
    counts: axis(".incident-rows thead:first-of-type .toll .axis text"),
    sources: all(".incident-rows thead:first-of-type .source a", document).map((one) => target(one).replace("reading-", "")),
    lanes: all(".incident-rows tbody tr", document).map(lane),
    charts: all(".chart", document).map(chart),
    map: box(document.querySelector(".map")),
    spots: all(".spots a", document).map((link) => ({
      id: target(link),
      words: box(link.querySelector("text")),
      text: text(link),
      ...box(link.querySelector("circle")),
    })),
  };
}
