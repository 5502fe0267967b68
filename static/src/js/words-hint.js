// Points out, under a box for words, what in them may say who somebody is: the kinds of webapp/redaction, by the same rules in
// short. It reads the page alone: nothing is sent, kept or stopped. Without it the page that was sent says the same once.

const WAIT = 600;
const MOST = 5000;
// The build puts the words of webapp/redaction here: word_lists.toml and first_names.toml.
const LISTS = {built:word-lists};
const words = (key) => new Set(LISTS[key].split(" "));
const [SURE, CAPITAL, SURNAME, ARABIC] = ["sure", "with_capital", "with_surname", "arabic"].map(words);
const [AREAS, THREE, NO_STREET, NO_SURNAME, PLACE_BEFORE] = ["postcode_areas", "after_road_number", "no_street", "no_surname", "place_before"].map(words);
const [TITLES, SMALL_TITLES, ARABIC_TITLES, SOMEBODY] = ["titles", "small_titles", "arabic_titles", "somebody"].map(words);
const SURE_STREET = words("street_ends");
const STREET = new Set([...SURE_STREET, ...words("other_street_ends")]);
const PLACE_AFTER = new Set([...STREET, ...words("place_after")]);

// The same letter for letter, with plain figures, spaces, dashes and apostrophes.
function alike(text) {
  return text
    .replace(/[\u00a0\u2000-\u200f\u202a-\u202f\u2060\ufeff\u00ad\u3000]/g, " ")
    .replace(/[\u2018\u2019\u02bc`\u00b4]/g, "'")
    .replace(/[\u2010-\u2014\u2212]/g, "-")
    .replace(/[\u0660-\u0669]/g, (figure) => figure.charCodeAt(0) - 0x660)
    .replace(/[\u06f0-\u06f9]/g, (figure) => figure.charCodeAt(0) - 0x6f0);
}

function isNumber(typed) {
  const figures = typed.replace(/\D/g, "");
  if (figures.length < 9 || figures.length > 15 || /^(\d{1,2}[.-]\d{1,2}[.-]\d{2,4}(?!\d)|\d{4}-\d{2}-\d{2}(?!\d))/.test(typed)) return false;
  if (figures.startsWith("080")) return false;
  if (typed.startsWith("+")) return true;
  if (figures.startsWith("00")) return figures.length > 10;
  if (figures.startsWith("0")) return /^0[1235789]\d{8,9}$/.test(figures);
  return /^(7\d{9}|447\d{9})$/.test(figures);
}

function hasPhone(text) {
  for (const [run] of text.matchAll(/(?<![\p{L}\p{N}_.,/])(?:\+ ?|\( ?)?\d(?:[ ().-]{0,3}\d)*(?![\p{L}\p{N}_])/gu)) {
    const groups = [...run.matchAll(/\d+/g)];
    for (let at = 0; at < groups.length; at += 1) {
      const start = at ? groups[at].index : 0;
      for (const last of groups.slice(at, at + 6)) if (isNumber(run.slice(start, last.index + last[0].length))) return true;
    }
  }
  const called = /\b(?:call|ring|phone|telephone|tel|mobile|mob|text|whatsapp)\b[^\d\n]{0,20}(\d{3}[ -]?\d{3,4})(?![\w-])/gi;
  return [...text.matchAll(called)].some(([, number]) => !/^(116|111|101|999|180)/.test(number));
}

function hasEmail(text) {
  const spelt = /[\p{L}\p{N}_.+%'-][ [(]{1,3}at[ \])]{1,3}(gmail|googlemail|hotmail|outlook|live|yahoo|icloud|aol|btinternet|sky|virginmedia|proton|protonmail|wp|onet|o2)( ?\. ?| dot |\[dot\]|\(dot\))(com|co ?\. ?uk|co dot uk|net|org|me|uk|pl)\b/iu;
  return /[\p{L}\p{N}_.+%'-]@[\p{L}\p{N}_-]{1,63}\.[\p{L}\p{N}_-]/u.test(text) || spelt.test(text);
}

function hasPostcode(text) {
  const codes = text.matchAll(/(?<![\p{L}\p{N}_-])([A-Z]{1,2})(\d[A-Z\d]?) {0,2}[\dO][ABD-HJLNP-UW-Z]{2}(?![\p{L}\p{N}_-])/giu);
  return [...codes].some(([, area]) => AREAS.has(area.toLowerCase()));
}

function hasPlate(text) {
  const plates = /(?<![\p{L}\p{N}_-])(?:[A-HJ-PR-Y]{2}\d{2}[ -]?[A-HJ-PR-Z]{3}|[A-HJ-NP-TV-YQ]\d{1,3}[ -]?[A-HJ-PR-Z]{3}|[A-HJ-PR-Z]{3}[ -]?\d{1,3}[A-HJ-NP-TV-Y])(?![\p{L}\p{N}_-])/giu;
  for (const [plate] of text.matchAll(plates)) {
    const [one, other] = plate.split(/[ -]/);
    const mixed = other && (one === one.toUpperCase()) !== (other === other.toUpperCase());
    if (!other || !(mixed || THREE.has(one.toLowerCase()) || THREE.has(other.toLowerCase()))) return true;
  }
  if (/(?<![\p{L}\p{N}_-])([A-Z][A-Z]Z|[A-Z]I[A-Z])[ -]?\d{1,4}(?![\p{L}\p{N}_-])/u.test(text)) return true;
  const named = /\b(?:reg|registration|number ?plate|numberplate|licen[cs]e plate|plate)\b(?: number| no)?[ :.-]{0,3}(?:(?:is|was|of|ending|starting|says|said|reads?)[ :]{1,2})?([A-Z]{1,3} ?\d{1,4}|\d{1,4} ?[A-Z]{1,3}|[A-Z]{1,2}\d{1,2} ?[A-Z]{3})(?![\w-])/i;
  return named.test(text);
}

function isStreet(rest) {
  let capitals = true;
  const words = rest.split(" ", 5);
  for (let count = 0; count < words.length; count += 1) {
    const found = /^[\p{L}]+(?:['.-][\p{L}]+)*/u.exec(words[count]);
    if (!found) return false;
    const [word] = found;
    const low = word.toLowerCase();
    if (count && STREET.has(low) && (capitals || (count <= 2 && SURE_STREET.has(low)))) return true;
    if (NO_STREET.has(low) && !/^\p{Lu}\p{Ll}*$/u.test(word)) return false;
    capitals = capitals && /^\p{Lu}/u.test(word);
    if (!/^\.?$/.test(words[count].slice(word.length))) return false;
  }
  return false;
}

function hasAddress(text) {
  for (const house of text.matchAll(/(?<![\p{L}\p{N}_.,:/£-])(\d{1,4}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?),? {1,3}(?=[A-Za-z'])/gu)) {
    const isYear = /^(19|20)\d\d$/.test(house[1]);
    const from = house.index + house[0].length;
    if (!isYear && isStreet(text.slice(from, from + 160))) return true;
  }
  return (
    /(?<![\w-])(?:flat|apartment|apt|unit|bedsit)\.? {0,3}(?:no\.? {0,3}|number {0,3})?\d{1,4}[A-Za-z]?(?![\w-])/i.test(text) ||
    /(?<![\w-])[Ff]lat [A-Z](?![\w'-])/.test(text) ||
    /(?<![\w-])(?:at|from|in|of|opposite|outside|neighbours?|door) (?:house |home )?(?:house|number|no\.?|nr\.?|nos\.?) {0,3}\d{1,4}[A-Za-z]?(?![\w.%-]?\w)(?! {0,3}(?:bus|buses|on|one|time|times|priority))/i.test(text)
  );
}

class Words {
  constructor(text) {
    this.text = text;
    this.found = [...text.matchAll(/\p{L}+(?:['-]\p{L}+)*/gu)];
    this.low = this.found.map(([word]) => word.toLowerCase().replace(/'s$/, ""));
  }

  isCapital(at) {
    return at < this.found.length && /^\p{Lu}/u.test(this.found[at][0]);
  }

  goesOn(at, dot = false) {
    if (at + 1 >= this.found.length) return false;
    const between = this.text.slice(this.found[at].index + this.found[at][0].length, this.found[at + 1].index);
    return (dot ? [" ", ". ", "."] : [" ", "  "]).includes(between);
  }

  isPlace(at) {
    return (at > 0 && PLACE_BEFORE.has(this.low[at - 1])) || this.isStreet(at);
  }

  isStreet(at) {
    for (const ahead of [at + 1, at + 2]) {
      if (!this.goesOn(ahead - 1)) return false;
      if (PLACE_AFTER.has(this.low[ahead])) return true;
      if (!this.isCapital(ahead)) return false;
    }
    return false;
  }

  hasSurname(at) {
    if (/'s$/i.test(this.found[at][0]) || !this.isCapital(at) || !this.goesOn(at)) return false;
    return this.isCapital(at + 1) && !NO_SURNAME.has(this.low[at + 1]) && !this.isStreet(at + 1);
  }

  isTitled(at) {
    const [title] = this.found[at];
    if (!TITLES.has(this.low[at]) && !ARABIC_TITLES.has(title)) return false;
    if (!this.goesOn(at, true) || NO_SURNAME.has(this.low[at + 1])) return false;
    return ARABIC_TITLES.has(title) || SMALL_TITLES.has(title) || (this.isCapital(at) && this.isCapital(at + 1));
  }

  isSaid(at) {
    if (at < 2 || !this.isCapital(at) || NO_SURNAME.has(this.low[at])) return false;
    const [one, other] = [this.low[at - 2], this.low[at - 1]];
    const says = ["name is", "known as", "goes by", "names are"].includes(`${one} ${other}`);
    return (says || (SOMEBODY.has(one) && ["called", "named", "nicknamed"].includes(other))) && this.goesOn(at - 1);
  }

  isFirstName(at) {
    const [written] = this.found[at];
    const low = this.low[at];
    if (SURE.has(low) || (low.includes("-") && SURE.has(low.split("-")[0]))) return true;
    if (this.isCapital(at) && (written.length === 1 || written !== written.toUpperCase())) return CAPITAL.has(low) || SURNAME.has(low);
    return ARABIC.has(written.replace(/^و/, ""));
  }
}

// Names of the area's own places are no people's; the page tells them.
function hasName(text, places) {
  const low = text.toLowerCase();
  const words = new Words(text);
  const isOfPlace = (at) => {
    const { index } = words.found[at];
    return places.some((place) => {
      const from = low.lastIndexOf(place, index);
      if (from < 0 || from + place.length <= index) return false;
      return !/\p{L}/u.test(low[from - 1] ?? "") && !/\p{L}/u.test(low[from + place.length] ?? "");
    });
  };
  return words.found.some((_, at) => {
    if (words.isTitled(at)) return !isOfPlace(at + 1);
    if (words.isSaid(at)) return !isOfPlace(at);
    if (!words.isFirstName(at) || words.isPlace(at) || isOfPlace(at)) return false;
    return !SURNAME.has(words.low[at]) || words.hasSurname(at);
  });
}

const FINDERS = { name: hasName, phone: hasPhone, email: hasEmail, address: hasAddress, postcode: hasPostcode, plate: hasPlate };

export function kindsIn(typed, places = []) {
  const text = alike(typed.slice(0, MOST));
  return Object.keys(FINDERS).filter((kind) => FINDERS[kind](text, places));
}

class WordsHint {
  constructor(hint) {
    this.box = document.getElementById(hint.dataset.wordsHint);
    if (!this.box) return;
    this.inner = hint.querySelector(".words-hint__inner");
    this.places = (hint.dataset.places ?? "").split("|").filter(Boolean);
    this.box.addEventListener("input", () => this.wait());
    this.box.addEventListener("blur", () => this.look());
    this.look();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), WAIT);
  }

  look() {
    clearTimeout(this.timer);
    const kinds = kindsIn(this.box.value, this.places);
    const said = kinds.join(" ");
    if (said === this.said) return;
    this.said = said;
    for (const item of this.inner.querySelectorAll("[data-kind]")) item.hidden = !kinds.includes(item.dataset.kind);
    this.inner.hidden = !kinds.length;
    // Who has seen the hint here is not shown it again after sending.
    const seen = this.box.form?.elements.namedItem("hinted");
    if (seen && kinds.length) seen.value = "1";
  }
}

if (typeof document !== "undefined") {
  for (const hint of document.querySelectorAll("[data-words-hint]")) new WordsHint(hint);
}
