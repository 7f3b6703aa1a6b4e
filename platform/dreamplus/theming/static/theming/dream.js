// What makes plain pages livelier. Every page works without it.

// A form that comes back with errors: the summary takes the focus.
document.querySelector("[data-dream-focus]")?.focus();

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.dreamSent) {
    event.preventDefault();
    return;
  }
  form.dataset.dreamSent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
// Coming back with the browser's button: the form may be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-dream-sent]")) delete form.dataset.dreamSent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// Characters left in a text, announced when the writer pauses.
for (const words of document.querySelectorAll("[data-dream-count]")) {
  const field = document.getElementById(words.dataset.dreamCount);
  if (!field) continue;
  const limit = Number(words.dataset.dreamLimit);
  const format = new Intl.NumberFormat(document.documentElement.lang);
  let pause;
  const tell = () => {
    words.textContent = `${format.format(limit - field.value.length)} ${words.dataset.dreamLeft}`;
  };
  words.setAttribute("role", "status");
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(tell, 600);
  });
}

// Buttons that print the page exist only where they can.
for (const button of document.querySelectorAll("[data-dream-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The menu of a phone closes with Escape and when the focus leaves it.
for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
