// Passes the server's question to a security key or passkey and sends back what it says. Without this file a code does.

const form = document.querySelector("[data-security-key]");
const ready = form?.querySelector("[data-key-ready]");
const status = form?.querySelector("[data-key-status]");
const BINARY = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function letters(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function question() {
  const options = JSON.parse(form.dataset.options);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.allowCredentials, options.excludeCredentials]) {
    for (const credential of list ?? []) credential.id = bytes(credential.id);
  }
  return { publicKey: options };
}

function written(credential) {
  const response = {};
  for (const name of BINARY) if (credential.response[name]) response[name] = letters(credential.response[name]);
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: letters(credential.rawId), type, response, clientExtensionResults: {} });
}

async function ask() {
  status.textContent = status.dataset.waiting;
  try {
    const credential = await navigator.credentials[form.dataset.securityKey](question());
    form.elements.answer.value = written(credential);
    form.submit();
  } catch {
    // Refused, timed out, or no key there: browsers do not say which, so that a page cannot find out.
    status.textContent = status.dataset.failed;
  }
}

if (form && window.PublicKeyCredential) {
  ready.hidden = false;
  form.querySelector("[data-key-without]").hidden = true;
  ready.querySelector("[data-key-start]").addEventListener("click", ask);
}
