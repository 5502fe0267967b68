// Builds static/build/: styles, scripts and images under content-hashed names, pre-compressed, with a manifest.
// Only this folder is served. A build whose inputs have not changed is skipped.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = join(ROOT, "static", "src");
const PACKAGES = join(ROOT, "node_modules");
const OUT = join(ROOT, "static", "build");
// The script that points out names and the like in a text has the same words as the server.
const WORD_LISTS = ["word_lists.toml", "first_names.toml"].map((file) => join(ROOT, "webapp", "redaction", file));
const STAMP = "inputs.sha256";
const COMPRESSED = new Set([".css", ".js", ".svg"]);

// GOV.UK Frontend's modules that the starter script may ask for, each in one file.
const GOVUK_MODULES = [
  "button",
  "character-count",
  "checkboxes",
  "error-summary",
  "notification-banner",
  "password-input",
  "radios",
];
// Every page's styles, those of pages with a form, of the desk, of the places, of the survey, of the case review, of what people told us, and of maps.
const SHEETS = ["app", "forms", "desk", "venues", "survey", "casereview", "told", "map"];

// What PDF files are written in: sans serif letters of many scripts, in two weights. Arabic comes from another family:
// Noto composes its letters of parts, and a PDF then says the parts to a screen reader, not the letters.
const FONTS = { "noto-sans": ["latin", "latin-ext", "cyrillic", "greek", "vietnamese"], vazirmatn: ["arabic"] };
const WEIGHTS = [400, 700];

