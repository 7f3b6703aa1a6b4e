// What the pages of the site around a secret vote share: their own words, files, and how they ask the site.

import { Refused } from "./records.js";

export const $ = (selector) => document.querySelector(selector);

// Whoever reads this has scripts.
for (const one of document.querySelectorAll("[data-without-scripts]")) one.hidden = true;

// The sentence of the page under that name; the name itself never shows.
export const said = (name) => $(`[data-say="${name}"]`)?.textContent ?? name;

export function complain(words) {
  const line = $("[data-error]");
  line.textContent = words;
  line.hidden = !words;
}

export function tell(words) {
  $("[data-status]").textContent = words;
}

export function download(name, value) {
  const file = new Blob([`${JSON.stringify(value)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function readFile(input) {
  try {
    return JSON.parse(await input.files[0].text());
  } catch {
    throw new Refused("file");
  } finally {
    input.value = "";
  }
}

// Asks the site; its refusals come with their sentence. Throws `Refused("lost")` when no answer comes.
export async function ask(address, value) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": $("[name=csrfmiddlewaretoken]").value };
  let told;
  try {
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(value) });
    told = await answer.json();
  } catch {
    throw new Refused("lost");
  }
  if (told.sentence) throw Object.assign(new Refused("sentence"), { sentence: told.sentence });
  return told;
}

// Runs `act`; what it refuses is said in the words of the page.
export const guarded = (act) => async (event) => {
  complain("");
  tell(said("working"));
  try {
    await act(event);
  } catch (refused) {
    tell("");
    if (!(refused instanceof Refused)) throw refused;
    complain(refused.sentence ?? said(refused.code));
    $("[data-error]").scrollIntoView({ block: "nearest" });
  }
};
