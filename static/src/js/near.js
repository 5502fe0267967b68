// "Use my location": asked for on press only, rounded here, sent by POST, and kept in this page's memory and nowhere
// else. Filters and further pages then ask from the same position. Without this file a postcode does the same.

const DECIMALS = 3;
const ASKING = { enableHighAccuracy: false, maximumAge: 60_000, timeout: 15_000 };
const RESULTS = "#venue-results";

const button = document.querySelector("button[data-locate]");
const form = button?.form;
const near = form?.elements.near;
const status = button?.parentElement.querySelector("[role=status]");
let position;

if (button && !navigator.geolocation) button.hidden = true;

// Without scripts the answer is led to, since on a telephone it stands below the questions; here it changes in place.
if (form?.dataset.hxGet) form.dataset.hxGet = form.dataset.hxGet.replace(/#.*/, "");

function say(words) {
  status.textContent = words ?? "";
}

function rounded(degrees) {
  return Number(degrees.toFixed(DECIMALS));
}

function where() {
  return new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, ASKING));
}

function asked(page) {
  const values = new URLSearchParams(new FormData(form));
  values.delete("near");
  values.set("latitude", position.latitude);
  values.set("longitude", position.longitude);
  if (page) values.set("page", page);
  return values;
}

// A page that shows no places until it is asked to loads their styles then.
async function style() {
  const href = button.dataset.styles;
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const loaded = new Promise((resolve) => (link.onload = link.onerror = resolve));
  document.head.append(link);
  await loaded;
}

async function show(page) {
  const shown = document.querySelector(RESULTS);
  shown.classList.add("htmx-request");
  try {
    const [answer] = await Promise.all([fetch(button.dataset.locate, { method: "POST", body: asked(page) }), style()]);
    if (!answer.ok) throw new Error(answer.statusText);
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    shown.replaceWith(made.content);
    document.querySelector(RESULTS).dispatchEvent(new CustomEvent("venues:shown", { bubbles: true }));
    return true;
  } catch {
    shown.classList.remove("htmx-request");
    say(button.dataset.failed);
    return false;
  }
}

function lead() {
  const heading = document.querySelector(`${RESULTS} [tabindex="-1"]`);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
}

async function locate() {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  say(button.dataset.waiting);
  try {
    const { coords } = await where();
    position = { latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) };
    near.value = "";
    // What was typed before must not stay in the address of what is shown now.
    history.replaceState(history.state, "", location.pathname);
    if (await show()) {
      document.dispatchEvent(new CustomEvent("venues:located", { detail: position }));
      say(button.dataset.found);
      lead();
    }
  } catch (error) {
    say(error.code === 1 ? button.dataset.denied : button.dataset.unknown);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

button?.addEventListener("click", locate);

// Whoever types a place is asking from there.
near?.addEventListener("input", () => {
  position = undefined;
  say("");
});

// Typed words ask when somebody presses Enter or the button: the change that a field tells of as well would ask twice.
form?.addEventListener("change", (event) => event.target.matches("input:not([type=checkbox])") && event.stopPropagation(), true);

// A filter that changes asks from the position, which has no place in an address.
form?.addEventListener("htmx:config:request", (event) => {
  if (!position) return;
  event.preventDefault();
  show();
});

document.addEventListener("click", async (event) => {
  const further = event.target.closest?.("[data-locate-page]");
  if (further && position && (await show(further.dataset.locatePage))) lead();
});
