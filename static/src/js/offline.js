// The page for when there is no signal: the kept list of places by the phone's own clock. What somebody looks for here
// stays in the page: nothing is sent, and nothing is kept.

const root = document.querySelector("#offline");
const said = root.dataset;
const language = document.documentElement.lang;
// Dates as they are said here: 3 October 2026.
const locale = language === "en" ? "en-GB" : language;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GOOD_FOR = 14 * DAY;
const CLOSES_SOON = 30 * MINUTE;
const NIGHT_ENDS = 8;
const SHOWN_AT_ONCE = 10;
const EARTH_METRES = 6371008.8;
const MILE = 1609.344;
const LONDON = "Europe/London";

const unknown = { order: 1, look: "quiet", words: said.unknown, more: said.callFirst };
const appointment = { order: 1, look: "quiet", words: said.appointment, more: said.callBefore };

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// How the site says it elsewhere: kit/spoken_times.py and venues/wording.py.
function clock(moment) {
  const [hour, minute] = inLondon(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "en-GB").split(":").map(Number);
  if (language !== "en") return inLondon(moment, { timeStyle: "short" });
  if (minute === 0 && hour % 12 === 0) return hour ? "midday" : "midnight";
  return `${hour % 12 || 12}${minute ? `.${String(minute).padStart(2, "0")}` : ""}${hour < 12 ? "am" : "pm"}`;
}

function inLondon(moment, how, saidIn = locale) {
  return new Intl.DateTimeFormat(saidIn, { timeZone: LONDON, ...how }).format(moment);
}

function londonDay(moment) {
  return Date.parse(inLondon(moment, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA")) / DAY;
}

function weekday(moment) {
  return inLondon(moment, { weekday: "long" });
}

function until(closes, now) {
  const days = londonDay(closes) - londonDay(now);
  const early = Number(inLondon(closes, { hour: "2-digit", hourCycle: "h23" }, "en-GB")) < NIGHT_ENDS;
  if (days === 0 || (days === 1 && early)) return fill(said.until, { time: clock(closes) });
  if (days === 1) return fill(said.untilTomorrow, { time: clock(closes) });
  return fill(said.untilDay, { time: clock(closes), day: weekday(closes) });
}

function opensAt(opens, now) {
  const days = londonDay(opens) - londonDay(now);
  if (days === 0) return fill(said.opens, { time: clock(opens) });
  if (days === 1) return fill(said.opensTomorrow, { time: clock(opens) });
  return fill(said.opensDay, { time: clock(opens), day: weekday(opens) });
}

function standing(place, now) {
  const span = place.open.find(([, closes]) => closes > now);
  const isOpen = span && span[0] <= now;
  if (!isOpen && place.notTold.some(([from, to]) => from <= now && now < to)) return place.byAppointment ? appointment : unknown;
  if (!span) return { order: 2, look: "quiet", words: said.closed, more: said.opensUnknown };
  const [opens, closes] = span;
  if (!isOpen) return { order: 2, look: "quiet", words: said.closed, more: opensAt(opens, now) };
  if (closes >= place.last) return { order: 0, look: "open", words: said.open, more: said.always };
  const soon = closes - now <= CLOSES_SOON;
  return { order: 0, look: soon ? "soon" : "open", words: soon ? said.soon : said.open, more: until(closes, now) };
}

// The list as it is kept (webapp/venues/offline.py): rows of values, times as minutes after one another from its beginning.
function read(list) {
  const spans = (steps) => {
    let at = list.from;
    const ends = steps.map((minutes) => (at += minutes) * MINUTE);
    return ends.flatMap((end, index) => (index % 2 ? [[ends[index - 1], end]] : []));
  };
  const hours = list.hours.map(([byAppointment, open, notTold]) => ({ byAppointment, open: spans(open), notTold: spans(notTold) }));
  return list.places.map((row) => {
    const place = Object.fromEntries(list.fields.map((field, index) => [field, row[index]]));
    place.until = Math.max(...place.schemes.map(([, minute]) => minute)) * MINUTE;
    return { ...place, ...hours[place.hours], last: list.to * MINUTE };
  });
}

function metresBetween(a, b) {
  const [p, q, dLat, dLon] = [a.latitude, b.latitude, b.latitude - a.latitude, b.longitude - a.longitude].map((x) => (x * Math.PI) / 180);
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(half));
}

function distance(metres) {
  if (metres < 100) return said.veryNear;
  const miles = ["en", "cy"].includes(language);
  const [number, unit] = miles ? [metres / MILE, "mile"] : metres < 975 ? [Math.round(metres / 50) * 50, "meter"] : [metres / 1000, "kilometer"];
  const digits = number < 10 && unit !== "meter" ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: digits }).format(number);
}

function listed(words) {
  return new Intl.ListFormat(locale, { type: "unit", style: "short" }).format(words);
}

