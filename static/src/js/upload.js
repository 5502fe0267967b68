// Sends a file in pieces, and goes on where it stopped after the connection broke, also on the next visit to the page. Nothing is
// kept in the browser: the server knows how much has arrived. Without this file the form sends the whole file at once.

const PIECE = 512 * 1024;
// Waits between tries, in seconds; after the last the person is asked.
const WAITS = [1, 2, 4, 8, 15, 30];

function begin(form) {
  const { upload: address, uploadGoing, uploadChecking, uploadWaiting, uploadFailed } = form.dataset;
  const field = form.querySelector("input[type=file]");
  const status = form.querySelector("[data-upload-status]");
  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };
  let busy = false;

  function carried() {
    const body = new FormData();
    for (const hidden of form.querySelectorAll("input[type=hidden]")) body.append(hidden.name, hidden.value);
    return body;
  }

  async function ask(values, piece) {
    for (let attempt = 0; ; attempt += 1) {
      const body = carried();
      for (const [name, value] of Object.entries(values)) body.append(name, value);
      if (piece) body.append("piece", piece, "piece");
      try {
        const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
        if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) return await answer.json();
        // Only what may pass by itself is tried again.
        if (answer.status < 500 && answer.status !== 429) throw Object.assign(new Error(), { final: true });
      } catch (error) {
        if (error.final) throw error;
      }
      if (attempt === WAITS.length) throw new Error();
      say(uploadWaiting);
      await new Promise((resolve) => setTimeout(resolve, WAITS[attempt] * 1000));
    }
  }

  async function send(file) {
    const described = { name: file.name, size: file.size, mark: String(file.lastModified) };
    let going = await ask(described);
    for (;;) {
      if (going.refused) return going.refused;
      if (going.done) return "";
      if (going.gone) going = await ask(described);
      else if (going.checking) {
        say(uploadChecking);
        await new Promise((resolve) => setTimeout(resolve, 2000));
        going = await ask({ upload: going.upload, start: String(going.arrived) }, new Blob([]));
      }
      else {
        const start = going.arrived;
        const end = Math.min(start + PIECE, file.size);
        say(end === file.size ? uploadChecking : uploadGoing.replace("NUMBER", Math.floor((start / file.size) * 100)));
        going = await ask({ upload: going.upload, start: String(start) }, file.slice(start, end));
      }
    }
  }

  form.addEventListener("submit", async (event) => {
    const [file] = field.files;
    if (!file) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      const refused = await send(file);
      if (!refused) {
        // The page that shows the file in its list.
        location.assign(form.dataset.uploadAfter || location.pathname);
        return;
      }
      say(refused);
      field.value = "";
      field.setAttribute("aria-invalid", "true");
      field.focus();
    } catch {
      say(uploadFailed);
    }
    busy = false;
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) begin(form);
