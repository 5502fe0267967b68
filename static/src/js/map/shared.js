// What the parts of the map share. Each `placeMap.<name>` makes a layer or a control; /map/<hash>.js calls them.
window.placeMap = {
  root: document.querySelector("[data-map]"),
  calm: matchMedia("(prefers-reduced-motion: reduce)").matches,
  dark: matchMedia("(prefers-color-scheme: dark)"),

  // A colour of the style sheet, for what is painted and not styled.
  colour(name) {
    return getComputedStyle(this.root).getPropertyValue(`--map-${name}`).trim();
  },

  // Words of the page's language, with numbers filled in.
  say(name, number) {
    return (this.root.dataset[name] ?? "").replace("{number}", number);
  },

  element(tag, className, text = "") {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  },
};

if (placeMap.calm) {
  L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
}