function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function mistakes(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

// A district is as near as a kept list can tell: a whole postcode counts as its district.
function find(words, areas) {
  const wanted = plain(words);
  const district = wanted.replace(/ /g, "").toUpperCase().match(/^([A-Z]{1,2}\d[A-Z\d]?)(?:\d[A-Z]{2})?$/)?.[1];
  const named = areas.map(([name, latitude, longitude]) => ({ name, latitude, longitude, plain: plain(name) }));
  const by = (test) => named.find((area) => test(area.plain, area.name));
  return (
    by((_, name) => name === district) ??
    by((name) => name === wanted) ??
    (wanted.length > 2 && by((name) => name.startsWith(wanted) || name.includes(` ${wanted}`))) ??
    undefined
  ) || named.filter((area) => wanted.length > 3 && mistakes(area.plain, wanted) <= Math.ceil(wanted.length / 5))[0];
}

function row(place, list) {
  const item = document.querySelector("#offline-place").content.firstElementChild.cloneNode(true);
  const put = (name, words) => {
    const element = item.querySelector(`[data-put="${name}"]`);
    if (words) element.textContent = words;
    else element.remove();
    return words ? element : null;
  };
  put("name", place.name);
  put("what", list.kinds[place.kind]);
  put("distance", place.metres === undefined ? "" : distance(place.metres));
  put("state", place.state.words).classList.add(`tag--${place.state.look}`);
  put("more", place.state.more);
  put("address", [place.address.replace(/\n/g, ", "), place.postcode].filter(Boolean).join(", "));
  put("note", place.note);
  const schemes = place.schemes.filter(([, minute]) => Date.now() < minute * MINUTE).map(([index]) => list.schemes[index]);
  put("schemes", listed(schemes));
  put("access", listed(place.has.map((index) => list.features[index])));
  // That anybody may come goes without saying.
  put("audience", place.audience ? list.audiences[place.audience] : "");
  put("checked", place.checked ? fill(said.checked, { date: day(Date.parse(place.checked)) }) : "");
  if (put("telephone", place.telephone)) item.querySelector("a").href = `tel:${place.telephone.replace(/[^+\d]/g, "")}`;
  else item.querySelector(".venue-card__acts").remove();
  return item;
}

function day(moment) {
  return inLondon(moment, { day: "numeric", month: "long", year: "numeric" });
}

class Copy {
  constructor(list, kept) {
    this.list = list;
    this.kept = kept;
    this.places = read(list);
    this.shown = SHOWN_AT_ONCE;
    this.near = null;
  }

  // Older than the hours reach, or kept on a day that is still to come by this clock.
  isOld(now) {
    return now - this.kept > GOOD_FOR || this.kept - now > DAY;
  }

  sorted(now) {
    const old = this.isOld(now);
    const shown = this.places.filter((place) => now < place.until);
    for (const place of shown) {
      place.state = old ? unknown : standing(place, now);
      place.metres = this.near ? metresBetween(this.near, place) : undefined;
    }
    const far = (place) => place.metres ?? 0;
    return shown.sort((a, b) => a.state.order - b.state.order || far(a) - far(b) || a.name.localeCompare(b.name, language));
  }

  draw() {
    const now = Date.now();
    const places = this.sorted(now);
    const open = places.filter((place) => place.state.order === 0).length;
    const old = this.isOld(now);
    root.querySelector("#offline-list").replaceChildren(...places.slice(0, this.shown).map((place) => row(place, this.list)));
    root.querySelector("#offline-more").hidden = places.length <= this.shown;
    root.querySelector("#offline-old").hidden = !old;
    root.querySelector("#offline-none").hidden = old || open > 0 || !places.length;
    const from = fill(said.kept, { date: day(this.kept), time: clock(this.kept) });
    root.querySelector("#offline-kept").textContent = this.list.too_long ? said.tooLong : from;
    // Where nobody can be sent to, the people who answer at any hour come first.
    if (old || !open) root.querySelector("#offline-places").before(root.querySelector("#offline-help"));
    this.tell(places.length, open, old);
  }

  tell(all, open, old) {
    const near = this.near ? fill(said.near, { place: this.near.name }) : "";
    const count = old ? fill(said.count, { count: all }) : fill(said.openCount, { count: open });
    root.querySelector("#offline-status").textContent = [near, count].filter(Boolean).join(" ");
  }

  ask(words) {
    const found = find(words, this.list.areas);
    root.querySelector("#offline-not-found").hidden = Boolean(found) || !words.trim();
    this.near = found || null;
    this.shown = SHOWN_AT_ONCE;
    this.draw();
  }

  askPosition() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.near = { name: said.here, latitude: coords.latitude, longitude: coords.longitude };
        root.querySelector("#offline-not-found").hidden = true;
        this.draw();
      },
      () => (root.querySelector("#offline-status").textContent = said.noPosition),
      { maximumAge: MINUTE, timeout: 20_000 },
    );
  }
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith("offline")) await caches.delete(name);
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  root.querySelector("#offline-places").hidden = true;
  root.querySelector("#offline-forget").hidden = true;
  root.querySelector("#offline-said").textContent = said.forgotten;
}

function start(copy) {
  const form = root.querySelector("form");
  const field = form.querySelector("input");
  field.value = new URLSearchParams(location.search).get("near") ?? "";
  root.querySelector("#offline-areas").append(...copy.list.areas.map(([name]) => new Option(name, name)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    copy.ask(field.value);
  });
  root.querySelector("#offline-more").addEventListener("click", () => {
    copy.shown += SHOWN_AT_ONCE;
    copy.draw();
  });
  const position = root.querySelector("#offline-position");
  position.hidden = !navigator.geolocation;
  position.addEventListener("click", () => copy.askPosition());
  const removal = root.querySelector("#offline-forget");
  removal.hidden = false;
  removal.addEventListener("click", forget);
  root.querySelector("#offline-places").hidden = false;
  root.querySelector("#offline-sample")?.toggleAttribute("hidden", !copy.list.sample);
  copy.ask(field.value);
  // Places open, close and leave the list while the page lies open.
  setInterval(() => copy.draw(), MINUTE);
}

const answer = await globalThis.caches?.match(said.places);
if (answer) start(new Copy(await answer.json(), Date.parse(answer.headers.get("date"))));
else root.querySelector("#offline-said").textContent = said.none;
