// A published vote verified: another reading of docs/developers/secret-votes.md than `polls/secret/rules/verifying.py`.

import { readChoices } from "./choices.js";
import { closingAfter, isEntry, layout, readPapers, readSaid } from "./entries.js";
import {
  canonical, decode, hex, leafOf, members, Refused, rootOf, same, sha256, text, unb64, unhex, unuuid, utf8, whole,
} from "./records.js";
import {
  edVerifies, infoOf, issuerKey, messageOf, PREFIX, scrutineerPublic, tokenVerifies, TYPE, unseal, votingKeySigned,
} from "./sealing.js";

const FEWEST_PUBLISHED = 30;
const found = (ok, detail = "") => ({ ok, detail });

async function readBallot(line, terms, issuer) {
  const told = members(decode(line, 16000), "type poll key message tokens number sealed signature", "ballot");
  const sealed = members(told.sealed, "choices commitment shares", "sealed");
  whole(told.number, 1, 1000, "number");
  if (told.type !== TYPE || told.poll !== terms.poll) throw new Refused("unknown-poll");
  if (!Array.isArray(sealed.shares) || sealed.shares.length !== 3) throw new Refused("wrong-members", "shares");
  for (const share of sealed.shares) unb64(share, 128);
  unb64(sealed.choices, terms.length + 16);
  unhex(sealed.commitment);
  const message = unb64(told.message);
  if (!same(message.slice(PREFIX), await messageOf(terms.poll, unb64(told.key, 65)))) {
    throw new Refused("other-message");
  }
  if (!Array.isArray(told.tokens) || told.tokens.length !== 1) throw new Refused("wrong-members", "tokens");
  if (!(await tokenVerifies(issuer, unb64(told.tokens[0], 384), message))) throw new Refused("wrong-token");
  if (!(await votingKeySigned(told))) throw new Refused("wrong-signature");
  return told;
}

// The highest number of each voting key; a number twice is a fault.
function standing(ballots) {
  const held = new Map();
  const used = new Set();
  for (const ballot of ballots) {
    const once = `${ballot.told.key} ${ballot.told.number}`;
    if (used.has(once)) throw new Refused("number-used");
    used.add(once);
    const before = held.get(ballot.told.key);
    if (!before || before.told.number < ballot.told.number) held.set(ballot.told.key, ballot);
  }
  return [...held.values()];
}

function wordsIn(plain, terms) {
  let end = plain.length;
  while (end && plain[end - 1] === 0) end -= 1;
  let told;
  try {
    told = decode(plain.slice(0, end), terms.length);
  } catch {
    throw new Refused("not-a-ballot");
  }
  const fits = Array.isArray(told) && told.length === terms.questions.length;
  if (!fits || told.some((words) => typeof words !== "string")) throw new Refused("not-a-ballot");
  told.forEach((words, at) => {
    try {
      readChoices(terms.questions[at].rules, words);
    } catch (refused) {
      throw new Refused(refused.code === "not-canonical" ? "not-canonical" : "not-allowed");
    }
  });
  return told;
}

// What was said on a question, on screens and on paper, and how many said so.
function grouped(said, papers, question) {
  const groups = new Map();
  const add = (words, number) => groups.set(words, (groups.get(words) ?? 0) + number);
  for (const words of said) add(words[question], 1);
  for (const { choices, number } of papers) add(choices[question], number);
  const choices = (words) => (words === "" ? [] : words.split(" "));
  const order = (a, b) => {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
    return a.length - b.length;
  };
  return [...groups]
    .map(([words, number]) => ({ choices: choices(words), number }))
    .sort((a, b) => order(a.choices, b.choices));
}

