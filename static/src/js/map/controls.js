// The buttons of the map and the scale; words come from the page, in its language.

// Below, near the thumb and out of the way of what a pin tells.
const [NEAR_START, NEAR_END] =
  document.documentElement.dir === "rtl" ? ["bottomright", "bottomleft"] : ["bottomleft", "bottomright"];

placeMap.buttons = () => new placeMap.Buttons({ position: NEAR_END });

placeMap.Buttons = L.Control.extend({
  onAdd(map) {
    const box = placeMap.element("div", "map-buttons");
    const add = (name, shape, act) => {
      const button = placeMap.element("button", "map-buttons__one");
      const svg = placeMap.pinShape(shape);
      svg.setAttribute("viewBox", "0 0 24 24");
      button.type = "button";
      button.title = placeMap.say(name);
      button.setAttribute("aria-label", placeMap.say(name));
      button.append(svg);
      button.addEventListener("click", act);
      box.append(button);
    };
    add("closer", "plus", () => map.zoomIn());
    add("farther", "minus", () => map.zoomOut());
    add("whereAmI", "locate", () => this.locate(map));
    L.DomEvent.disableClickPropagation(box);
    return box;
  },

  // Only on press, rounded here, and kept here: nothing of it is sent.
  locate(map) {
    const say = (name) => (placeMap.root.querySelector("[data-map-status]").textContent = placeMap.say(name));
    say("locating");
    const found = ({ coords }) => {
      say("located");
      const at = [coords.latitude, coords.longitude].map((degrees) => Math.round(degrees * 1e3) / 1e3);
      this.mine?.remove();
      this.mine = placeMap.here(at, placeMap.say("here")).addTo(map);
      map.setView(at, Math.max(map.getZoom(), 14));
    };
    const lost = () => say("lost");
    if (!navigator.geolocation) return lost();
    navigator.geolocation.getCurrentPosition(found, lost, { maximumAge: 60_000, timeout: 15_000 });
  },
});

placeMap.here = (at, label) => L.marker(at, { icon: placeMap.hereIcon(label), interactive: false, keyboard: false });

placeMap.scale = () =>
  L.control.scale({ position: NEAR_START, metric: document.documentElement.lang !== "en", imperial: document.documentElement.lang === "en" });

// A scheme's layer: ticked in the key beside the map, drawn by the one layer that clusters all places.
placeMap.scheme = ({ bit }) => new placeMap.Scheme(bit);

placeMap.Scheme = L.Layer.extend({
  initialize(bit) {
    this.bit = bit;
    this.box = placeMap.root.querySelector(`[data-scheme-bit="${bit}"]`);
  },

  onAdd(map) {
    map.fire("schemeshown", { bit: this.bit, shown: true });
    if (this.box) this.box.onchange = () => (this.box.checked ? map.addLayer(this) : map.removeLayer(this));
  },

  onRemove(map) {
    map.fire("schemeshown", { bit: this.bit, shown: false });
  },
});
