// The verification page: two files in, three lists out. Nothing leaves the device.

import { $, complain, element, language, report, say, speak } from "./telling.js";
import { Refused, text } from "./records.js";
import { isRecent } from "./sealing.js";
import { verify } from "./verify.js";

let seen = null;

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

async function chosen() {
  const files = [...$("#files").files];
  const vote = files.find((file) => file.name.endsWith(".json"));
  const ballots = files.find((file) => file.name.endsWith(".jsonl"));
  if (!vote) throw new Refused("noVote");
  const receipts = [];
  for (const file of $("#receipts").files) {
    try {
      receipts.push(JSON.parse(text(await bytesOf(file))));
    } catch {
      throw new Refused("notAReceipt");
    }
  }
  return { vote: await bytesOf(vote), ballots: ballots ? await bytesOf(ballots) : null, receipts };
}

async function look(event) {
  event.preventDefault();
  complain("");
  seen = null;
  draw();
  const bar = $("[data-progress]");
  try {
    const { vote, ballots, receipts } = await chosen();
    $("[data-status]").textContent = say("reading");
    bar.hidden = false;
    const progress = (done, all) => {
      bar.value = done / all;
      if (done % 50 === 0 || done === all) $("[data-status]").textContent = `${done} / ${all} ${say("progress")}`;
    };
    const checks = await verify(vote, ballots, { progress, receipts });
    seen = { checks, vote: JSON.parse(text(vote)), withheld: ballots === null };
  } catch (refused) {
    complain(say(["noVote", "notAReceipt"].includes(refused.code) ? refused.code : "notAVote"));
  }
  $("[data-status]").textContent = "";
  bar.hidden = true;
  draw();
  if (seen) $("[data-report]").focus();
}

function verdict({ checks, vote }) {
  const ok = checks.every((check) => check.ok !== false);
  const words = ok ? (vote.result ? "fine" : "running") : "faulty";
  const told = element("div", { class: "single-verdict", "data-ok": String(ok) });
  told.append(element("h2", { id: "verdict" }, say(words)));
  if (!ok) told.append(element("p", {}, say("faultyHelp")));
  return told;
}

// What was said, by question, for methods whose count is a sum of ballots; the others are told apart.
function tables({ checks, vote }) {
  if (!vote.result || checks.some((check) => check.ok === false)) return [];
  return vote.result.questions.flatMap(({ outcome }, at) => {
    const { words } = vote.terms.questions[at];
    const told = words[language()] ?? Object.values(words)[0];
    const label = (code) => told.options?.[code]?.label ?? told.options?.[code] ?? code;
    const row = (name, number) =>
      element("tr", {}, element("th", { scope: "row" }, name), element("td", { class: "number" }, String(number)));
    const plain = ["plurality", "approval", "yes-no", "points"].includes(outcome.method);
    const rows = plain ? Object.entries(outcome.totals).map(([code, number]) => row(label(code), number)) : [];
    rows.push(row(say("blank"), outcome.ballots.blank));
    const head = element("tr", {}, element("th", { scope: "col" }, say("option")));
    head.append(element("th", { scope: "col", class: "number" }, say("ballots")));
    const table = element("table", {}, element("caption", {}, told.question ?? told.title ?? ""));
    table.append(element("thead", {}, head), element("tbody", {}, ...rows));
    const more = plain ? [] : [element("p", {}, say("method"))];
    return [element("div", { class: "table-scroll" }, table), ...more];
  });
}

function draw() {
  const place = $("[data-report]");
  place.hidden = !seen;
  if (!seen) return place.replaceChildren();
  const print = element("button", { type: "button", class: "button button-second" }, say("print"));
  print.addEventListener("click", () => window.print());
  const drawn = tables(seen);
  if (drawn.length) drawn.unshift(element("h3", {}, say("result")));
  place.replaceChildren(verdict(seen), ...drawn, ...report(seen.checks, seen.withheld && seen.vote.result), print);
}

function dropping() {
  const place = $("[data-drop]");
  const over = (is) => (event) => {
    event.preventDefault();
    place.classList.toggle("is-dropping", is);
  };
  place.addEventListener("dragover", over(true));
  place.addEventListener("dragleave", over(false));
  place.addEventListener("drop", (event) => {
    over(false)(event);
    $("#files").files = event.dataTransfer.files;
  });
}

if (await isRecent()) {
  $("[data-form]").hidden = false;
  $("[data-form]").addEventListener("submit", look);
  dropping();
  speak(draw);
} else {
  speak(() => complain(say("tooOld")));
}
