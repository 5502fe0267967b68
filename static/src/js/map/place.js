// One pin that somebody puts on the map to say where something is. A tap, a drag, or the keys: the arrows move the map under
// the cross in its middle, and Enter or the button puts the pin there. Rounded here, kept in the form, sent when it is sent.

const PIN_DECIMALS = 3;
const NEAR_ZOOM = 15;

placeMap.place = (options) => new placeMap.OnePlace(options);

placeMap.OnePlace = L.Layer.extend({
  initialize({ places }) {
    this.places = places;
  },

  onAdd(map) {
    const find = (name) => placeMap.root.querySelector(`[data-pin-${name}]`);
    const form = placeMap.root.closest("form");
    this.latitude = form.elements[placeMap.root.dataset.latitude];
    this.longitude = form.elements[placeMap.root.dataset.longitude];
    this.status = placeMap.root.querySelector("[data-map-status]");
    this.putHere = find("here");
    this.takeAway = find("away");
    for (const name of ["acts", "help"]) find(name).hidden = false;
    this.putHere.addEventListener("click", () => this.put(map.getCenter()));
    this.takeAway.addEventListener("click", () => this.remove());
    map.getContainer().addEventListener("keydown", (event) => this.onKey(event));
    map.on("click", (event) => this.put(event.latlng));
    if (this.latitude.value && this.longitude.value) {
      this.put([Number(this.latitude.value), Number(this.longitude.value)]);
      map.setView(this.marker.getLatLng(), NEAR_ZOOM);
    }
    this.takeAway.hidden = !this.marker;
    placeMap.root.dataset.ready = "";
  },

  onKey(event) {
    if (event.key !== "Enter" || event.target !== this._map.getContainer()) return;
    // Enter in a form would send it.
    event.preventDefault();
    this.put(this._map.getCenter());
  },

  put(at) {
    const { lat, lng } = L.latLng(at);
    const [latitude, longitude] = [lat, lng].map((degrees) => degrees.toFixed(PIN_DECIMALS));
    this.latitude.value = latitude;
    this.longitude.value = longitude;
    const place = [Number(latitude), Number(longitude)];
    if (this.marker) this.marker.setLatLng(place);
    else this.marker = this.newMarker(place).addTo(this._map);
    this.takeAway.hidden = false;
    this.status.textContent = placeMap.say("set").replace("{place}", this.nearest(place));
  },

  newMarker(place) {
    const icon = placeMap.pinIcon("round", placeMap.say("pin"));
    const marker = L.marker(place, { icon, draggable: true, autoPan: true, keyboard: false });
    return marker.on("dragend", () => this.put(marker.getLatLng()));
  },

  remove() {
    this.marker?.remove();
    this.marker = undefined;
    this.latitude.value = this.longitude.value = "";
    this.takeAway.hidden = true;
    this.status.textContent = placeMap.say("removed");
    this.putHere.focus();
  },

  // What a person who does not see the map is told.
  nearest([latitude, longitude]) {
    const far = ([, south, west]) => this._map.distance([latitude, longitude], [south, west]);
    const [name] = this.places.reduce((best, place) => (far(place) < far(best) ? place : best));
    return name;
  },
});
