// Keyboard shortcuts of the desk. Each only repeats a link or a button of the page; an officer can switch them off
// (WCAG 2.1.4), and then this file is not loaded.

const WITHIN = 1500;
const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";

const links = new Map([...document.querySelectorAll("#desk-shortcuts a")].map((link) => [link.dataset.keys, link.href]));
let first = "";
let timer;

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function currentRow() {
  return document.activeElement?.closest("[data-row]");
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const place = all.indexOf(currentRow());
  const next = place < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(place + step, 0), all.length - 1);
  all[next].querySelector("a").focus();
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  c: () => currentRow()?.querySelector("[data-row-act]")?.click(),
  n: () => document.querySelector("textarea[name=words]")?.focus(),
  "/": () => document.querySelector("[data-search]")?.focus(),
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(TYPING)) return;
  const keys = first ? `${first} ${event.key}` : event.key;
  clearTimeout(timer);
  first = "";
  if (links.has(keys)) {
    event.preventDefault();
    location.assign(links.get(keys));
  } else if (ACTS[keys]) {
    // Or the search field would be given the slash as well.
    event.preventDefault();
    ACTS[keys]();
  } else if ([...links.keys()].some((known) => known.startsWith(`${keys} `))) {
    first = keys;
    timer = setTimeout(() => (first = ""), WITHIN);
  }
}

document.addEventListener("keydown", press);
