// Marks the page as scripted and starts the behaviours that it uses; every page works without this file.

const MODULES = {
  // The button of the way out is quicker on its own.
  "[data-prevent-double-click], a[data-module='govuk-button']:not(.exit-this-page__button)": ["./{built:govuk-button.js}", "Button"],
};

document.documentElement.classList.add("js-enabled");
// GOV.UK Frontend looks for this one on the body before it starts.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

async function start(selector, [file, name]) {
  const elements = document.querySelectorAll(selector);
  if (!elements.length) return;
  const module = await import(file);
  for (const element of elements) new module[name](element);
}

for (const [selector, module] of Object.entries(MODULES)) start(selector, module);

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// What a filter leaves empty has no place in the address. The browser tells of each sending here, also of one by htmx.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.closest("search")) return;
  for (const name of new Set(formData.keys())) if (formData.getAll(name).join("") === "") formData.delete(name);
});

// The menu of narrow screens: Escape closes it and gives the focus back.
const menu = document.querySelector(".menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
