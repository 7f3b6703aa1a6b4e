// Keeps what is being written, a moment after the last key; says so in a live region. The form works without it.
const PAUSE = 1500;

for (const form of document.querySelectorAll("[data-dream-draft]")) {
  const told = form.querySelector("[data-dream-kept]");
  let timer = 0;
  let last = written(form);

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(), PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
  form.addEventListener("submit", () => clearTimeout(timer));

  async function keep(leaving = false) {
    clearTimeout(timer);
    if (written(form) === last) return;
    const before = last;
    last = written(form);
    const data = new FormData(form);
    data.set("action", "autosave");
    try {
      const answer = await fetch(form.dataset.dreamDraft, { method: "POST", body: data, keepalive: leaving, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      if (told) told.textContent = await answer.text();
    } catch {
      last = before;
    }
  }
}

function written(form) {
  return ["title", "body", "theme"].map((name) => form.elements[name]?.value ?? "").join("\u0000");
}
