// The pins themselves: a shape for each scheme, a number for places that stand together; each says what it is.

// An icon that tells screen readers what it stands for.
placeMap.Icon = L.DivIcon.extend({
  createIcon(old) {
    const made = L.DivIcon.prototype.createIcon.call(this, old);
    made.setAttribute("aria-label", this.options.label);
    if (this.options.role) made.setAttribute("role", this.options.role);
    return made;
  },
});

placeMap.pinShape = (shape) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#pin-${shape}`);
  svg.setAttribute("viewBox", "0 0 36 44");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
};

placeMap.pinIcon = (shape, label) =>
  new placeMap.Icon({
    className: `map-pin map-pin--${shape}`,
    html: placeMap.pinShape(shape),
    iconSize: [36, 44],
    iconAnchor: [18, 42],
    label,
  });

placeMap.groupIcon = (group) => {
  const count = group.getChildCount();
  const size = count < 10 ? 40 : count < 100 ? 46 : 54;
  return new placeMap.Icon({
    className: "map-group",
    html: placeMap.element("span", "map-group__count", String(count)),
    iconSize: [size, size],
    label: placeMap.say("together", count),
  });
};

// Where somebody is, or the place that they asked about.
placeMap.hereIcon = (label) => new placeMap.Icon({ className: "map-here", iconSize: [22, 22], role: "img", label });
