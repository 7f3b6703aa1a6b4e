// Drawing a token. The key and the question are kept before they are asked: whoever comes back asks the same again.

import { $, ask, complain, download, guarded, readFile, said, tell } from "./page.js";
import { canonical, hex, leafOf, members, Refused, rootOf, same, text, unb64, unhex, utf8 } from "./records.js";
import { blinded, finalized, isRecent, issuerKey, newVotingKey, tokenVerifies } from "./sealing.js";
import { verify } from "./verify.js";

const TYPE = "dream-voting-key/1";
const FILE = "cle-de-vote.json";
const page = $("[data-secret-token]");
const { poll, voter, box, witness, draw } = page?.dataset ?? {};
const SILENT = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
let held = null; // type, poll, terms, key, private, message, tokens; until the answer is there, blinded and inverse too
let stored = false;

// --- what this browser keeps ---

function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("dream-secret", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

async function inStore(mode, act) {
  const open = await database();
  try {
    return await new Promise((resolve, reject) => {
      const doing = open.transaction("keys", mode, mode === "readwrite" ? { durability: "strict" } : {});
      const asked = act(doing.objectStore("keys"));
      doing.oncomplete = () => resolve(asked.result);
      doing.onerror = doing.onabort = () => reject(doing.error);
    });
  } finally {
    open.close();
  }
}

const place = `${poll}/${voter}`;

async function recall() {
  try {
    held = (await inStore("readonly", (keys) => keys.get(place))) ?? null;
    stored = held !== null;
  } catch {
    held = null;
  }
}

// False when the browser refuses to keep anything.
async function store() {
  try {
    await inStore("readwrite", (keys) => keys.put(held, place));
    stored = true;
  } catch {
    stored = false;
  }
  return stored;
}

// --- the rules, as box and region tell them ---

async function bytesOf(address, missing) {
  try {
    const answer = await fetch(address, SILENT);
    if (!answer.ok) throw new Error();
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new Refused(missing);
  }
}

// The terms, once the log of the box holds together and is what the region has signed. Throws `Refused`.
async function comparedTerms() {
  const bytes = await bytesOf(`${box}/votes/${poll}/vote.json`, "away");
  const seen = JSON.parse(text(await bytesOf(`${witness}/temoin/votes/${poll}/`, "witness")));
  const checks = await verify(bytes, null);
  const { terms, leaves } = JSON.parse(text(bytes));
  const first = hex(await leafOf(utf8(canonical(terms))));
  const agrees = seen.terms === first && seen.key === terms.keys.witness && seen.fault === null && seen.head !== null;
  if (!agrees || terms.poll !== poll || checks.some((check) => check.ok === false)) throw new Refused("altered");
  const { size, root } = seen.head.head;
  const begins = leaves.length >= size && same(await rootOf(leaves.slice(0, size).map(unhex)), unhex(root));
  if (!begins) throw new Refused("altered");
  return { terms, first };
}

// --- what the person does ---

const state = () => (held === null ? "none" : held.tokens.length ? "drawn" : "asked");

function show() {
  for (const one of page.querySelectorAll("[data-when]")) one.hidden = !one.dataset.when.split(" ").includes(state());
}

async function drawToken() {
  const { terms, first } = await comparedTerms();
  if (held === null) {
    const pair = await newVotingKey();
    held = { type: TYPE, poll, terms: first, ...pair, ...(await blinded(terms, pair.key)), tokens: [] };
  }
  if (held.terms !== first) throw new Refused("altered");
  if (!stored && !(await store()) && !held.offered) {
    download(FILE, held);
    held.offered = true;
    show();
    throw new Refused("store");
  }
  const { signature } = await ask(draw, { blinded: held.blinded });
  let token;
  try {
    token = await finalized(terms, held, signature);
  } catch {
    throw new Refused("signature");
  }
  held = { ...held, tokens: [token] };
  for (const name of ["blinded", "inverse", "offered"]) delete held[name]; // what links the question to the token
  if (!(await store())) download(FILE, held);
  show();
  tell("");
  page.querySelector("[data-do=booth]").focus();
}

// A file that was kept: with its token, or with the question to ask again.
async function takeFile(event) {
  const told = await readFile(event.target);
  const names = "type poll terms key private message tokens";
  try {
    const { blinded: question, inverse, offered: _offered, ...rest } = told;
    members(rest, names, "voting key");
    const asks = typeof question === "string" && typeof inverse === "string";
    if (rest.type !== TYPE || rest.poll !== poll || (!rest.tokens.length && !asks)) throw new Refused("file");
    if (rest.tokens.length) {
      const { terms } = await comparedTerms();
      const fits = await tokenVerifies(await issuerKey(terms.issuers[0]), unb64(rest.tokens[0]), unb64(rest.message));
      if (!fits) throw new Refused("file");
      held = rest;
    } else held = { ...rest, blinded: question, inverse };
  } catch (refused) {
    throw refused instanceof Refused && ["away", "witness", "altered"].includes(refused.code) ? refused : new Refused("file");
  }
  await store();
  show();
  tell("");
}

// The booth asks for the key once it is there; it goes from window to window, never in an address.
function goToBooth() {
  const booth = window.open(`${box}/votes/${poll}/`, "_blank");
  if (!booth) throw new Refused("popup");
  const { type, terms, key, private: own, message, tokens } = held;
  const given = { type, poll, terms, key, private: own, message, tokens };
  window.addEventListener("message", (event) => {
    if (event.origin !== box || event.source !== booth || event.data?.type !== "dream-booth-ready") return;
    booth.postMessage(given, box);
  });
  tell("");
}

// On a device that serves others: nothing is left of the key.
async function forget() {
  tell("");
  if (!window.confirm(said("forget"))) return;
  await inStore("readwrite", (keys) => keys.delete(place));
  location.reload();
}

const ACTS = { draw: drawToken, keep: () => (download(FILE, held), tell("")), booth: goToBooth, forget };

if (page) {
  page.hidden = false;
  for (const button of page.querySelectorAll("[data-do]")) button.addEventListener("click", guarded(ACTS[button.dataset.do]));
  $("#kept").addEventListener("change", guarded(takeFile));
  if (await isRecent()) {
    await recall();
    show();
    page.dataset.ready = "true";
  } else {
    held = null;
    show();
    for (const button of page.querySelectorAll("button")) button.disabled = true;
    complain(said("old"));
  }
}
