// The voting booth: a key comes in, a closed ballot goes out, a promise comes back. It reads no storage and no cookie.

import { written } from "./choices.js";
import { drawBallot, emptyState, marksOf, readBack } from "./filling.js";
import { canonical, hex, leafOf, members, Refused, same, text, unb64, utf8 } from "./records.js";
import { ballot, edVerifies, isRecent, issuerKey, tokenVerifies } from "./sealing.js";
import { $, complain, element, language, say, speak } from "./telling.js";
import { verify } from "./verify.js";

const KEY = "type poll terms key private message tokens";
const MOST_NUMBER = 1000;
const SILENT = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
const booth = { step: "loading", terms: null, held: null, states: [], number: 1, sent: null, promise: null };

const spokenHere = (words) => words[language()] ?? words.fr ?? Object.values(words)[0];

// Each question with its words in the language spoken and what was filled in so far.
const asked = () =>
  booth.terms.questions.map(({ rules, words }, at) => ({ rules, words: spokenHere(words), state: booth.states[at] }));
const afresh = () => booth.terms.questions.map((_question, at) => emptyState(at + 1));
const answers = () => asked().map(({ rules, state }) => written(rules, marksOf(state)));
const numbered = (at) => say("numbered").replace("{}", at + 1).replace("{}", booth.terms.questions.length);

function go(step) {
  booth.step = step;
  complain("");
  draw();
  $("[data-question]").focus();
}

// The sentence of a refusal; one that has none of its own is a log that does not hold together.
function refuse(refused) {
  if (!(refused instanceof Refused)) throw refused;
  const name = `refused.${refused.code}`;
  complain(say(say(name) === name ? "refused.altered" : name));
}

