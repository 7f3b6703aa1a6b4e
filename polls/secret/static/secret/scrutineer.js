// A scrutineer makes a key on their own device, tries the file that they kept, and gives it after the closing.

import { $, ask, complain, download, guarded, readFile, said, tell } from "./page.js";
import { b64, members, Refused, unb64 } from "./records.js";
import { isRecent, newScrutineerKey, scrutineerPublic, unseal } from "./sealing.js";

const TYPE = "dream-scrutineer-key/1";
const page = $("[data-secret-scrutineer]");
const { poll, number, act } = page.dataset;

async function make() {
  const pair = await newScrutineerKey();
  download(`cle-de-scrutateur-${number}.json`, { type: TYPE, poll, number: Number(number), ...pair });
  const after = $("[data-after-making]");
  if (after) after.hidden = false;
  tell(said("made"));
}

// The key of a file, once it is one of this vote and both halves belong together.
async function keyIn(input) {
  const told = await readFile(input);
  try {
    members(told, "type poll number private public", "scrutineer's key");
    const raw = unb64(told.private, 32);
    const fits = told.type === TYPE && told.poll === poll && told.number === Number(number);
    if (!fits || b64(await scrutineerPublic(raw)) !== told.public) throw new Refused("file");
    return { ...told, raw };
  } catch {
    throw new Refused("file");
  }
}

// The public half goes to the site, which seals a trial ballot for it; what it holds proves the private half.
async function tryKey(event) {
  const key = await keyIn(event.target);
  const { sealed, info } = await ask(act, { public: key.public });
  const opened = await unseal(sealed, new Map([[1, key.raw], [2, key.raw]]), unb64(info));
  await ask(act, { opened: b64(opened) });
  location.reload();
}

async function give(event) {
  const key = await keyIn(event.target);
  if (!window.confirm(said("confirm"))) return tell("");
  await ask(act, { private: key.private });
  location.reload();
}

const ACTS = { make: ["click", make], try: ["change", tryKey], give: ["change", give] };

if (await isRecent()) {
  for (const one of page.querySelectorAll("[data-do]")) {
    const [event, doing] = ACTS[one.dataset.do];
    one.addEventListener(event, guarded(doing));
  }
  page.dataset.ready = "true";
} else complain(said("old"));
