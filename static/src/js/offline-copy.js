// Has the browser keep the list of places for when there is no signal: sw.js says what is kept. It begins
// after the page has come: nobody waits for it.

const PAGES = ["venues", "help-now"];
const prefix = document.querySelector("script[data-offline-prefix]").dataset.offlinePrefix;

async function keep() {
  for (const page of PAGES) {
    const { installing } = await navigator.serviceWorker.register("/sw.js", { scope: `${prefix}/${page}` });
    // One after the other: the second finds what the first has fetched.
    if (installing) await over(installing);
  }
}

function over(worker) {
  return new Promise((done) => {
    worker.addEventListener("statechange", () => ["activated", "redundant"].includes(worker.state) && done());
  });
}

// A browser that may not keep anything shows the site all the same.
const start = () => keep().catch(() => {});

if (navigator.serviceWorker) {
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
}

// A filter that is used without a signal leads to the copy, as a page of its own.
document.addEventListener("htmx:error", (event) => {
  const form = event.target.closest?.("form[method=get], form:not([method])");
  if (form && event.detail.ctx) form.submit();
});
