// The review: one proposal after the other, with its words in the document.

const { source, proposals, columns, ids, tables, reasons } = pageData;
const characters = Array.from(pageData.text); // spans count characters, some have more than 16 bits
const OPEN = "open";
const store = `isk-indicators-review-${source}`;
const keyOf = (table, id) => `${table} ${id}`;
const byKey = new Map(proposals.map((one) => [keyOf(one.table, one.id), one]));
const tableNames = [...new Set(proposals.map((one) => one.table))];

for (const one of proposals) {
  const cells = one.cells.map(([value, guess, caption], at) => ({ ...columns[one.table][at], value, guess, caption }));
  Object.assign(one, { cells, changed: {}, written: one.state });
}
let at = proposals.find((one) => one.state === OPEN) ?? proposals[0];
let said = "";
let added = []; // rows to be proposed for marked words
const undone = [];
const visited = [];

// Decisions, kept by the browser where it allows that

function decisions() {
  return proposals
    .filter((one) => one.written === OPEN && (one.state !== OPEN || Object.keys(one.changed).length))
    .map((one) => ({
      table: one.table,
      row_id: one.id,
      hash: one.hash,
      decision: one.state === OPEN ? "changed" : one.state,
      reason: one.reason,
      cells: one.changed,
      despite: one.findings.map(([rule]) => rule),
      reviewed: one.reviewed ?? {},
    }));
}

function keep() {
  try {
    localStorage.setItem(store, JSON.stringify({ decisions: decisions(), added }));
  } catch {
    // a browser may refuse it: the button saves the decisions
  }
}

function recall() {
  let kept = [];
  try {
    const found = JSON.parse(localStorage.getItem(store) ?? "{}");
    kept = found.decisions ?? [];
    added = (found.added ?? []).filter((one) => characters.slice(one.start, one.end).join("") === one.quote);
  } catch {
    return;
  }
  let lost = 0;
  for (const decision of kept) {
    const one = byKey.get(keyOf(decision.table, decision.row_id));
    if (one?.hash !== decision.hash) lost += 1;
    else if (one.written === OPEN)
      Object.assign(one, { state: decision.decision === "changed" ? OPEN : decision.decision, reason: decision.reason, changed: decision.cells, reviewed: decision.reviewed });
  }
  if (lost) said = `${lost} earlier decisions are about proposals that changed since, and are left out.`;
  at = proposals.find((one) => one.state === OPEN) ?? at;
}

