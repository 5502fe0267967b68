// Keeps the list of places for when there is no signal (docs/venues.md), and answers only where the network does not.
// Kept are the pages /offline and /help-now, the list of places and the files that these name: never an answer to a
// question that somebody asked, and nothing else of the site.

const PREFIX = new URL(registration.scope).pathname.replace(/\/[^/]*$/, "");
const NAME = `offline${PREFIX}`;
const PAGE = `${PREFIX}/offline`;
const HELP = `${PREFIX}/help-now`;
const PLACES = `${PREFIX}/-/venues/offline.json`;
const OWN_FILES = /^\/(?:static\/build|brand)\//;
const NAMED = /(?:href|src)="(\/(?:static\/build|brand)\/[^"]+)"/g;
// What is hidden leaves the copy when the list is next opened, but not more often than this.
const FRESH = 5 * 60 * 1000;
// On a signal too weak for an answer the copy is the better one.
const PATIENCE = 10 * 1000;
// What a gateway says while the site itself is away.
const AWAY = new Set([502, 503, 504]);

async function fetched(address) {
  const answer = await fetch(address, { cache: "no-cache", credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer;
}

// All of it or nothing: a page never stands in the copy without its files.
async function refresh() {
  const kept = await caches.open(NAME);
  const pages = new Map(await Promise.all([PAGE, HELP, PLACES].map(async (address) => [address, await fetched(address)])));
  const words = await Promise.all([PAGE, HELP].map((address) => pages.get(address).clone().text()));
  const files = new Set(words.flatMap((html) => [...html.matchAll(NAMED)].map((found) => found[1])));
  const missing = [];
  for (const file of files) if (!(await kept.match(file))) missing.push(file);
  for (const [file, answer] of await Promise.all(missing.map(async (file) => [file, await fetched(file)]))) {
    await kept.put(file, answer);
  }
  for (const [address, answer] of pages) await kept.put(address, answer);
  for (const request of await kept.keys()) {
    const { pathname } = new URL(request.url);
    if (!pages.has(pathname) && !files.has(pathname)) await kept.delete(request);
  }
}

async function refreshWhereOld() {
  const list = await (await caches.open(NAME)).match(PLACES);
  const age = Date.now() - Date.parse(list?.headers.get("date"));
  if (!(age >= 0 && age < FRESH)) await refresh();
}

function late() {
  return new Promise((_, refuse) => setTimeout(refuse, PATIENCE, new Error("no answer in time")));
}

async function fromNetwork(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

async function page(event) {
  const network = fromNetwork(event);
  const copy = await (await caches.open(NAME)).match(registration.scope.endsWith(HELP) ? HELP : PAGE);
  if (!copy) return network;
  try {
    const answer = await Promise.race([network, late()]);
    if (AWAY.has(answer.status)) return copy;
    event.waitUntil(refreshWhereOld().catch(() => {}));
    return answer;
  } catch {
    network.catch(() => {});
    return copy;
  }
}

async function file(request) {
  // Its name changes with its content, so a kept one is the right one.
  return (await (await caches.open(NAME)).match(request.url)) ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(refreshWhereOld().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(registration.navigationPreload?.enable()));
addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (OWN_FILES.test(new URL(event.request.url).pathname)) event.respondWith(file(event.request));
});
