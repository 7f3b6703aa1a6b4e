// What a ballot may say, as `polls/rules/ballots.py` reads it: words `code` or `code=mark`, in the order of the rules.

import { Refused } from "./records.js";

const KINDS = {
  single: "choices",
  several: "choices",
  "yes-no": "choices",
  score: "grades",
  "majority-judgment": "grades",
  coloured: "grades",
  irv: "ranking",
  condorcet: "ranking",
  stv: "ranking",
  points: "points",
  quadratic: "points",
};

export const kindOf = (rules) => KINDS[rules.method];

// The smallest and the largest mark, and how many options a ballot may name.
export function boundsOf(rules) {
  const options = rules.options.length;
  const most = rules.most ?? options;
  switch (kindOf(rules)) {
    case "grades":
      return { lowest: 0, highest: rules.method === "score" ? rules.top : 5, least: 1, most: options };
    case "ranking":
      return { lowest: 1, highest: most, least: 1, most };
    case "points":
      return { lowest: 1, highest: rules.credits, least: 1, most: options };
    default:
      return { least: rules.least ?? 1, most };
  }
}

// What marks cost: for quadratic votes the sum of their squares.
export function spent(rules, marks) {
  return [...marks.values()].reduce((sum, mark) => sum + (rules.method === "quadratic" ? mark * mark : mark), 0);
}

// The words that say `marks`, a Map from code to mark (1 for an option that is chosen). Throws `Refused`.
export function written(rules, marks) {
  const kind = kindOf(rules);
  const { lowest, highest, least, most } = boundsOf(rules);
  for (const code of marks.keys()) if (!rules.options.includes(code)) throw new Refused("not-allowed", code);
  if (marks.size > most) throw new Refused("too-many", String(most));
  if (marks.size && marks.size < least) throw new Refused("too-few", String(least));
  const named = rules.options.filter((code) => marks.has(code));
  if (kind === "choices") return named.join(" ");
  for (const mark of marks.values()) {
    if (!Number.isInteger(mark) || mark < lowest || mark > highest) throw new Refused("not-allowed", String(mark));
  }
  if (kind === "points" && spent(rules, marks) > rules.credits) throw new Refused("too-many-points");
  let ranks = [...new Set(marks.values())].sort((a, b) => a - b);
  if (kind === "ranking" && rules.method !== "condorcet" && ranks.length < marks.size) throw new Refused("same-rank");
  const told = (code) => (kind === "ranking" ? ranks.indexOf(marks.get(code)) + 1 : marks.get(code));
  return named.map((code) => `${code}=${told(code)}`).join(" ");
}

// The marks that words say. Throws `Refused` unless they are exactly what `written` would write.
export function readChoices(rules, words) {
  const marks = new Map();
  const marked = kindOf(rules) !== "choices";
  for (const word of words === "" ? [] : words.split(" ")) {
    const [code, mark] = marked ? word.split("=") : [word, "1"];
    if (marked && !/^[0-9]{1,4}$/.test(mark ?? "")) throw new Refused("not-allowed", word);
    if (marks.has(code)) throw new Refused("not-allowed", word);
    marks.set(code, Number(mark));
  }
  if (written(rules, marks) !== words) throw new Refused("not-canonical");
  return marks;
}