// What a map runs on, in this order; then our own parts of it, in theirs. Each is one file.
const MAP_LIBRARY = ["leaflet/dist/leaflet.js", "leaflet.markercluster/dist/leaflet.markercluster.js", "protomaps-leaflet/dist/protomaps-leaflet.js"];
const MAP_PARTS = ["shared", "ground", "names", "pins", "markers", "popup", "venues", "place", "controls"];
// What every page starts with; the way out comes first, so that nothing can keep it up.
const STARTER_PARTS = ["exit", "page"];
// Leaflet lays its map out from left to right in every language.
const AS_WRITTEN = new Set(["map"]);

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function inputsHash() {
  const hash = createHash("sha256");
  for (const file of [...filesUnder(SOURCE), ...WORD_LISTS, join(ROOT, "package-lock.json"), fileURLToPath(import.meta.url)]) {
    hash.update(file.slice(ROOT.length)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function isFresh(stamp) {
  const known = join(OUT, STAMP);
  return existsSync(join(OUT, "manifest.json")) && existsSync(known) && readFileSync(known, "utf8") === stamp;
}

// GOV.UK Frontend writes left and right; the site is also read from right to left.
function logical(css) {
  return css
    .replace(/(?<=[{;])(margin|padding)-(left|right):/g, (_, name, side) => `${name}-inline-${flow(side)}:`)
    .replace(/(?<=[{;])border-(left|right)(-[a-z]+)?:/g, (_, side, rest = "") => `border-inline-${flow(side)}${rest}:`)
    .replace(/(?<=[{;])(left|right):/g, (_, side) => `inset-inline-${flow(side)}:`)
    .replace(/(?<=[{;])(float|text-align):(left|right)/g, (_, name, side) => `${name}:${name === "float" ? "inline-" : ""}${flow(side)}`);
}

function flow(side) {
  return side === "left" ? "start" : "end";
}

function sheet(sass, name) {
  const { css } = sass.compile(join(SOURCE, "scss", `${name}.scss`), {
    loadPaths: [PACKAGES],
    style: "compressed",
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  // The colours are always defined by our own tokens, so the fallbacks in each var() are dead weight.
  const lean = css.replace(/var\((--govuk-[a-z-]+), ?#[0-9a-f]{3,8}\)/g, "var($1)");
  // Of Leaflet's pictures none is used; its rules for old browsers and for its own pins only cost bytes.
  if (AS_WRITTEN.has(name)) return Buffer.from(lean.replace(/(background-image|behavior|filter):[^;}]*url\([^)]*\);?/g, ""));
  return Buffer.from(logical(lean));
}

// Licence notes and comments stay in node_modules; people's telephones do not need them.
function withoutComments(script) {
  return script.replace(/^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*\n/gm, "").replace(/^\/\/# sourceMappingURL.*\n?/gm, "");
}

// Our own comments stand on lines of their own; people's telephones do not need them either.
function ownScript(file) {
  return withoutComments(readFileSync(file, "utf8")).replace(/^[ \t]*\/\/.*\n/gm, "");
}

function wordLists() {
  const told = WORD_LISTS.map((file) => readFileSync(file, "utf8")).join("\n");
  const lists = [...told.matchAll(/^(\w+) = """\s*([^"]*?)\s*"""/gm)];
  return JSON.stringify(Object.fromEntries(lists.map(([, key, words]) => [key, words.split(/\s+/).join(" ")])));
}

function together(files) {
  // A script that was written to stand alone may end without a semicolon.
  return files.map((file) => withoutComments(readFileSync(file, "utf8"))).join("\n;\n");
}

// Each script has a family name of its own: WeasyPrint mixes up the letters of files that share name and weight.
function putFonts(made) {
  const faces = [];
  for (const [family, scripts] of Object.entries(FONTS)) {
    const folder = join(PACKAGES, "@fontsource", family);
    const ranges = JSON.parse(readFileSync(join(folder, "unicode.json"), "utf8"));
    for (const script of scripts) {
      for (const weight of WEIGHTS) {
        const name = `${family}-${script}-${weight}.woff`;
        made.put(name, readFileSync(join(folder, "files", `${family}-${script}-${weight}-normal.woff`)));
        faces.push(
          `@font-face{font-family:"${family}-${script}";font-style:normal;font-weight:${weight};` +
            `src:url("built:${name}");unicode-range:${ranges[script]}}\n`,
        );
      }
    }
  }
  return faces.join("");
}

class Build {
  constructor(folder) {
    this.folder = folder;
    this.manifest = {};
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  put(name, content) {
    const extension = extname(name);
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
    const file = `${basename(name, extension)}.${hash}${extension}`;
    writeFileSync(join(this.folder, file), content);
    if (COMPRESSED.has(extension)) {
      writeFileSync(join(this.folder, `${file}.gz`), gzipSync(content, { level: 9 }));
      writeFileSync(join(this.folder, `${file}.br`), brotli(content));
    }
    const digest = createHash("sha384").update(content).digest("base64");
    this.manifest[name] = { file, integrity: `sha384-${digest}` };
    return file;
  }

  // A script names another built file as "{built:name}".
  putScript(name, content) {
    const whole = content.toString().replace("{built:word-lists}", wordLists);
    const linked = whole.replace(/\{built:([^}]+)\}/g, (_, other) => this.manifest[other].file);
    return this.put(name, Buffer.from(linked));
  }
}

function brotli(content) {
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(content, { params: { ...quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
}

async function build(stamp) {
  const made = new Build(`${OUT}.new`);
  // Loaded here: the compiler takes longer to start than a skipped build takes in all.
  const sass = await import("sass");
  for (const name of SHEETS) made.put(`${name}.css`, sheet(sass, name));
  made.put("paper.css", Buffer.concat([Buffer.from(putFonts(made)), sheet(sass, "paper")]));
  for (const name of GOVUK_MODULES) {
    const source = join(PACKAGES, "govuk-frontend", "dist", "govuk", "components", name, `${name}.bundle.mjs`);
    made.put(`govuk-${name}.js`, Buffer.from(withoutComments(readFileSync(source, "utf8"))));
  }
  made.put("htmx.js", readFileSync(join(PACKAGES, "htmx.org", "dist", "htmx.min.js")));
  made.put("map-library.js", Buffer.from(together(MAP_LIBRARY.map((file) => join(PACKAGES, file)))));
  const parts = MAP_PARTS.map((part) => ownScript(join(SOURCE, "js", "map", `${part}.js`)));
  made.put("map.js", Buffer.from(`{\n${parts.join("\n;\n")}\n}\n`));
  for (const file of filesUnder(join(SOURCE, "map")).filter((file) => file.endsWith(".pmtiles"))) {
    made.put(basename(file), readFileSync(file));
  }
  for (const file of filesUnder(join(SOURCE, "js")).filter((file) => dirname(file) === join(SOURCE, "js"))) {
    made.putScript(basename(file), ownScript(file));
  }
  const starter = STARTER_PARTS.map((part) => ownScript(join(SOURCE, "js", "starter", `${part}.js`)));
  made.putScript("starter.js", `"use strict";\n${starter.map((part) => `{\n${part}\n}`).join("\n")}\n`);
  for (const file of filesUnder(join(SOURCE, "images"))) {
    made.put(basename(file), readFileSync(file));
  }
  writeFileSync(join(made.folder, "manifest.json"), `${JSON.stringify(made.manifest, null, 1)}\n`);
  writeFileSync(join(made.folder, STAMP), stamp);
  rmSync(OUT, { recursive: true, force: true });
  renameSync(made.folder, OUT);
  return Object.keys(made.manifest).length;
}

const stamp = inputsHash();
if (isFresh(stamp)) {
  console.log("assets: nothing has changed");
} else {
  console.log(`assets: ${await build(stamp)} files built`);
}
