// Staff side. What Wagtail's templates start with an inline script is written as data and started here, for no inline
// script runs: choosers, lists of children; also in forms that are added later. Text boxes that Wagtail's scripts draw
// without a name get the one that is written above them.
// Brand: the example follows the colours while they are typed.

function start(place) {
  const { dreamStart: name, dreamArguments: given } = place.dataset;
  const starter = window[name];
  place.removeAttribute("data-dream-start");
  if (starter) new starter(...JSON.parse(given));
}

const NAMELESS = ".public-DraftEditor-content:not([aria-label]), .tagit-new input:not([aria-label])";

function name(box) {
  const panel = box.closest("[data-panel]")?.getAttribute("aria-labelledby");
  const label = box.closest("[data-field-wrapper]")?.querySelector("label") ?? document.getElementById(panel);
  const words = label?.textContent.replace("*", "").trim();
  if (words) box.setAttribute("aria-label", words);
}

function startWithin(root) {
  if (root.matches?.("[data-dream-start]")) start(root);
  root.querySelectorAll?.("[data-dream-start]").forEach(start);
  root.querySelectorAll?.(NAMELESS).forEach(name);
}

startWithin(document);
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach(startWithin);
}).observe(document.body, { childList: true, subtree: true });

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
