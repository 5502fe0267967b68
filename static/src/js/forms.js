// The behaviours of pages with a form; each works without this file. The starter has marked the page before.

const AROUND = "[data-module]";
// A question that follows from an answer is shown by the styles, which also spares radios an attribute that ARIA does not
// allow them. A browser whose styles cannot tell has the scripts do it.
const FOLLOWED = CSS.supports("selector(:has(*))") ? "[data-never]" : "[data-aria-controls]";

const MODULES = {
  "[data-module='govuk-character-count']": ["./{built:govuk-character-count.js}", "CharacterCount"],
  [`[data-module='govuk-checkboxes'] :is([data-behaviour='exclusive'], ${FOLLOWED})`]: ["./{built:govuk-checkboxes.js}", "Checkboxes"],
  "[data-module='govuk-error-summary']": ["./{built:govuk-error-summary.js}", "ErrorSummary"],
  "[data-module='govuk-notification-banner']": ["./{built:govuk-notification-banner.js}", "NotificationBanner"],
  "[data-module='govuk-password-input']": ["./{built:govuk-password-input.js}", "PasswordInput"],
  [`[data-module='govuk-radios'] ${FOLLOWED}`]: ["./{built:govuk-radios.js}", "Radios"],
};

async function start(selector, [file, name]) {
  const elements = new Set([...document.querySelectorAll(selector)].map((element) => element.closest(AROUND)));
  if (!elements.size) return;
  const module = await import(file);
  for (const element of elements) new module[name](element);
}

for (const [selector, module] of Object.entries(MODULES)) start(selector, module);
