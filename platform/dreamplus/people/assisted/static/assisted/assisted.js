// A screen that somebody leaves is wiped. Before that it asks; whoever types, points or scrolls is there.

const bar = document.querySelector("[data-dream-helped]");
const question = bar?.querySelector("dialog");
const seconds = question?.querySelector("[data-seconds]");
const told = question?.querySelector("[data-told]");

// Every so often the server is told that somebody is there; it keeps the same time.
const TOLD_EVERY = 20_000;

if (bar && question) {
  const warnedAfter = Number(bar.dataset.warnedAfter) * 1000;
  const left = Number(bar.dataset.left);
  const token = question.querySelector("[name=csrfmiddlewaretoken]").value;
  let seen = Date.now();
  let lastTold = Date.now();

  const tell = async () => {
    lastTold = Date.now();
    const body = new URLSearchParams({ csrfmiddlewaretoken: token });
    const answer = await fetch(bar.dataset.alive, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (answer && (answer.redirected || answer.status === 403)) location.replace(bar.dataset.gone);
  };
  const alive = () => {
    if (question.open) return;
    seen = Date.now();
    if (seen - lastTold > TOLD_EVERY) tell();
  };
  for (const sign of ["keydown", "pointerdown", "pointermove", "wheel", "touchmove", "input"]) {
    addEventListener(sign, alive, { passive: true });
  }

  const wipe = () => {
    const [, finish] = question.querySelectorAll("form");
    finish.requestSubmit();
  };
  const check = () => {
    const idle = Date.now() - seen;
    if (idle < warnedAfter) return;
    const remain = Math.ceil((warnedAfter - idle) / 1000 + left);
    if (remain <= 0) return wipe();
    if (!question.open) question.showModal();
    seconds.textContent = remain;
    if (remain % 15 === 0) told.textContent = `${remain} ${told.dataset.words}`;
  };
  const clock = setInterval(check, 1000);
  document.addEventListener("visibilitychange", check);

  question.addEventListener("close", () => {
    seen = Date.now();
    tell();
  });
  question.addEventListener("submit", (event) => {
    if (event.target.method === "post") clearInterval(clock);
  });
}