const LOOKS = {
  async terms({ leaves, terms }) {
    const leaf = await leafOf(utf8(canonical(terms)));
    return found(leaves.length > 0 && same(leaf, leaves[0]), hex(leaf));
  },

  async heads(all) {
    const { vote, leaves, terms } = all;
    all.heads = [];
    for (const signed of vote.heads) {
      const { head, log, witness } = members(signed, "head log witness", "signed head");
      members(head, "log size root", "head");
      whole(head.size, 1, 20_000_000, "head");
      if (head.log !== terms.poll) throw new Refused("unknown-poll");
      const bySite = await edVerifies(terms.keys.log, "dream-log-head/1", head, unb64(log, 64));
      const byHub =
        witness === null || (await edVerifies(terms.keys.witness, "dream-log-witness/1", head, unb64(witness, 64)));
      if (!bySite || !byHub) throw new Refused("wrong-head");
      if (head.size > leaves.length) throw new Refused("shorter", `at ${head.size}`);
      if (!same(await rootOf(leaves.slice(0, head.size)), unhex(head.root))) throw new Refused("fork", `at ${head.size}`);
      all.heads.push(signed);
    }
    if (vote.heads.length === 0) return found(null);
    return found(true, `${vote.heads.length}`);
  },

  async witness(all) {
    const { vote, leaves, heads } = all;
    if (heads.length < vote.heads.length) return found(vote.closing === null ? null : false);
    const sizes = heads.filter((signed) => signed.witness !== null).sort((a, b) => a.head.size - b.head.size);
    if (!sizes.length) return found(vote.closing === null ? null : false);
    const last = sizes.at(-1).head;
    all.root = unhex(last.root);
    return found(vote.closing === null || last.size === leaves.length, `${last.size} / ${leaves.length}`);
  },

  async postponements({ vote, leaves, terms }) {
    if (!vote.postponements?.length) return null;
    await layout({ vote, leaves });
    return found(true, await closingAfter(terms, vote.postponements));
  },

  async closing(all) {
    const { vote, terms } = all;
    if (vote.closing === null) return found(null);
    const told = members(vote.closing, "type poll ballots tokens", "closing");
    if (told.type !== "dream-closing/1" || told.poll !== terms.poll) throw new Refused("unknown-type");
    if (!Array.isArray(told.tokens) || told.tokens.length !== 1) throw new Refused("wrong-members", "tokens");
    all.tokens = whole(told.tokens[0], 0, terms.roll.size, "tokens");
    const places = await layout(all);
    return found((await isEntry(told, places.closing)) && told.ballots === places.ballots.length, `${told.ballots}`);
  },

  async paper(all) {
    const { vote, lines, terms } = all;
    const [entry, said] = [vote.paper ?? null, vote.on_paper ?? null];
    if (!terms.stations) return entry === null && said === null ? null : found(false);
    if (entry === null) return found(vote.result === null ? null : false);
    all.papers = readPapers(entry, terms);
    if (!(await isEntry(entry, (await layout(all)).paper))) return found(false);
    if (said !== null) all.onPaper = await readSaid(said, entry, terms);
    else if (lines !== null && vote.result !== null) return found(false);
    return found(true, `${all.papers.found}`);
  },

  async ballots(all) {
    const { lines, terms } = all;
    if (lines === null) return found(null);
    const listed = (await layout(all)).ballots;
    if (lines.length !== listed.length) return found(false, `${lines.length} / ${listed.length}`);
    const issuer = await issuerKey(terms.issuers[0]);
    const ballots = [];
    for (const [at, line] of lines.entries()) {
      const leaf = await leafOf(line);
      if (!same(leaf, listed[at])) throw new Refused("not-in-the-log", `${at + 1}`);
      ballots.push({ leaf, told: await readBallot(line, terms, issuer) });
      all.progress?.(at + 1, lines.length);
    }
    standing(ballots);
    all.ballots = ballots;
    return found(true, `${ballots.length}`);
  },

  async numbers({ tokens, ballots, papers, terms }) {
    if (tokens === undefined) return found(null);
    const voters = new Set((ballots ?? []).map((ballot) => ballot.told.key)).size;
    const seats = tokens + (papers?.marked ?? 0);
    const said = papers ? `${tokens} + ${papers.marked}` : `${tokens}`;
    return found(voters <= tokens && seats <= terms.roll.size, `${voters} ≤ ${said} ≤ ${terms.roll.size}`);
  },

  async keys({ keys, terms }) {
    if (!keys.size) return found(null);
    for (const [number, raw] of keys) {
      if (!same(await scrutineerPublic(raw), unb64(terms.scrutineers[number - 1], 32))) return found(false, `${number}`);
    }
    return found(true, [...keys.keys()].join(", "));
  },

  async ties({ vote, terms }) {
    if (vote.result === null) return found(null);
    const late = [];
    for (const who of ["site", "witness"]) {
      if (vote.ties[who] === null) late.push(who);
      else if (!same(await sha256(unhex(vote.ties[who])), unhex(terms.ties[who]))) return found(false, who);
    }
    return found(true, late.join(", "));
  },

  async count(all) {
    const { vote, lines, keys, terms, ballots } = all;
    if (vote.result === null) return found(null);
    if (!ballots || !keys.size) return found(vote.result.withheld === true && lines === null ? null : false);
    const numbers = [...keys.keys()].sort();
    if (numbers.length < 2 || (terms.stations && !all.onPaper)) return found(false);
    const counted = standing(ballots);
    for (const first of numbers) {
      for (const second of numbers.filter((number) => number > first)) {
        const pair = new Map([[first, keys.get(first)], [second, keys.get(second)]]);
        if (!(await opensTo(vote.result, counted, pair, all))) {
          return found(false, `${first}, ${second}`);
        }
      }
    }
    return found(true, `${counted.length}`);
  },
};

