// The names of towns, waters and neighbourhoods: text of the page, sharp at every zoom, of which only what has room is shown.

placeMap.names = ({ names }) => new placeMap.Names(names);

// Where else a name may stand when a pin is in its way, in pixels: above, below, farther above, farther below.
const ELSEWHERE = { town: [0, -36, 36, -60, 60, 84], place: [0, -26, 26, -40, 14], water: [0, 30, 60], island: [0] };
const PIN = { left: 16, right: 16, top: 40, bottom: 2 };

placeMap.Names = L.Layer.extend({
  initialize(names) {
    this.names = names.map(([text, latitude, longitude, farthest, nearest, kind]) => {
      const label = placeMap.element("span", "map-name__text", text);
      const icon = L.divIcon({ className: `map-name map-name--${kind}`, html: label, iconSize: [0, 0] });
      const options = { icon, interactive: false, keyboard: false, pane: "names" };
      return { label, kind, farthest, nearest, marker: L.marker([latitude, longitude], options) };
    });
  },

  onAdd(map) {
    const pane = map.getPane("names") ?? map.createPane("names");
    pane.setAttribute("aria-hidden", "true");
    this.shown = L.layerGroup().addTo(map);
    map.on("moveend pinschanged", this.chooseSoon, this);
    this.choose();
  },

  onRemove(map) {
    map.off("moveend pinschanged", this.chooseSoon, this);
    this.shown.remove();
  },

  // Once the pins of this view stand where they belong.
  chooseSoon() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.choose());
  },

  // First come, first served: the list begins with what matters most.
  choose() {
    const zoom = this._map.getZoom();
    const pins = this.pins();
    const taken = [];
    for (const name of this.names) {
      const fits = zoom >= name.farthest && zoom < name.nearest + 1 && this.take(name, taken, pins);
      if (fits) this.shown.addLayer(name.marker);
      else this.shown.removeLayer(name.marker);
    }
  },

  // What the pins and numbers cover.
  pins() {
    return [...this._map.getPane("markerPane").children].map((icon) => {
      const { x, y } = L.DomUtil.getPosition(icon);
      const half = icon.offsetWidth / 2;
      const reach = icon.classList.contains("map-pin") ? PIN : { left: half, right: half, top: half, bottom: half };
      return { left: x - reach.left, right: x + reach.right, top: y - reach.top, bottom: y + reach.bottom };
    });
  },

  // Where no pin is in the way; a town is named even among pins.
  take(name, taken, pins) {
    const places = ELSEWHERE[name.kind].map((lower) => this.boxOf(name, lower));
    const free = places.filter((place) => taken.every((other) => apart(place, other)));
    const place = free.find((one) => pins.every((pin) => apart(one, pin))) ?? (name.kind === "town" ? free.at(-1) : null);
    if (!place) return false;
    taken.push(place);
    name.label.style.translate = `0 ${place.lower}px`;
    return true;
  },

  boxOf(name, lower) {
    const { x, y } = this._map.latLngToLayerPoint(name.marker.getLatLng());
    const { width, height } = this.measure(name);
    const middle = y + lower;
    return { lower, left: x - width / 2, right: x + width / 2, top: middle - height / 2, bottom: middle + height / 2 };
  },

  // How large a name is; what is not on the map yet cannot be measured, so it is put there once.
  measure(name) {
    if (!name.size) {
      this.shown.addLayer(name.marker);
      name.size = { width: name.label.offsetWidth + 8, height: name.label.offsetHeight + 6 };
    }
    return name.size;
  },
});

function apart(one, other) {
  return one.right < other.left || one.left > other.right || one.bottom < other.top || one.top > other.bottom;
}
