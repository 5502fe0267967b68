// What a pin tells when it is pressed. Everything is put in as text: a name is never markup.

const Place = class {
  constructor(map) {
    this.map = map;
    this.index = null;
    map.on("popupclose", () => this.closed());
  }

  // `back` gives the focus back to where it came from; `byKeyboard` takes it along.
  async open(index, marker, pins, { byKeyboard, back }) {
    const body = placeMap.element("div", "map-place");
    const popup = L.popup({ maxWidth: 264, minWidth: 200, offset: [0, -34], autoPanPadding: [16, 16], closeButton: false });
    Object.assign(this, { index, back, byKeyboard });
    popup.setLatLng(marker.getLatLng()).setContent(body).openOn(this.map);
    this.index = index;
    const box = popup.getElement();
    box.setAttribute("role", "dialog");
    box.dir = document.documentElement.dir;
    const about = await pins.about(index);
    box.setAttribute("aria-label", about.name);
    body.replaceChildren(...this.head(about), this.line(about.line));
    this.settle(popup, byKeyboard ? body.querySelector("a") : null);
    await this.more(body, about);
    this.settle(popup);
  }

  head({ name, slug }) {
    const link = placeMap.element("a", "map-place__name");
    link.append(placeMap.element("bdi", "", name));
    link.href = placeMap.root.dataset.placeAddress + encodeURIComponent(slug);
    const close = placeMap.element("button", "map-place__close", "×");
    close.type = "button";
    close.setAttribute("aria-label", placeMap.say("close"));
    close.addEventListener("click", () => this.close(true));
    return [close, link];
  }

  // Whether it is open changes by the minute, so it is asked for now.
  async more(body, { slug }) {
    const address = placeMap.root.dataset.wordsAddress + encodeURIComponent(slug);
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return;
    const { lines, standing } = await answer.json();
    const tag = placeMap.element("p", `map-place__standing map-place__standing--${standing.look}`, standing.words);
    tag.append(placeMap.element("span", "map-place__until", ` ${standing.more}`));
    body.querySelector(".map-place__name").after(tag);
    body.append(...lines.map((line) => this.line(line)));
  }

  // An address keeps its own direction.
  line(words) {
    const line = placeMap.element("p", "map-place__line");
    line.append(placeMap.element("bdi", "", words));
    return line;
  }

  // Leaflet takes the content out and puts it in again, and with it the focus would be gone.
  settle(popup, wanted) {
    const kept = popup.getElement()?.contains(document.activeElement) ? document.activeElement : wanted;
    popup.update();
    kept?.focus?.({ preventScroll: true });
  }

  close(giveBack) {
    const { back } = this;
    if (this.index === null) return false;
    this.map.closePopup();
    if (giveBack) back?.();
    return true;
  }

  closed() {
    this.index = null;
  }
};

placeMap.Place = Place;
