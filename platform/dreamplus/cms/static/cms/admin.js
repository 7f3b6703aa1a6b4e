// Staff side. Dates: what Wagtail's templates start with an inline script is started here, since none may run.
// Brand: the example follows the colours while they are typed.

for (const place of document.querySelectorAll("[data-dream-chooser]")) {
  window[place.dataset.dreamChooser]?.(place.dataset.dreamFor, JSON.parse(place.dataset.dreamConfig));
}

const example = document.querySelector("[data-dream-brand-example]");
const form = example?.closest("form");
let waiting;

async function refresh() {
  const values = new URLSearchParams();
  for (const name of ["name", "primary", "accent"]) values.set(name, form.elements[name]?.value ?? "");
  const answer = await fetch(`${example.dataset.dreamAddress}?${values}`, { headers: { Accept: "text/html" } });
  if (answer.ok) example.innerHTML = await answer.text();
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 400);
});
