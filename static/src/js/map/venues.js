// The places on the map: the same ones as in the list, whatever the filters; a card marks its pin and a pin its card.

placeMap.venues = (options) => new placeMap.Venues(options);

placeMap.Venues = L.Layer.extend({
  initialize({ schemes }) {
    // Each scheme has a bit, a shape and a layer of its own; a place in two is drawn while one of them is shown.
    this.schemes = schemes;
    this.drawn = schemes.reduce((bits, scheme) => bits | scheme.bit, 0);
    this.markers = new Map();
    this.marked = new Set();
  },

  onAdd(map) {
    this.place = new placeMap.Place(map);
    this.listen(map);
    this.follow();
  },

  shapeOf(bits) {
    const shapes = this.schemes.filter((scheme) => scheme.bit & bits).map((scheme) => scheme.pin);
    return shapes.length > 1 ? "both" : (shapes[0] ?? "round");
  },

  labelOf(bits) {
    const names = this.schemes.filter((scheme) => scheme.bit & bits).map((scheme) => placeMap.say(`scheme${scheme.bit}`));
    return names.join(", ");
  },

  // What the list shows now: after each answer of the filters and of "near me".
  async follow() {
    const answer = document.querySelector("[data-map-pins]");
    if (!answer) return;
    const asked = (this.asked = { ...answer.dataset });
    try {
      if (this.pins?.address !== asked.mapPins) this.pins = await placeMap.Pins.fetch(asked.mapPins);
    } catch {
      return this.renew(asked);
    }
    // Another answer may have come meanwhile.
    if (this.asked !== asked) return;
    this.chosen = this.pins.chosen(asked.mapShown);
    this.near = asked.mapNear ? asked.mapNear.split(",").map(Number) : null;
    this.draw();
    this.fit();
    placeMap.root.dataset.shown = this.chosen.length;
  },

  // The places have changed since the page was drawn: its list is old too, so it is asked for anew, once.
  async renew({ mapPins }) {
    if (this.renewed === mapPins) return;
    this.renewed = mapPins;
    const page = await fetch(location.href, { cache: "reload", credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-map-pins]");
    if (!fresh) return;
    document.querySelector("[data-map-pins]").replaceWith(document.adoptNode(fresh));
    window.htmx?.process(fresh);
    this.follow();
  },

  draw() {
    this.place.close(false);
    this.group?.remove();
    this.here?.remove();
    this.markers.clear();
    this.group = this.newGroup();
    for (const index of this.chosen) {
      const bits = this.pins.schemes[index];
      if (bits & this.drawn) this.markers.set(index, this.newMarker(index, bits));
    }
    this.group.addLayers([...this.markers.values()]);
    this.group.addTo(this._map);
    this._map.fire("pinschanged");
    if (this.near) this.here = placeMap.here(this.near, placeMap.say("here")).addTo(this._map);
  },

  newGroup() {
    const group = L.markerClusterGroup({
      animate: !placeMap.calm,
      // A busy telephone goes on answering while thousands of pins are put in order.
      chunkedLoading: true,
      iconCreateFunction: placeMap.groupIcon,
      // Wide enough for half zooms, at which all stand closer together than where they were put in order.
      maxClusterRadius: (zoom) => (zoom < 12 ? 88 : zoom < 17 ? 72 : 36),
      showCoverageOnHover: false,
      spiderLegPolylineOptions: { className: "map-leg", weight: 2 },
    });
    const changed = () => this._map?.fire("pinschanged");
    return group
      .on("layeradd animationend spiderfied unspiderfied", changed)
      .on("click", (event) => this.tell(event.layer, event.originalEvent))
      .on("clusterclick", (event) => this.comeCloser(event))
      .on("mouseover clustermouseover", (event) => this.mark(this.indexesOf(event.layer ?? event.propagatedFrom)))
      .on("mouseout clustermouseout", () => this.mark([]));
  },

  newMarker(index, bits) {
    const icon = placeMap.pinIcon(this.shapeOf(bits), this.labelOf(bits));
    const marker = L.marker(this.pins.positions[index], { icon });
    marker.index = index;
    // Once it is to be seen, it is to have its name.
    return marker.on("add", () => this.name(marker));
  },

  async name(marker) {
    const { pins } = this;
    marker.getElement()?.classList.toggle("is-marked", this.marked.has(marker.index));
    const { name } = await pins.about(marker.index).catch(() => ({}));
    if (!name) return;
    marker.options.icon.options.label = `${name}. ${this.labelOf(pins.schemes[marker.index])}`;
    marker.getElement()?.setAttribute("aria-label", marker.options.icon.options.label);
  },

  indexesOf(layer) {
    return layer.getAllChildMarkers ? layer.getAllChildMarkers().map((marker) => marker.index) : [layer.index];
  },

  tell(marker, event) {
    const byKeyboard = event.detail === 0;
    const back = () => this.elementOf(marker.index)?.focus();
    this.mark([marker.index]);
    this.place.open(marker.index, marker, this.pins, { byKeyboard, back });
  },

  // Whoever came closer by keyboard stays among the places that they came for.
  comeCloser({ layer, originalEvent }) {
    if (originalEvent.detail !== 0) return;
    const [first] = this.indexesOf(layer);
    const arrive = () => this.elementOf(first)?.focus();
    if (placeMap.calm) setTimeout(arrive, 50);
    else this.group.once("animationend spiderfied", () => setTimeout(arrive, 50));
  },

  // The pin of a place, or the number that stands for it.
  elementOf(index) {
    const marker = this.markers.get(index);
    return marker && this.group.getVisibleParent(marker)?.getElement();
  },

  mark(indexes) {
    const shown = document.querySelectorAll(".is-marked, .is-on-map");
    for (const one of shown) one.classList.remove("is-marked", "is-on-map");
    this.marked = new Set(indexes);
    for (const index of indexes) {
      this.elementOf(index)?.classList.add("is-marked");
      document.querySelector(`[data-pin="${index}"]`)?.classList.add("is-on-map");
    }
  },

  // All that is shown; where somebody is, the nearest ones, which are the ones in the list.
  fit() {
    const listed = [...document.querySelectorAll("[data-pin]")].map((card) => Number(card.dataset.pin));
    const wanted = this.near ? listed.slice(0, 10) : this.chosen;
    const points = wanted.map((index) => this.pins.positions[index]).filter(Boolean);
    if (this.near) points.push(this.near);
    if (!points.length) return;
    const go = () => this._map.fitBounds(points, { padding: [22, 44], maxZoom: 15, animate: false });
    // A view that is still on its way would arrive afterwards and take this one's place.
    if (this._map._animatingZoom) this._map.once("zoomend", go);
    else go();
  },

  show({ bit, shown }) {
    const drawn = shown ? this.drawn | bit : this.drawn & ~bit;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    if (this.pins) this.draw();
  },

  listen(map) {
    const box = map.getContainer();
    box.addEventListener("keydown", (event) => this.press(event));
    for (const kind of ["pointerover", "focusin"]) {
      document.addEventListener(kind, ({ target }) => this.pointedAt(target));
    }
    document.addEventListener("pointerout", ({ target }) => target.closest?.("[data-pin]") && this.mark([]));
    for (const kind of ["htmx:after:swap", "venues:shown"]) document.addEventListener(kind, () => this.follow());
    document.addEventListener("venues:located", ({ detail }) => this.found?.([detail.latitude, detail.longitude]));
    map.on("schemeshown", this.show, this);
    map.on("click focus", () => map.scrollWheelZoom.enable()).on("mouseout", () => map.scrollWheelZoom.disable());
  },

  pointedAt(target) {
    const card = target.closest?.("[data-pin]");
    if (card) return this.mark([Number(card.dataset.pin)]);
    const pin = target.closest?.(".leaflet-marker-icon");
    if (!pin) return;
    for (const marker of this.markers.values()) if (marker.getElement() === pin) return this.mark([marker.index]);
  },

  press(event) {
    const pin = event.target.closest(".leaflet-marker-icon");
    if (event.key === "Escape" && this.place.close(true)) event.stopPropagation();
    else if (pin && ["Enter", " "].includes(event.key)) {
      event.preventDefault();
      pin.click();
    }
  },
});
