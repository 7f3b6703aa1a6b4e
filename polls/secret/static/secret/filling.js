// The ballot of one question, drawn as its rules say. `state.marks` is a Map from option to mark, 1 where it is chosen;
// `state.place` is the number of the question, so that no two of them share a name of a field.

import { boundsOf, kindOf, spent } from "./choices.js";
import { Refused } from "./records.js";
import { element, say } from "./telling.js";

export const labelOf = (words, code) => words.options?.[code]?.label ?? words.options?.[code] ?? code;
export const emptyState = (place = 1) => ({ place, marks: new Map(), blank: false });

// Words of a grade where it has some, else its number.
const gradeOf = (words, mark) => words.grades?.[mark] ?? String(mark);

function wordsOf(words, code) {
  const told = element("span", { class: "choice-words" }, element("span", { class: "choice-label" }, labelOf(words, code)));
  const more = words.options?.[code]?.description;
  if (more) told.append(element("span", { class: "choice-description" }, more));
  return told;
}

function card(type, name, checked, words, changed) {
  const input = element("input", { type, name });
  input.checked = checked;
  input.addEventListener("change", () => changed(input.checked));
  return element("div", { class: "choice" }, element("label", {}, input, words));
}

function blankCard(type, state, changed) {
  const told = element("span", { class: "choice-words" }, element("span", { class: "choice-label" }, say("voteBlank")));
  told.append(element("span", { class: "choice-description" }, say("blankHelp")));
  return card(type, `choice-${state.place}`, state.blank, told, (on) => {
    if (type === "radio") state.marks.clear();
    state.blank = on;
    changed();
  });
}

function choices(rules, words, state, changed) {
  const radio = boundsOf(rules).most === 1;
  const type = radio ? "radio" : "checkbox";
  const cards = rules.options.map((code) =>
    card(type, `choice-${state.place}`, state.marks.has(code), wordsOf(words, code), (on) => {
      if (radio) [state.blank] = [false, state.marks.clear()];
      if (on) state.marks.set(code, 1);
      else state.marks.delete(code);
      changed();
    }),
  );
  return [...cards, blankCard(type, state, changed)];
}

function grades(rules, words, state, changed) {
  const { lowest, highest } = boundsOf(rules);
  const marks = Array.from({ length: highest - lowest + 1 }, (_one, at) => highest - at);
  const rows = rules.options.map((code) => {
    const row = element("fieldset", { class: "graded" }, element("legend", {}, wordsOf(words, code)));
    const buttons = [...marks, null].map((mark) => {
      const input = element("input", { type: "radio", name: `grade-${state.place}-${code}` });
      input.checked = mark === null ? !state.marks.has(code) : state.marks.get(code) === mark;
      input.addEventListener("change", () => {
        if (mark === null) state.marks.delete(code);
        else state.marks.set(code, mark);
        changed();
      });
      const told = element("span", {}, mark === null ? say("noGrade") : gradeOf(words, mark));
      return element("label", { class: `grade${mark === null ? " grade-none" : ""}` }, input, told);
    });
    row.append(element("div", { class: `grades grades-${rules.method}` }, ...buttons));
    return row;
  });
  return [...rows, blankCard("checkbox", state, changed)];
}

function ranking(rules, words, state, changed) {
  const { highest } = boundsOf(rules);
  const rows = rules.options.map((code) => {
    const select = element("select", { id: `rank-${state.place}-${code}`, class: "input" });
    select.append(element("option", { value: "" }, say("notRanked")));
    for (let rank = 1; rank <= highest; rank += 1) select.append(element("option", { value: rank }, String(rank)));
    select.value = state.marks.get(code) ?? "";
    select.addEventListener("change", () => {
      if (select.value) state.marks.set(code, Number(select.value));
      else state.marks.delete(code);
      changed();
    });
    return element("div", { class: "single-marked" }, element("label", { for: `rank-${state.place}-${code}` }, wordsOf(words, code)), select);
  });
  return [...rows, blankCard("checkbox", state, changed)];
}

function points(rules, words, state, changed) {
  const { highest } = boundsOf(rules);
  const rows = rules.options.map((code) => {
    const input = element("input", { type: "number", min: 0, max: highest, id: `points-${state.place}-${code}`, class: "input" });
    input.value = state.marks.get(code) ?? "";
    input.addEventListener("input", () => {
      if (Number(input.value)) state.marks.set(code, Number(input.value));
      else state.marks.delete(code);
      changed();
    });
    return element("div", { class: "single-marked" }, element("label", { for: `points-${state.place}-${code}` }, wordsOf(words, code)), input);
  });
  return [...rows, blankCard("checkbox", state, changed)];
}

const DRAWN = { choices, grades, ranking, points };

// What is asked, in one sentence.
function instruction(rules) {
  const { least, most } = boundsOf(rules);
  const kind = kindOf(rules);
  if (kind === "choices" && most === 1) return say("instruction.single");
  const numbers = kind === "points" ? [rules.credits] : [least, most];
  const name = rules.method === "quadratic" ? "quadratic" : kind === "choices" ? "several" : kind;
  return numbers.reduce((words, number) => words.replace("{}", number), say(`instruction.${name}`));
}

// How far the ballot is, announced while it is filled in.
function left(rules, state) {
  const { most } = boundsOf(rules);
  const kind = kindOf(rules);
  if (kind === "choices" && most === 1) return "";
  if (kind === "points") return say("left.points").replace("{}", rules.credits - spent(rules, state.marks));
  return say("left.options").replace("{}", state.marks.size).replace("{}", most);
}

export function drawBallot(rules, words, state) {
  const status = element("p", { class: "ballot-left", role: "status" }, left(rules, state));
  const changed = () => {
    status.textContent = left(rules, state);
  };
  const drawn = element("fieldset", { class: "choices single-ballot" });
  drawn.append(element("legend", { class: "choices-legend" }, words.question || words.title));
  drawn.append(element("p", { class: "field-help" }, instruction(rules)), ...DRAWN[kindOf(rules)](rules, words, state, changed));
  drawn.append(status);
  return drawn;
}

// The marks, once something was chosen or blank was. Throws `Refused`.
export function marksOf(state) {
  if (state.blank && state.marks.size) throw new Refused("blankAndMore");
  if (!state.blank && !state.marks.size) throw new Refused("nothingChosen");
  return state.marks;
}

// The choice read back, a line for each option that is named.
export function readBack(rules, words, state) {
  if (state.blank) return [say("voteBlank")];
  const kind = kindOf(rules);
  const named = rules.options.filter((code) => state.marks.has(code));
  if (kind === "ranking") named.sort((a, b) => state.marks.get(a) - state.marks.get(b));
  const said = (code) => (kind === "grades" ? gradeOf(words, state.marks.get(code)) : state.marks.get(code));
  return named.map((code) => (kind === "choices" ? labelOf(words, code) : `${labelOf(words, code)} : ${said(code)}`));
}
