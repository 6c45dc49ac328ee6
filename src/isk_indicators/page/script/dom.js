// Elements and their texts. Whatever comes from the data is set as text, never as markup.

const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function button(label, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

// The texts have characters beyond 16 bits; spans count characters, so cut by them.
function slice(text, start, end) {
  return Array.from(text).slice(start, end).join("");
}

const pageData = JSON.parse(byId("page-data").textContent);
