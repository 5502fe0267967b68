// Brings the map to a page that has one: by itself on a wide screen, on a narrow one when it is asked for, since a map
// costs data and battery. The list says everything that the map says.

const WIDE = matchMedia("(min-width: 60em)");
const root = document.querySelector("[data-map]");
const failed = root?.querySelector("[data-map-failed]");

function style(href) {
  return new Promise((done, fail) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: fail });
    document.head.append(link);
  });
}

function script(src) {
  return new Promise((done, fail) => {
    // Fetched side by side, run one after the other.
    const element = Object.assign(document.createElement("script"), { src, async: false, onload: done, onerror: fail });
    document.head.append(element);
  });
}

function words(list) {
  return list.split(" ").filter(Boolean);
}

async function bring(wanted) {
  if (["coming", "here"].includes(root.dataset.state)) return;
  root.dataset.state = "coming";
  failed.hidden = true;
  try {
    const styles = words(root.dataset.mapStyles).map(style);
    await Promise.all([...styles, ...words(root.dataset.mapScripts).map(script)]);
    root.dataset.state = "here";
    // Whoever asked for the map is taken to it.
    if (wanted) root.querySelector(".leaflet-container").focus();
  } catch {
    root.dataset.state = "failed";
    failed.hidden = false;
  }
}

if (root) {
  // On the way back htmx would put a new page around scripts that know the old one.
  document.addEventListener("htmx:before:history:restore", (event) => {
    event.preventDefault();
    location.reload();
  });
  root.querySelector("[data-map-ask]").addEventListener("click", () => bring(true));
  const soon = window.requestIdleCallback ?? ((run) => setTimeout(run, 200));
  const atOnce = !("mapOnlyAsked" in root.dataset);
  if (atOnce && WIDE.matches && !navigator.connection?.saveData) soon(() => bring(false));
}
