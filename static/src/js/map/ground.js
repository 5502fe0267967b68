// What lies under the pins: our own coast, or the map that the operator has put in its place.

placeMap.coast = ({ url, maxDataZoom }) => {
  const { PolygonSymbolizer, LineSymbolizer, leafletLayer } = protomapsL;
  const colour = (name) => placeMap.colour(name);
  const style = () => ({
    backgroundColor: colour("water"),
    paintRules: [
      { dataLayer: "land", symbolizer: new PolygonSymbolizer({ fill: colour("land") }) },
      { dataLayer: "built", symbolizer: new PolygonSymbolizer({ fill: colour("built") }) },
      { dataLayer: "shore", symbolizer: new LineSymbolizer({ color: colour("shore"), width: 1 }) },
    ],
  });
  const layer = leafletLayer({ url, maxDataZoom, attribution: "", lang: document.documentElement.lang, ...style() });
  placeMap.dark.addEventListener("change", () => {
    Object.assign(layer, style());
    layer.rerenderTiles();
  });
  return layer;
};

// Shapes in the scheme of Protomaps, by address with {z}, {x}, {y} or as one .pmtiles file.
placeMap.shapes = ({ url }) => {
  const layer = () => protomapsL.leafletLayer({ url, attribution: "", lang: "en", flavor: placeMap.dark.matches ? "dark" : "light" });
  const group = L.layerGroup([layer()]);
  placeMap.dark.addEventListener("change", () => group.clearLayers().addLayer(layer()));
  return group;
};

placeMap.pictures = ({ url }) => L.tileLayer(url, { referrerPolicy: "no-referrer" });
