// What a ballot says while it is filled in: what is left, and cards that move. Without it, the plain fields do the same.

function status(ballot, text, over = false) {
  const line = ballot.querySelector(".ballot-left");
  line.hidden = false;
  line.classList.toggle("is-over", over);
  if (line.textContent !== text) line.textContent = text;
}

function blankOf(ballot) {
  return ballot.querySelector(".ballot-blank input");
}

// A mark says that the vote is not blank, and the other way round.
function unblank(ballot) {
  const blank = blankOf(ballot);
  if (blank.checked) blank.checked = false;
}

function grades(ballot) {
  const rows = [...ballot.querySelectorAll(".graded")];
  const tell = () => {
    const done = rows.filter((row) => row.querySelector("input:checked")?.value).length;
    status(ballot, `${ballot.dataset.left} ${done} ${ballot.dataset.of} ${rows.length}`);
  };
  ballot.addEventListener("change", (event) => {
    if (event.target === blankOf(ballot)) {
      if (event.target.checked) for (const row of rows) row.querySelector("input[value='']").checked = true;
    } else if (event.target.value) unblank(ballot);
    tell();
  });
  tell();
}

function points(ballot) {
  const { credits, left, of, over, quadratic } = ballot.dataset;
  const fields = [...ballot.querySelectorAll(".points-number")];
  const cost = (field) => {
    const number = Math.max(0, Math.trunc(Number(field.value)) || 0);
    return quadratic === undefined ? number : number * number;
  };
  const tell = () => {
    const spent = fields.reduce((sum, field) => sum + cost(field), 0);
    const rest = credits - spent;
    status(ballot, rest < 0 ? `${over} ${-rest}` : `${left} ${rest} ${of} ${credits}`, rest < 0);
    if (quadratic !== undefined)
      for (const field of fields) field.closest(".points").querySelector("[data-cost]").textContent = cost(field) ? `= ${cost(field)}` : "";
  };
  for (const button of ballot.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = button.closest(".points").querySelector("input");
      field.value = Math.max(0, (Math.trunc(Number(field.value)) || 0) + Number(button.dataset.step));
      if (field.value !== "0") unblank(ballot);
      tell();
    });
  }
  ballot.addEventListener("input", (event) => {
    if (event.target === blankOf(ballot)) {
      if (event.target.checked) for (const field of fields) field.value = "";
    } else if (Number(event.target.value)) unblank(ballot);
    tell();
  });
  tell();
}

function ranking(ballot) {
  const list = ballot.querySelector(".ranking");
  const cards = [...list.children];
  const most = Number(ballot.dataset.most);
  const field = (card) => card.querySelector("select");
  const button = (card, move) => card.querySelector(`[data-move='${move}']`);
  const rank = (card) => Number(field(card).value) || 0;
  let ranked = cards.filter(rank).sort((one, other) => rank(one) - rank(other));
  // A card that shares the rank of the one before it.
  let equal = new Set(ranked.filter((card, place) => place > 0 && rank(card) === rank(ranked[place - 1])));

  const draw = () => {
    equal.delete(ranked[0]);
    let last = 0;
    for (const card of cards) field(card).value = "";
    for (const card of ranked) {
      if (!equal.has(card)) last += 1;
      field(card).value = String(last);
    }
    const wanted = [...ranked, ...cards.filter((card) => !ranked.includes(card))];
    const focused = document.activeElement;
    if (wanted.some((card, place) => list.children[place] !== card)) list.append(...wanted);
    if (focused && list.contains(focused)) focused.focus();
    for (const card of cards) {
      const place = ranked.indexOf(card);
      const is = place >= 0;
      card.classList.toggle("is-ranked", is);
      card.querySelector("[data-place]").textContent = is ? field(card).value : "–";
      button(card, "in").hidden = is;
      button(card, "in").disabled = ranked.length >= most;
      for (const move of ["up", "down", "out"]) button(card, move).hidden = !is;
      button(card, "up").disabled = place === 0;
      button(card, "down").disabled = place === ranked.length - 1;
      const same = button(card, "equal");
      if (same) {
        same.hidden = place < 1;
        same.setAttribute("aria-pressed", String(equal.has(card)));
      }
    }
  };

  const tell = (card) => {
    const { left, of, saidRank, saidOut } = ballot.dataset;
    const all = Math.min(most, cards.length);
    const sum = `${left} ${ranked.length} ${of} ${all}`;
    if (!card) return status(ballot, sum);
    const label = card.querySelector(".choice-label").textContent;
    return status(ballot, `${label} : ${rank(card) ? `${saidRank} ${rank(card)}` : saidOut}. ${sum}`);
  };

  const moves = {
    in: (card) => ranked.push(card),
    out: (card) => {
      const next = ranked[ranked.indexOf(card) + 1];
      if (next && !equal.has(card)) equal.delete(next);
      equal.delete(card);
      ranked = ranked.filter((one) => one !== card);
    },
    up: (card) => swap(card, -1),
    down: (card) => swap(card, 1),
    equal: (card) => (equal.has(card) ? equal.delete(card) : equal.add(card)),
  };
  const swap = (card, by) => {
    const place = ranked.indexOf(card);
    [ranked[place], ranked[place + by]] = [ranked[place + by], ranked[place]];
    equal.delete(card);
    equal.delete(ranked[place]);
  };

  list.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-move]");
    if (!pressed) return;
    const card = pressed.closest("[data-option]");
    moves[pressed.dataset.move](card);
    unblank(ballot);
    draw();
    tell(card);
    if (pressed.hidden || pressed.disabled) card.querySelector("[data-move]:not([hidden], [disabled])")?.focus();
    card.scrollIntoView({ block: "nearest" });
  });
  blankOf(ballot).addEventListener("change", (event) => {
    if (!event.target.checked) return;
    ranked = [];
    equal = new Set();
    draw();
    tell();
  });

  ballot.classList.add("has-moves");
  for (const card of cards) card.querySelector(".ranked-moves").hidden = false;
  draw();
  tell();
}

for (const ballot of document.querySelectorAll("[data-ballot]")) ({ grades, points, ranking })[ballot.dataset.ballot](ballot);
