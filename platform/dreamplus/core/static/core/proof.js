/* Solves the challenge of a field [data-dream-proof] once somebody begins to write in its form: the number whose SHA-256
   with the salt is the challenge. In small steps, so that typing stays smooth. Without it the form is sent as it is. */

const STEP = 500;

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function solve(field) {
  const { algorithm, challenge, maxNumber, salt, signature } = JSON.parse(field.dataset.dreamProof);
  for (let first = 0; first <= maxNumber; first += STEP) {
    const numbers = Array.from({ length: Math.min(STEP, maxNumber - first + 1) }, (_, index) => first + index);
    const found = (await Promise.all(numbers.map((number) => digest(salt + number)))).indexOf(challenge);
    if (found >= 0) {
      field.value = btoa(JSON.stringify({ algorithm, challenge, number: first + found, salt, signature }));
      return;
    }
    await new Promise((resume) => setTimeout(resume));
  }
}

for (const field of document.querySelectorAll("[data-dream-proof]")) {
  if (!globalThis.crypto?.subtle || !field.form) continue;
  field.form.addEventListener("focusin", () => solve(field), { once: true });
}