const areFew = (said) => said.length < FEWEST_PUBLISHED || new Set(said.map(canonical)).size < 2;
const spread = ({ choices, number }) => Array.from({ length: number }, () => choices);

// Whether those ballots say what the result says, invalid ones and their reasons included.
async function opensTo(result, counted, pair, { ballots, papers, onPaper = [], terms, progress }) {
  const said = [];
  const invalid = [];
  for (const [at, { leaf, told }] of counted.entries()) {
    try {
      const info = await infoOf(terms.poll, unb64(told.key), told.number);
      said.push(wordsIn(await unseal(told.sealed, pair, info), terms));
    } catch (refused) {
      invalid.push({ leaf: hex(leaf), reason: refused.code });
    }
    progress?.(at + 1, counted.length);
  }
  invalid.sort((a, b) => (a.leaf < b.leaf ? -1 : 1));
  const again = {
    counted: said.length,
    replaced: ballots.length - counted.length,
    invalid,
    withheld: areFew(said) || (papers?.valid > 0 && areFew(onPaper.flatMap(spread))),
    paper: papers ? { found: papers.found, void: papers.void } : null,
    said: terms.questions.map((_question, at) => grouped(said, onPaper, at)),
  };
  const told = { ...result, said: result.questions?.map((question) => question.said) };
  return Object.entries(again).every(([name, value]) => canonical(told[name] ?? null) === canonical(value));
}

function linesOf(bytes) {
  if (bytes === null) return null;
  const lines = [];
  let from = 0;
  bytes.forEach((byte, at) => {
    if (byte !== 10) return;
    lines.push(bytes.slice(from, at));
    from = at + 1;
  });
  if (from < bytes.length) lines.push(bytes.slice(from));
  return lines;
}

// Both files as bytes, the second null where there is none. Gives `{code, ok, detail}` for each check; throws `Refused`
// when the first is not a vote. `progress(done, all)` is told of long work.
export async function verify(voteBytes, ballotBytes, { progress, receipts = [] } = {}) {
  let vote;
  try {
    vote = JSON.parse(text(voteBytes));
  } catch {
    throw new Refused("not-json");
  }
  members(vote, "type terms leaves heads closing keys ties result", "vote.json", "postponements paper on_paper");
  const terms = members(
    vote.terms,
    "type poll level site box witness opens closes questions length roll issuers scrutineers keys booth ties batch",
    "terms",
    "stations",
  );
  unuuid(terms.poll);
  const all = {
    vote,
    terms,
    progress,
    leaves: vote.leaves.map(unhex),
    heads: [],
    lines: linesOf(ballotBytes),
    keys: new Map(vote.keys.map((told) => [whole(told.scrutineer, 1, 3, "scrutineer"), unb64(told.private, 32)])),
  };
  const checks = [];
  for (const [code, look] of Object.entries(LOOKS)) {
    try {
      const seen = await look(all);
      if (seen) checks.push({ code, ...seen });
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      checks.push({ code, ok: false, detail: refused.message });
    }
  }
  for (const receipt of receipts) checks.push({ code: "receipt", ...(await kept(receipt, all)) });
  return checks;
}

async function kept(receipt, { terms, leaves, vote }) {
  try {
    const { promise, signature } = members(receipt, "promise signature", "promise");
    members(promise, "poll leaf batch", "promise");
    if (promise.poll !== terms.poll) throw new Refused("unknown-poll");
    if (!(await edVerifies(terms.keys.promise, "dream-ballot-promise/1", promise, unb64(signature, 64)))) {
      throw new Refused("wrong-promise");
    }
    const there = leaves.some((leaf) => hex(leaf) === promise.leaf);
    return found(there || (vote.closing === null ? null : false), promise.leaf);
  } catch (refused) {
    return found(false, refused.message);
  }
}
