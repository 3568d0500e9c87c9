// Maps: everything that knows the library stands here, so that it can be replaced. See perforia/base/maps.py for what
// is drawn and templates/components/map.html for the markup. A map begins when it is first on the screen.
//
// startMaps()              finds the maps of the page and of everything htmx brings in later
// mapOf(element)           the map in or around an element: { place(kind, point, label), light(index) }
// "map:click" on the map   { detail: [latitude, longitude] }, for maps that are clickable
// data-map-index="3"       on anything beside the map: its pin stands out while that has the focus or the pointer

const REMEMBERED = "perforia.map";
const PATIENCE = 10000; // milliseconds without a single tile before the page says so
const EDGE = 34; // pixels around what is shown
const NEAREST = 16; // the zoom of a single place
const HEAVY_LINE = 4;
const COUNTRY = [[62.4, 16.3], 4]; // where one begins to look when there is no place yet
const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const maps = new WeakMap();
const begun = new WeakSet(); // those that are waited for or drawn: htmx tells of the same part more than once
let library = null;

function fetchLibrary(holder) {
  library ??= new Promise((resolve, reject) => {
    const look = document.createElement("link");
    look.rel = "stylesheet";
    look.href = holder.dataset.look;
    look.addEventListener("load", () => import(holder.dataset.library).then(() => resolve(window.L), reject));
    look.addEventListener("error", reject);
    document.head.prepend(look);
  });
  return library;
}

function remembered() {
  try { return localStorage.getItem(REMEMBERED); } catch { return null; }
}

function remember(kind) {
  try { localStorage.setItem(REMEMBERED, kind); } catch { /* it is forgotten with the page */ }
}

