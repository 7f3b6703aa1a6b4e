// The code of a letter's square stands behind the # of the address: it goes into the field, and out of the address bar.
const field = document.querySelector("[data-dream-code]");
const code = decodeURIComponent(window.location.hash.slice(1));
if (field && /^[0-9A-Za-z-]{16,24}$/.test(code)) {
  field.value = code.toUpperCase();
  window.history.replaceState(null, "", window.location.pathname);
  field.form.querySelector("button")?.focus();
}