// The vote as the box tells it, verified as anybody may; its first state must bear the witness's signature.
async function load() {
  let bytes;
  try {
    const answer = await fetch("vote.json", SILENT);
    if (!answer.ok) throw new Refused(answer.status === 404 ? "unknown-poll" : "away");
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch (trouble) {
    throw trouble instanceof Refused ? trouble : new Refused("away");
  }
  const checks = await verify(bytes, null);
  if (checks.some((check) => check.ok === false)) throw new Refused("altered");
  if (!checks.find((check) => check.code === "witness").ok) throw new Refused("not-witnessed");
  const vote = JSON.parse(text(bytes));
  booth.terms = vote.terms;
  booth.states = afresh();
  const closes = vote.postponements?.at(-1)?.closes ?? vote.terms.closes;
  if (vote.closing !== null || Date.now() >= Date.parse(closes)) throw new Refused("closed");
  if (Date.now() < Date.parse(vote.terms.opens)) throw new Refused("not-open");
}

// A voting key: of this vote, of these terms, with a token of the issuer.
async function take(given) {
  try {
    const { blinded: _blinded, inverse: _inverse, offered: _offered, ...told } = given;
    members(told, KEY, "voting key");
    const terms = hex(await leafOf(utf8(canonical(booth.terms))));
    if (told.type !== "dream-voting-key/1" || told.poll !== booth.terms.poll) throw new Refused("other-key");
    if (told.terms !== terms) throw new Refused("other-terms");
    const issuer = await issuerKey(booth.terms.issuers[0]);
    if (!(await tokenVerifies(issuer, unb64(told.tokens[0], 384), unb64(told.message)))) throw new Refused("other-key");
    booth.held = told;
    go("choosing");
  } catch (refused) {
    refuse(refused instanceof Refused && refused.code === "other-terms" ? refused : new Refused("other-key"));
  }
}

// Asks the page of the site that opened this one for the key: by hand otherwise. Never in an address.
function listen() {
  window.addEventListener("message", (event) => {
    const fits = event.origin === booth.terms.site && event.source === window.opener && booth.step === "key";
    if (fits && event.data?.type === "dream-voting-key/1") take(event.data);
  });
  window.opener?.postMessage({ type: "dream-booth-ready", poll: booth.terms.poll }, booth.terms.site);
}

// Closes the ballot and sends it. What was sent without an answer is sent again, the same bytes.
async function cast() {
  if (booth.step === "sending") return;
  go("sending");
  try {
    const words = answers();
    for (;;) {
      booth.sent ??= utf8(canonical(await ballot(booth.terms, booth.held, words, booth.number)));
      const told = await send(booth.sent);
      if (told.refused === "number-used" && booth.number < MOST_NUMBER) {
        booth.number += 1;
        booth.sent = null;
        continue;
      }
      if (told.refused) throw new Refused(told.refused);
      booth.promise = await believed(told, booth.sent);
      break;
    }
    booth.number += 1;
    booth.sent = null;
    go("done");
  } catch (refused) {
    go("review");
    refuse(refused);
  }
}

async function send(bytes) {
  try {
    const headers = { "Content-Type": "application/octet-stream" };
    const answer = await fetch("bulletins", { ...SILENT, method: "POST", body: bytes, headers });
    return await answer.json();
  } catch {
    throw new Refused("away");
  }
}

// The promise of the box, of this very ballot. Throws `Refused`.
async function believed(told, bytes) {
  const { promise, signature } = members(told, "promise signature", "promise");
  const ours = promise.poll === booth.terms.poll && promise.leaf === hex(await leafOf(bytes));
  const signed = await edVerifies(booth.terms.keys.promise, "dream-ballot-promise/1", promise, unb64(signature, 64));
  if (!ours || !signed) throw new Refused("false-promise");
  return told;
}

function press(word, act, kind = "") {
  const made = element("button", { type: "button", class: `button${kind && ` button-${kind}`}` }, say(word));
  made.addEventListener("click", act);
  return made;
}

function keep() {
  const file = new Blob([`${JSON.stringify(booth.promise)}\n`], { type: "application/json" });
  const link = element("a", { href: URL.createObjectURL(file), download: `recu-${booth.terms.poll}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const STEPS = {
  loading: () => [element("p", {}, say("loading"))],
  stopped: () => [],
  key() {
    const input = element("input", { type: "file", id: "key", accept: ".json", "aria-describedby": "key-help" });
    input.addEventListener("change", async () => {
      complain("");
      try {
        await take(JSON.parse(await input.files[0].text()));
      } catch {
        complain(say("refused.other-key"));
      }
    });
    const field = element("div", { class: "field" });
    field.append(element("label", { class: "field-label", for: "key" }, say("key")));
    field.append(element("p", { class: "field-help", id: "key-help" }, say("keyHelp")), input);
    return [element("p", { class: "lead" }, say("keyLead")), field];
  },
  choosing() {
    const form = element("form", { class: "form" });
    for (const [at, { rules, words, state }] of asked().entries()) {
      if (asked().length > 1) form.append(element("p", { class: "meta" }, numbered(at)));
      form.append(drawBallot(rules, words, state));
    }
    form.append(element("button", { class: "button", type: "submit" }, say("check")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      try {
        answers();
        go("review");
      } catch (refused) {
        refuse(refused);
      }
    });
    return [form];
  },
  review() {
    const told = element("div", { class: "panel stack" }, element("h2", {}, say("yourChoice")));
    for (const { rules, words, state } of asked()) {
      if (asked().length > 1) told.append(element("h3", {}, words.question || words.title));
      const lines = readBack(rules, words, state).map((line) => element("li", {}, line));
      told.append(element("ul", { class: "single-chosen" }, ...lines));
    }
    const change = () => {
      booth.sent = null;
      go("choosing");
    };
    const acts = element("p", { class: "row" }, press(booth.sent ? "sendAgain" : "vote", cast), press("change", change, "second"));
    return [told, element("p", {}, say("reviewHelp")), acts];
  },
  sending: () => [element("p", { role: "status" }, say("sending"))],
  done() {
    const told = element("div", { class: "single-verdict", "data-ok": "true" }, element("h2", {}, say("done")));
    told.append(element("p", {}, say("doneHelp")));
    const more = element("details", {}, element("summary", {}, say("receipt")));
    more.append(element("p", {}, say("receiptHelp")), press("keepReceipt", keep, "second"));
    const again = () => {
      booth.states = afresh();
      go("choosing");
    };
    return [told, more, element("p", {}, say("againHelp")), element("p", {}, press("again", again, "quiet"))];
  },
};

function draw() {
  if (booth.terms) {
    const { title } = asked()[0].words;
    $("[data-question]").textContent = title;
    document.title = `${title} · ${say("title")}`;
  }
  $("[data-step]").replaceChildren(...STEPS[booth.step]());
}

async function start() {
  if (!(await isRecent())) throw new Refused("too-old");
  await load();
  listen();
  go("key");
}

speak(draw);
start().catch((refused) => {
  go("stopped");
  refuse(refused);
});