function isDark() {
  const theme = document.documentElement.dataset.bsTheme;
  return theme === "dark" || (theme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
}

class PlaceMap {
  constructor(holder, leaflet) {
    this.holder = holder;
    this.leaflet = leaflet;
    this.told = JSON.parse(holder.dataset.map);
    this.pins = new Map();
    this.named = new Map();
    const still = isCalm();
    const isSmall = holder.clientHeight < 240;
    this.map = leaflet.map(holder.querySelector("[data-map-canvas]"), {
      attributionControl: false, zoomControl: false, scrollWheelZoom: !isSmall, maxBoundsViscosity: 1,
      dragging: !isSmall || window.matchMedia("(pointer: fine)").matches,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still, minZoom: 3, maxZoom: 20,
    });
    const { nearer: zoomInTitle, farther: zoomOutTitle } = holder.dataset;
    leaflet.control.zoom({ position: "bottomleft", zoomInTitle, zoomOutTitle }).addTo(this.map);
    this.fit();
    this.told.lines.forEach((line) => this.drawLine(line));
    this.told.points.forEach((point) => this.pins.set(String(point.index), this.drawPin(point)));
    this.chooseFirst();
    this.listen();
    holder.classList.add("is-drawn");
  }

  fit() {
    const all = [...this.told.points.map((point) => point.at), ...this.told.lines.flatMap((line) => line.points)];
    if (!all.length) {
      this.map.setView(...COUNTRY, { animate: false });
      return;
    }
    this.map.fitBounds(this.leaflet.latLngBounds(all), { padding: [EDGE, EDGE], maxZoom: NEAREST, animate: false });
  }

  drawLine(line) {
    const drawn = this.leaflet.polyline(line.points, {
      className: "p-map-line", weight: HEAVY_LINE, interactive: false, dashArray: line.straight ? "2 9" : null,
    }).addTo(this.map);
    if (line.colour) drawn.getElement().dataset.c = line.colour;
    if (line.url) this.followRoad(drawn, line.url);
  }

  // A straight line becomes the road, when whoever knows roads answers (GeoJSON, with longitude first).
  async followRoad(drawn, url) {
    try {
      const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
      const road = answer.ok ? await answer.json() : null;
      if (!road?.geometry || road.properties.isStraight) return;
      drawn.setLatLngs(road.geometry.coordinates.map(([east, north]) => [north, east])).setStyle({ dashArray: null });
    } catch { /* the straight line stands */ }
  }

  drawPin(point) {
    const face = document.createElement("span");
    face.className = "p-map-pin";
    face.dataset.kind = point.kind;
    if (point.colour) face.dataset.c = point.colour;
    face.textContent = point.number;
    const pin = this.leaflet.marker(point.at, {
      icon: this.leaflet.divIcon({ className: "p-map-spot", html: face, iconSize: null }),
      keyboard: Boolean(point.url), riseOnHover: true,
    });
    const words = document.createElement("span");
    const name = [point.number, point.kindInWords, point.label, point.detail].filter(Boolean).join(", ");
    words.textContent = [point.kindInWords, point.label, point.detail].filter(Boolean).join(", ");
    pin.bindTooltip(words, { className: "p-map-words", direction: "top", offset: [0, -12] }).addTo(this.map);
    const element = pin.getElement();
    element.setAttribute("role", point.url ? "link" : "img");
    element.setAttribute("aria-label", name);
    if (point.url) pin.on("click", () => { window.location.href = point.url; });
    return pin;
  }

  // A pin by the name of its kind, which moves when it is set again; null takes it away.
  place(kind, point, label) {
    this.named.get(kind)?.remove();
    for (const told of this.told.points.filter((each) => each.kind === kind)) this.pins.get(String(told.index))?.remove();
    if (point) this.named.set(kind, this.drawPin({ at: point, label, kind, number: "", detail: "", colour: 0, url: "" }));
  }

  light(index) {
    this.holder.querySelectorAll(".p-map-pin.is-lit").forEach((pin) => pin.classList.remove("is-lit"));
    const pin = this.pins.get(String(index));
    pin?.getElement().querySelector(".p-map-pin").classList.add("is-lit");
    if (pin && !this.map.getBounds().contains(pin.getLatLng())) this.map.panTo(pin.getLatLng(), { animate: !isCalm() });
  }

  chooseFirst() {
    const buttons = [...this.holder.querySelectorAll("[data-layer]")];
    const wanted = this.told.first || remembered();
    this.choose(buttons.find((button) => button.dataset.kind === wanted) ?? buttons[0]);
  }

  choose(button) {
    const { dataset } = button;
    const isInDark = isDark() && "hasDark" in dataset;
    this.button = button;
    this.tiles?.remove();
    this.tiles = this.leaflet.tileLayer(`${dataset.tile.replace(/0\/0\/0$/, "{z}/{x}/{y}")}${isInDark ? "?mork=1" : ""}`, {
      maxNativeZoom: Number(dataset.deepest), maxZoom: 20,
    });
    this.watch(this.tiles);
    this.tiles.addTo(this.map);
    this.holder.classList.toggle("is-sat", dataset.kind === "satellite");
    this.holder.classList.toggle("is-turned", isDark() && dataset.kind === "street" && !isInDark);
    for (const each of this.holder.querySelectorAll("[data-layer]")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
    for (const each of this.holder.querySelectorAll("[data-credit]")) each.hidden = each.dataset.credit !== dataset.layer;
  }

  watch(tiles) {
    let seen = 0;
    const judge = () => this.tell(tiles === this.tiles && seen === 0);
    clearTimeout(this.timer);
    this.timer = setTimeout(judge, PATIENCE);
    tiles.on("tileload", () => {
      seen += 1;
      if (seen === 1) this.tell(false);
    });
    tiles.on("load", judge);
  }

  tell(isTrouble) {
    tellTrouble(this.holder, isTrouble);
  }

  listen() {
    this.holder.addEventListener("click", (event) => {
      const button = event.target.closest("[data-layer]");
      if (!button) return;
      remember(button.dataset.kind);
      this.choose(button);
    });
    if (this.told.clickable) {
      this.holder.classList.add("is-clickable");
      this.map.on("click", (event) => {
        const detail = [event.latlng.lat, event.latlng.lng];
        this.holder.dispatchEvent(new CustomEvent("map:click", { detail, bubbles: true }));
      });
    }
    this.themes = new MutationObserver(() => this.choose(this.button));
    this.themes.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
    this.sizes = new ResizeObserver(() => this.map.invalidateSize({ animate: false }));
    this.sizes.observe(this.holder);
  }

  end() {
    clearTimeout(this.timer);
    this.themes.disconnect();
    this.sizes.disconnect();
    this.map.remove();
  }
}

function tellTrouble(holder, isTrouble) {
  const box = holder.querySelector("[data-map-trouble]");
  if (box.hidden !== isTrouble) return;
  box.hidden = !isTrouble;
  const list = holder.closest(".p-mapbox")?.querySelector("[data-map-list]");
  if (list && isTrouble) list.open = true;
}

async function draw(holder) {
  try {
    const leaflet = await fetchLibrary(holder);
    if (holder.isConnected) maps.set(holder, new PlaceMap(holder, leaflet));
  } catch (problem) {
    console.error("the map cannot be drawn", problem);
    library = null;
    holder.classList.add("is-drawn");
    tellTrouble(holder, true);
  }
}

const onScreen = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((each) => each.isIntersecting)) {
    onScreen.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "200px" });

function find(part) {
  for (const holder of part.querySelectorAll("[data-map]")) {
    if (begun.has(holder)) continue;
    begun.add(holder);
    onScreen.observe(holder);
  }
}

function lightUp(event) {
  const row = event.target.closest?.("[data-map-index]");
  if (!row) return;
  const scope = row.closest("[data-map-beside], .p-mapbox");
  mapOf(scope)?.light(row.dataset.mapIndex);
}

export function mapOf(element) {
  const holder = element?.closest("[data-map]") ?? element?.querySelector("[data-map]");
  return holder ? maps.get(holder) : undefined;
}

export function startMaps() {
  find(document);
  document.body.addEventListener("htmx:load", (event) => find(event.detail.elt.parentNode ?? document));
  document.body.addEventListener("htmx:beforeCleanupElement", (event) => {
    maps.get(event.target)?.end();
    maps.delete(event.target);
    begun.delete(event.target);
  });
  for (const kind of ["focusin", "pointerover"]) document.addEventListener(kind, lightUp);
}