function download() {
  const document_ = { source_id: source, decisions: decisions(), new: added };
  const blob = new Blob([JSON.stringify(document_, null, 1), "\n"], { type: "application/json" });
  const link = element("a", { href: URL.createObjectURL(blob), download: `decisions-${source}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Cells

// What is the same as another row is that row, in every cell that refers to it.
const sameAs = (table, id) => {
  const one = byKey.get(keyOf(table, id));
  return one?.state === "rejected" && one.reason.startsWith("=") ? one.reason.slice(1).trim() : id;
};
const valueOf = (one, cell) => {
  const value = one.changed[cell.name] ?? cell.value;
  return cell.ids ? sameAs(cell.ids, value) : value;
};
const isGuess = (one, cell) => cell.guess && !(cell.name in one.changed);

function problemOf(cell, value) {
  if (value === "") return cell.required ? "is never blank" : "";
  if (cell.values.length && !cell.values.some(([known]) => known === value)) return "is not one of its values";
  if (cell.whole && !/^(0|[1-9][0-9]*)$/.test(value)) return "is a whole number in digits alone";
  if (cell.pattern && !new RegExp(`^(?:${cell.pattern})$`, "u").test(value)) return "does not have its form";
  if (cell.ids && !ids[cell.ids].some(([id]) => id === value)) return `is not the id of a row of ${cell.ids}`;
  return "";
}

function obstacles(one) {
  const found = one.cells
    .map((cell) => [cell, problemOf(cell, valueOf(one, cell))])
    .filter(([, problem]) => problem)
    .map(([cell, problem]) => ({ text: `${cell.name} ${problem}`, cell }));
  for (const first of firsts(one))
    found.push({ text: `${first.id} is ${first.state === OPEN ? "still open: decide on it first" : "rejected"}`, first });
  return found;
}

// The proposals that a proposal refers to, as its cells are now.
function firsts(one) {
  const named = one.cells.filter((cell) => cell.ids).map((cell) => byKey.get(keyOf(cell.ids, valueOf(one, cell))));
  const about = one.first.map(([table, id]) => byKey.get(keyOf(table, id)));
  const evidence = about.filter((other) => one.cells.some((cell) => !cell.ids && valueOf(one, cell) === other.id));
  return [...new Set([...named, ...evidence])].filter((other) => other && other !== one && other.state !== "accepted" && sameAs(other.table, other.id) === other.id);
}

// Acts

function decide(change) {
  undone.push([at, { state: at.state, reason: at.reason, changed: { ...at.changed }, reviewed: at.reviewed }]);
  Object.assign(at, change);
  keep();
}

function accept() {
  if (!isOpen()) return;
  const [obstacle] = obstacles(at);
  if (obstacle) {
    said = `${at.id} cannot be accepted: ${obstacle.text}.`;
    show();
    if (obstacle.cell) controlOf(obstacle.cell)?.focus();
    return;
  }
  if (at.findings.length && !at.warned) {
    at.warned = true;
    said = `The check would report ${at.id}: correct it, or press a again.`;
    show();
    return;
  }
  decide({ state: "accepted", reason: "" });
  said = `${at.id}: accepted`;
  next();
}

function reject(reason) {
  if (!isOpen()) return;
  if (!reason.trim()) {
    said = "Type why it is rejected.";
    show();
    byId("reason").focus();
    return;
  }
  const same = reason.trim().startsWith("=") ? reason.trim().slice(1).trim() : "";
  if (reason.trim().startsWith("=") && (same === at.id || !(ids[at.table] ?? []).some(([id]) => id === same))) {
    said = `${at.table} has no other row ${same || "without an id"}: type = and the id of the row that it is.`;
    show();
    return;
  }
  const key = keyOf(at.table, at.id);
  const because = Object.fromEntries(all("[data-kind]").map((one) => [one.dataset.kind, one.value]).filter(([, why]) => why));
  const referring = proposals.filter((one) => one.state === OPEN && firsts(one).some((first) => keyOf(first.table, first.id) === key));
  decide({ state: "rejected", reason: same ? `= ${same}` : reason.trim(), reviewed: because });
  const names = referring.map((one) => one.id).join(", ");
  const verb = referring.length === 1 ? "refers" : "refer";
  const follows = same ? `now about ${same}: ${names}.` : `${names} ${verb} to it: change or reject that too.`;
  said = `${at.id}: rejected. ${referring.length ? follows : ""}`;
  next();
}

function isOpen() {
  if (at.state === OPEN) return true;
  said = `It is ${at.state}: press u to open it again, or n to go on.`;
  show();
  return false;
}

function change(cell, value) {
  const typed = value.normalize("NFC").trim();
  if (typed === valueOf(at, cell) && !isGuess(at, cell)) return;
  const named = cell.ids ? ids[cell.ids].filter(([, name]) => name.toLowerCase() === typed.toLowerCase()) : [];
  const text = named.length === 1 ? named[0][0] : typed;
  const problem = problemOf(cell, text);
  if (problem) {
    said = `${cell.name} ${problem}: nothing is changed.`;
  } else {
    decide({ changed: { ...at.changed, [cell.name]: text } });
    const follows = cell.figure ? " Its numbers and qualifier follow when the decisions are taken." : "";
    said = `${cell.name}: ${text || "blank"}${follows}`;
  }
  showLater();
}

function undo() {
  const earlier = at.state !== OPEN && at.written === OPEN && !undone.some(([one]) => one === at);
  if (earlier) {
    decide({ state: OPEN, reason: "" });
    said = `${at.id}: open again`;
  } else if (undone.length) {
    const [one, before] = undone.pop();
    Object.assign(one, before);
    at = one;
    said = `${at.id}: open again`;
  } else if (at.written !== OPEN) {
    said = "It was decided before this page was written: open it again in the terminal.";
  } else {
    said = "There is nothing to undo.";
  }
  keep();
  show();
}

function go(one) {
  if (one !== at) visited.push(at);
  at = one;
  show();
}

function choose(one) {
  said = "";
  go(one);
}

function next() {
  const place = proposals.indexOf(at);
  const following = proposals.slice(place + 1).find((one) => one.state === OPEN);
  if (following) return go(following);
  const left = proposals.filter((one) => one.state === OPEN).length;
  said += left ? ` This is the end; ${left} are open.` : " All are decided: download the decisions.";
  show();
}

function back() {
  const before = visited.pop() ?? proposals[proposals.indexOf(at) - 1];
  if (before) at = before;
  else said = "This is the first.";
  show();
}

// New rows

// Where the selected words are in the document, in characters.
function selected() {
  const selection = getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  if (!range || !byId("text").contains(range.commonAncestorContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(byId("text"));
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const quote = words.trim();
  const start = Array.from(before.toString() + words.slice(0, words.length - words.trimStart().length)).length;
  return quote ? { start, end: start + Array.from(quote).length, quote } : null;
}

function add() {
  const words = selected();
  if (words) {
    added.push({ table: byId("new-table").value, ...words });
    said = `New row of ${byId("new-table").value}: “${words.quote}”. It is filled in and open when the decisions are taken.`;
  } else {
    said = "Select the words of the new row in the document first.";
  }
  keep();
  show();
}

function addedLine(row) {
  const remove = () => {
    added = added.filter((one) => one !== row);
    keep();
    show();
  };
  return element("li", {}, `${row.table}: `, element("q", {}, row.quote), " ", button("Remove", remove));
}

// The document

function drawText() {
  const spans = proposals.filter((one) => one.span);
  const edges = [...new Set([0, characters.length, ...spans.flatMap((one) => one.span)])].sort((a, b) => a - b);
  const parts = edges.slice(0, -1).map((start, number) => {
    const words = characters.slice(start, edges[number + 1]).join("");
    const own = spans.filter((one) => one.span[0] <= start && one.span[1] > start);
    if (!own.length) return words;
    const mark = element("mark", {}, words);
    mark.proposals = own.sort((a, b) => a.span[1] - a.span[0] - (b.span[1] - b.span[0]));
    mark.addEventListener("click", () => choose(mark.proposals[(mark.proposals.indexOf(at) + 1) % own.length]));
    return mark;
  });
  byId("text").replaceChildren(...parts);
  byId("tables").replaceChildren(
    ...tableNames.map((table) => element("li", { class: colourOf(table) }, table)),
    element("li", { class: "accepted" }, "dotted: decided"),
  );
}

const colourOf = (table) => `colour-${tableNames.indexOf(table) % 8}`;

function markText() {
  for (const mark of all("#text mark")) {
    const shown = mark.proposals.includes(at) ? at : mark.proposals.find((one) => one.state === OPEN) ?? mark.proposals[0];
    mark.className = `${colourOf(shown.table)} ${shown.state} ${shown === at ? "here" : ""}`;
    mark.title = mark.proposals.map((one) => `${one.id}: ${one.state}`).join(", ");
  }
  document.querySelector("mark.here")?.scrollIntoView({ block: "center" });
}

// The proposal

function show() {
  const count = (state) => proposals.filter((one) => one.state === state).length;
  byId("progress").textContent = `${count(OPEN)} open, ${count("accepted")} accepted, ${count("rejected")} rejected`;
  byId("download").textContent = `Download decisions (${decisions().length + added.length})`;
  byId("added").replaceChildren(...added.map(addedLine));
  byId("proposal").replaceChildren(...proposalParts());
  markText();
  byId("proposal").scrollTop = 0;
}

// A cell that is left by the tab key: the focus goes on to the next one.
function showLater() {
  setTimeout(() => {
    const name = document.activeElement?.dataset.cell;
    show();
    if (name) all("[data-cell]").find((one) => one.dataset.cell === name)?.focus();
  });
}

function proposalParts() {
  const place = `${proposals.indexOf(at) + 1} of ${proposals.length}`;
  const open = at.state === OPEN ? obstacles(at) : [];
  return [
    element("h2", {}, at.id, element("span", {}, `${at.table} · ${place} · ${at.state}`)),
    element("p", { class: "note", role: "status" }, said),
    element("blockquote", {}, at.cells.find((cell) => cell.name === "quote")?.value ?? ""),
    ...(at.span ? [] : [element("p", { class: "problem" }, "The quote is not at these characters of the document.")]),
    ...(at.reason ? [element("p", {}, `Rejected because: ${at.reason}`)] : []),
    keysOf(),
    ...open.map(obstacleLine),
    ...(at.state === OPEN ? at.findings : []).map(([, line]) => element("p", { class: "problem" }, `The check: ${line}`)),
    element("dl", { class: "cells" }, ...at.cells.filter((cell) => !cell.fixed).flatMap(cellParts)),
    ...at.rows.map(([id, what, quote]) => element("p", { class: "note" }, element("b", {}, id), `: ${what} `, quote ? element("q", {}, quote) : "")),
  ];
}

function obstacleLine(obstacle) {
  const line = element("p", { class: "problem" }, `Not yet: ${obstacle.text}. `);
  if (obstacle.first) line.append(button(`Go to ${obstacle.first.id}`, () => go(obstacle.first)));
  return line;
}

const KEYS = [
  ["a", "accept", accept],
  ["r", "reject", () => byId("reason").focus()],
  ["c", "change", () => (all(".guess").map(controlIn)[0] ?? all(".cells dd").map(controlIn)[0])?.focus()],
  ["n", "next", () => next()],
  ["b", "back", back],
  ["u", "undo", undo],
  ["+", "new row", add],
];

function press(key) {
  const act = KEYS.find(([known]) => known === key)?.[2];
  if (act) said = "";
  act?.();
  return act !== undefined;
}

function keysOf() {
  const reason = element("input", { id: "reason", "aria-label": "Why it is rejected", placeholder: "why it is rejected, or = and the id that it is; then Enter" });
  reason.addEventListener("keydown", (event) => {
    if (event.key === "Enter") reject(reason.value);
  });
  const keys = KEYS.map(([key]) => button("", () => press(key), { "data-key": key }));
  KEYS.forEach(([key, name], number) => keys[number].append(element("kbd", {}, key), name));
  return element("div", {}, element("div", { class: "keys" }, ...keys), element("div", { class: "reject" }, reason, ...at.kinds.map(whyReviewed)));
}

// Why the words of a kind need no row, if the proposal is rejected and no other row covers them.
function whyReviewed(kind) {
  const options = ["", ...reasons[kind]].map((why) => element("option", { value: why }, why));
  const select = element("select", { "data-kind": kind }, ...options);
  select.value = at.reviewed?.[kind] ?? "";
  return element("label", {}, `${kind} needs no row: `, select);
}

function cellParts(cell) {
  const value = valueOf(at, cell);
  const state = isGuess(at, cell) ? "guess" : value === "" ? "blank" : "";
  const description = element("dd", { class: state }, controlFor(cell, value));
  if (state === "guess") description.append(element("span", { class: "badge" }, "guess"));
  const meaning = cell.values.find(([known]) => known === value)?.[1];
  const known = cell.ids && ids[cell.ids].find(([id]) => id === value)?.[1];
  const text = known || meaning || (value === cell.value ? cell.caption : "");
  if (text) description.append(element("span", { class: "meaning" }, text));
  return [element("dt", { title: cell.about }, cell.name), description];
}

function controlFor(cell, value) {
  const attributes = { "data-cell": cell.name, "aria-label": cell.title };
  if (at.state !== OPEN) attributes.disabled = "";
  if (cell.values.length) {
    const known = cell.values.map(([one]) => one);
    const options = ["", ...(known.includes(value) || !value ? [] : [value]), ...known];
    const select = element("select", attributes, ...options.map((one) => element("option", { value: one }, one)));
    select.value = value;
    select.addEventListener("change", () => change(cell, select.value));
    return select;
  }
  const isLong = ["quote", "summary", "note"].includes(cell.name);
  const control = element(isLong ? "textarea" : "input", { ...attributes, ...(isLong ? { rows: "2" } : {}), ...(cell.ids ? { list: `ids-${cell.ids}` } : {}) });
  control.value = value;
  control.addEventListener("change", () => change(cell, control.value));
  return control;
}

const controlIn = (description) => description.querySelector("[data-cell]");
const controlOf = (cell) => all("[data-cell]").find((one) => one.dataset.cell === cell.name);

// Start

byId("lists").append(
  ...Object.entries(ids).map(([table, rows]) =>
    element("datalist", { id: `ids-${table}` }, ...rows.map(([id, name]) => element("option", { value: id }, name))),
  ),
);
byId("new-table").append(...tables.map((table) => element("option", { value: table }, table)));
byId("add").addEventListener("click", add);
byId("download").addEventListener("click", download);
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing) {
    if (event.key === "Enter" && typing.id !== "reason") event.preventDefault();
    if (event.key === "Escape" || (event.key === "Enter" && typing.id !== "reason")) typing.blur();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (press(event.key.toLowerCase())) event.preventDefault();
});
recall();
drawText();
show();
