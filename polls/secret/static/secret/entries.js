// What a log holds beside ballots: later closings, the paper; and which leaves they are.

import { readChoices } from "./choices.js";
import { canonical, hex, joined, leafOf, members, Refused, same, sha256, unb64, unhex, utf8, whole } from "./records.js";
import { edVerifies } from "./sealing.js";

const MOST_PAPERS = 10_000_000;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const leafOfEntry = (told) => leafOf(utf8(canonical(told)));

function moment(words) {
  if (typeof words !== "string" || !MOMENT.test(words) || Number.isNaN(Date.parse(words))) throw new Refused("bad-text");
  return words;
}

// Leaves by what they should be: of ballots, of the closing, of the paper. A postponement stands among the ballots.
export async function layout({ vote, leaves }) {
  const rest = leaves.slice(1);
  const paper = (vote.paper ?? null) !== null && rest.length ? rest.pop() : null;
  const closing = vote.closing !== null && rest.length ? rest.pop() : null;
  let at = 0;
  for (const told of vote.postponements ?? []) {
    const leaf = await leafOfEntry(told);
    const place = rest.slice(at).findIndex((one) => same(one, leaf));
    if (place < 0) throw new Refused("not-in-the-log", "postponement");
    at += place;
    rest.splice(at, 1);
  }
  return { ballots: rest, closing, paper };
}

// When the vote closes: each postponement moves what the one before said, and the witness has signed it.
export async function closingAfter(terms, entries) {
  let closes = terms.closes;
  for (const told of entries) {
    const { type, poll, witness, ...dates } = members(told, "type poll instead_of closes witness", "postponement");
    if (type !== "dream-postponement/1" || poll !== terms.poll) throw new Refused("unknown-type", "postponement");
    const agreed = await edVerifies(terms.keys.witness, "dream-postponement/1", { poll, ...dates }, unb64(witness, 64));
    if (!agreed) throw new Refused("wrong-signature", "postponement");
    if (moment(dates.instead_of) !== closes || moment(dates.closes) <= closes) throw new Refused("wrong-dates");
    closes = dates.closes;
  }
  return closes;
}

// The entry: what each station of the terms found, in their order.
export function readPapers(told, terms) {
  members(told, "type poll places marked said", "paper");
  if (told.type !== "dream-paper/1" || told.poll !== terms.poll) throw new Refused("unknown-type", "paper");
  if (!Array.isArray(told.places) || told.places.length !== terms.stations.length) throw new Refused("wrong-stations");
  let [found, empty] = [0, 0];
  for (const [at, place] of told.places.entries()) {
    members(place, "station found void signed", "place");
    if (place.station !== terms.stations[at].code) throw new Refused("wrong-stations");
    found += whole(place.found, 0, MOST_PAPERS, "found");
    empty += whole(place.void, 0, place.found, "void");
    if (place.signed !== null) whole(place.signed, 0, MOST_PAPERS, "signed");
  }
  unhex(told.said);
  return { found, void: empty, valid: found - empty, marked: whole(told.marked, 0, terms.roll.size, "marked") };
}

// What papers say, once it is what the entry committed to: allowed ballots, as many as were found, in order.
export async function readSaid(told, entry, terms) {
  const { nonce, groups } = members(told, "nonce groups", "said");
  if (!Array.isArray(groups)) throw new Refused("wrong-members", "groups");
  let [number, before] = [0, null];
  for (const group of groups) {
    members(group, "choices number", "group");
    const fits = Array.isArray(group.choices) && group.choices.length === terms.questions.length;
    if (!fits || group.choices.some((words) => typeof words !== "string")) throw new Refused("not-a-ballot");
    group.choices.forEach((words, at) => readChoices(terms.questions[at].rules, words));
    if (before !== null && !comes(before, group.choices)) throw new Refused("not-canonical", "groups");
    before = group.choices;
    number += whole(group.number, 1, MOST_PAPERS, "number");
  }
  const commitment = await sha256(joined(unhex(nonce), utf8(canonical(groups))));
  if (hex(commitment) !== entry.said) throw new Refused("other-papers");
  if (number !== readPapers(entry, terms).valid) throw new Refused("out-of-range", "papers");
  return groups;
}

// Whether the answers of the first group stand before those of the second.
function comes(first, second) {
  const at = first.findIndex((words, place) => words !== second[place]);
  return at >= 0 && first[at] < second[at];
}

export const isEntry = async (told, leaf) => leaf !== null && same(await leafOfEntry(told), leaf);
