// Pages of one file: their words in the reader's language, and the small things of a page.

const WORDS = JSON.parse(document.getElementById("words").textContent);
let spoken = navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in WORDS) ?? "fr";

export const language = () => spoken;
export const say = (name) => WORDS[spoken][name] ?? name;

// An element with attributes and children; words are text, never markup.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export const $ = (selector) => document.querySelector(selector);

// Words of the page, and what `again` draws, in the language that is chosen.
export function speak(again) {
  document.documentElement.lang = spoken;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  document.title = `${say("title")} · DREAM+`;
  const choices = Object.keys(WORDS).map((code) => {
    const button = element("button", { type: "button", class: "button button-quiet button-small", lang: code });
    button.textContent = WORDS[code].languageName;
    button.setAttribute("aria-pressed", String(code === spoken));
    button.addEventListener("click", () => {
      spoken = code;
      speak(again);
      document.querySelector(`[data-languages] [lang=${code}]`).focus();
    });
    return button;
  });
  $("[data-languages]").replaceChildren(...choices);
  $("[data-languages]").setAttribute("aria-label", say("language"));
  again();
}

export function complain(words) {
  const line = $("[data-error]");
  line.textContent = words;
  line.hidden = !words;
}

const MARKS = { true: ["good", "right"], false: ["error", "wrong"], null: ["soon", "notYet"] };

// The three lists. `checks` as `verify` gives them: some votes have a later closing, or paper.
export function report(checks, withheld) {
  const line = ({ code, ok, detail }) => {
    const [tone, word] = MARKS[ok];
    const found = element("li", {}, element("span", { class: `badge badge-${tone}` }, say(word)));
    found.append(element("span", {}, say(`check.${code}`)));
    if (detail) found.append(element("small", {}, ok === false ? detail : say(`found.${code}`).replace("{}", detail)));
    return found;
  };
  const list = (title, ...lines) => [element("h3", {}, say(title)), element("ul", {}, ...lines)];
  const told = (names) => names.map((name) => element("li", {}, say(name)));
  const codes = checks.map((check) => check.code);
  const more = ["postponements", "paper"].filter((code) => codes.includes(code)).map((code) => `word.${code}`);
  return [
    element("h3", {}, say("checked")),
    element("ul", { class: "checks" }, ...checks.map(line)),
    ...list("onTheirWord", ...told(["word.roll", "word.keys", "word.witness", "word.box", ...more])),
    ...list(
      "cannot",
      ...told(["cannot.watched", "cannot.page", "cannot.early", ...(withheld ? ["cannot.withheld"] : [])]),
    ),
  ];
}
