// "Exit this page": covers the page at once, ends the visit on the server and puts a harmless site in the page's place.
// Three presses of Shift do the same. Without this file the button is a plain link to the same end.

const PRESSES = 3;
const WITHIN = 5000;

function offerExit(box) {
  const page = document.documentElement;
  const title = document.title;
  let presses = 0;
  let wasModified = false;
  let timer;

  const button = box.querySelector(".exit-this-page__button");
  const lights = document.createElement("span");
  lights.className = "exit-this-page__presses";
  lights.hidden = true;
  lights.append(...Array.from({ length: PRESSES }, () => document.createElement("span")));
  button.append(lights);

  const status = document.createElement("span");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  box.append(status);

  function show(message) {
    status.textContent = message;
    lights.hidden = presses === 0;
    [...lights.children].forEach((light, index) => light.classList.toggle("pressed", index < presses));
  }

  function forget(message = "") {
    clearTimeout(timer);
    presses = 0;
    show(message);
  }

  function leave(event) {
    event?.preventDefault();
    // A key that is held down says it again and again; another press is another try.
    if (event?.repeat) return;
    document.querySelector(".leaving-cover")?.remove();
    const cover = document.createElement("div");
    cover.className = "leaving-cover";
    cover.setAttribute("role", "alert");
    cover.textContent = box.dataset.leaving;
    page.classList.add("leaving");
    document.body.append(cover);
    // The tab says nothing of the page while the next one is on its way.
    document.title = box.dataset.leaving;
    try {
      // Outlives the page; the answer leads away from this site and must not be followed here.
      fetch(button.href, { keepalive: true, redirect: "manual", cache: "no-store" }).catch(() => {});
    } finally {
      location.replace(box.dataset.away);
    }
  }

  function press(event) {
    // Shift as part of a capital letter is not meant.
    if (event.key === "Shift" && !wasModified) {
      presses += 1;
      if (presses === PRESSES) {
        forget();
        leave();
      } else {
        clearTimeout(timer);
        timer = setTimeout(forget, WITHIN, box.dataset.expired);
        show(presses === 1 ? box.dataset.twoMore : box.dataset.oneMore);
      }
    } else if (presses) {
      forget();
    }
    wasModified = event.shiftKey;
  }

  for (const link of [button, document.querySelector(".exit-early")]) link?.addEventListener("click", leave);
  // It looks like a button, so Space presses it too.
  button.addEventListener("keydown", (event) => event.key === " " && leave(event));
  document.addEventListener("keyup", press, true);

  // A page that comes back out of the browser's memory can be used again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelector(".leaving-cover")?.remove();
    page.classList.remove("leaving");
    document.title = title;
    forget();
  });
}

const exit = document.querySelector(".exit-this-page");
if (exit) offerExit(exit);
