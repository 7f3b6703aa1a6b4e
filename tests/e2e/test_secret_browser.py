"""The browser's side of a secret vote in Chromium: RFC 9474's vectors, tokens, seals, ballots, and its own verifier."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from polls.rules import ChoiceRefused, Kind, check
from polls.secret.rules import blind, opening, sealing, signatures
from polls.secret.rules.ballot import Ballot
from polls.secret.rules.canonical import b64, encode, unb64
from polls.secret.rules.publication import Publication
from polls.secret.rules.terms import Terms
from tests.polls.secret.tamperings import OF_PAPER, TABLE, Tampering
from tests.polls.secret.test_limits import EVERY
from tests.polls.secret.village import Village, issuer, voted, voted_with_paper

pytestmark = pytest.mark.browser
STATIC = Path(settings.ROOT) / "polls" / "secret" / "static" / "secret"
VECTORS = json.loads((Path(settings.ROOT) / "tests/data/votes/rfc9474_vectors.json").read_text())


class Files(SimpleHTTPRequestHandler):
    """The scripts as any web server gives them, and an empty page."""

    def log_message(self, *words: object) -> None:
        """Nothing is told."""

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        body = b"<!doctype html><title>.</title><script src='vendor/sealing-kit.min.js'></script>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(STATIC)))
    Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.close()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def village() -> Village:
    return voted()


def run(page: Page, module: str, body: str, **told: Any) -> Any:
    """`body`, an async function body, with the module as `it` and `told` as `told`."""
    return page.evaluate(
        f"async (told) => {{ const it = await import('/{module}.js'), rec = await import('/records.js'); {body} }}",
        told,
    )


def octets(text: str) -> list[int]:
    return list(bytes.fromhex(text.removeprefix("0x")))


def encoded(number: str) -> str:
    raw = int(number, 16)
    return b64(raw.to_bytes((raw.bit_length() + 7) // 8, "big"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_vectors_of_rfc_9474_byte_for_byte(vector: dict[str, str], page: Page) -> None:
    """With the chance of the vectors in place of the browser's: prefix, salt and r, in the order of drawing."""
    told = run(
        page,
        "sealing",
        """
        const { RSABSSA } = globalThis.sealingKit;
        const [, , padding, preparing] = told.name.split("-");
        const suite = RSABSSA.SHA384[padding === "PSS" ? "PSS" : "PSSZero"][preparing]();
        const usages = { name: "RSA-PSS", hash: "SHA-384" };
        const jwk = { kty: "RSA", n: told.n, e: told.e };
        const key = await crypto.subtle.importKey("jwk", jwk, usages, true, ["verify"]);
        const draws = [told.prefix, told.salt, told.r].filter((draw) => draw.length);
        const real = crypto.getRandomValues.bind(crypto);
        crypto.getRandomValues = (array) => {
          if (!draws.length || draws[0].length !== array.length) return real(array);
          array.set(draws.shift());
          return array;
        };
        try {
          const prepared = suite.prepare(new Uint8Array(told.msg));
          const { blindedMsg, inv } = await suite.blind(key, prepared);
          const sig = await suite.finalize(key, prepared, new Uint8Array(told.blindSig), inv);
          return [prepared, blindedMsg, inv, sig].map((bytes) => [...bytes]);
        } finally {
          crypto.getRandomValues = real;
        }
        """,
        name=vector["name"],
        n=encoded(vector["n"]),
        e=encoded(vector["e"]),
        msg=octets(vector["msg"]),
        prefix=octets(vector["msg_prefix"]),
        salt=octets(vector["salt"]),
        r=list(pow(int(vector["inv"], 16), -1, int(vector["n"], 16)).to_bytes(512, "big")),
        blindSig=octets(vector["blind_sig"]),
    )
    assert told == [octets(vector[name]) for name in ("input_msg", "blinded_msg", "inv", "sig")]


def test_a_ballot_from_the_browser_to_the_count(page: Page, village: Village) -> None:
    """Key and blinding in the browser, signature on the server, token and ballot in the browser, box and count here."""
    terms = village.terms.told()
    asked = run(
        page,
        "sealing",
        "const key = await it.newVotingKey();return { ...key, ...(await it.blinded(told.terms, key.key)) };",
        terms=terms,
    )
    signature = b64(blind.sign(issuer(), unb64(asked["blinded"])))
    cast = run(
        page,
        "sealing",
        "const token = await it.finalized(told.terms, told.asked, told.signature);"
        "const held = { ...told.asked, tokens: [token] };"
        "return rec.canonical(await it.ballot(told.terms, held, ['sun'], 1));",
        terms=terms,
        asked=asked,
        signature=signature,
    )
    ballot = Ballot.read(cast.encode(), village.terms)
    for pair in ((1, 2), (1, 3), (2, 3)):
        opened = opening.open_all(village.terms, [ballot], {n: village.scrutineers[n - 1] for n in pair})
        assert list(opened.said.values()) == [(("sun",),)]


def test_the_browser_takes_no_wrong_signature(page: Page, village: Village) -> None:
    said = run(
        page,
        "sealing",
        "const key = await it.newVotingKey(); const asked = await it.blinded(told.terms, key.key);"
        "try { await it.finalized(told.terms, asked, asked.blinded); return 'taken'; } catch { return 'refused'; }",
        terms=village.terms.told(),
    )
    assert said == "refused"


def test_scrutineers_open_in_their_browser_what_python_sealed(page: Page) -> None:
    keys = run(page, "sealing", "return Promise.all([1, 2, 3].map(it.newScrutineerKey));")
    assert [sealing.public_of(unb64(key["private"])) for key in keys] == [unb64(key["public"]) for key in keys]
    sealed = sealing.seal(b"a test ballot", [unb64(key["public"]) for key in keys], info=b"here")
    opened = run(
        page,
        "sealing",
        """
        const raw = (number) => rec.unb64(told.keys[number - 1].private);
        const open = async (...pair) => {
          const keys = new Map(pair.map((number) => [number, raw(number)]));
          return rec.text(await it.unseal(told.sealed, keys, rec.utf8("here")));
        };
        return Promise.all([open(1, 2), open(1, 3), open(2, 3), open(1, 1).catch((refused) => refused.code)]);
        """,
        keys=keys,
        sealed=sealed.told(),
    )
    assert opened == ["a test ballot"] * 3 + ["key-not-given"]


AWKWARD = ["é ù œ – « » \u2028\u2029", '\x00\x1f\x7f"\\/\b\f\n\r\t', "🗳️ ﬁ ẞ", "<script>&amp;"]


def test_both_write_the_same_bytes(page: Page) -> None:
    value = {"b": AWKWARD, "a": {"z": 1, "Z": [True, False, None, -1, 0, 2**53 - 1]}, "": {}}
    written = run(
        page, "records", "return [rec.canonical(told.value), rec.hex(await rec.digest(told.value))];", value=value
    )
    assert written == [encode(value).decode(), sha256(encode(value)).hexdigest()]


def test_both_allow_the_same_ballots(page: Page) -> None:
    """Four hundred ballots for each method, allowed or not, in the order of the rules or not."""
    chance = random.Random(9474)
    cases, said = [], []
    for rules in EVERY:
        for _case in range(400):
            codes = chance.choices([*rules.options, "x"], k=chance.randint(0, 4))
            words = [
                code if rules.kind == Kind.CHOICES else f"{code}={chance.choice((0, 1, 1, 2, 3, 5, 9, '01', ''))}"
                for code in codes
            ]
            if chance.random() < 0.6:
                words = sorted(set(words))
            cases.append([rules.stored(), " ".join(words)])
            try:
                said.append(check(rules, words) == tuple(words))
            except ChoiceRefused:
                said.append(False)
    body = """
    return told.cases.map(([rules, words]) => {
      try { return Boolean(it.readChoices(rules, words)); }
      catch (refused) { return refused.code ? false : String(refused); }
    });
    """
    assert run(page, "choices", body, cases=cases) == said
    assert 200 < sum(said) < len(said) - 200


def files(publication: Publication) -> dict[str, str | None]:
    told = dict(publication.files())
    ballots = told.get("ballots.jsonl")
    return {
        "vote": base64.b64encode(told["vote.json"]).decode(),
        "ballots": None if ballots is None else base64.b64encode(ballots).decode(),
    }


VERIFY = """
const bytes = (words) => words === null ? null : Uint8Array.from(atob(words), (one) => one.charCodeAt(0));
return Promise.all(told.all.map(({ vote, ballots }) =>
  it.verify(bytes(vote), bytes(ballots), { receipts: told.receipts })));
"""


def checks(page: Page, *publications: Publication, receipts: tuple[Any, ...] = ()) -> list[dict[str, bool | None]]:
    """What the browser's verifier says of each, by check."""
    told = run(page, "verify", VERIFY, all=[files(one) for one in publications], receipts=list(receipts))
    return [{check["code"]: check["ok"] for check in one} for one in told]


@pytest.mark.parametrize(("make", "table"), [(voted, TABLE), (voted_with_paper, OF_PAPER)], ids=["screens", "paper"])
def test_the_browser_sees_every_tampering(page: Page, make: Callable[[], Village], table: dict[Tampering, Any]) -> None:
    village = make()
    publication = village.publication()
    tampered = [tamper(village, publication) for tamper in table]
    seen = checks(page, publication, *tampered)
    assert set(seen[0].values()) == {True}
    told = [{code for code, ok in one.items() if ok is False} for one in seen[1:]]
    assert dict(zip((tamper.__name__ for tamper in table), told, strict=True)) == {
        tamper.__name__: faults for tamper, faults in table.items()
    }


def test_the_browser_agrees_on_invalid_withheld_and_open_votes(page: Page) -> None:
    invalid = Village()
    voters = [invalid.voter() for _one in range(32)]
    ballots = [voter.votes(("sat",) if number % 2 else ()) for number, voter in enumerate(voters)]
    length = invalid.terms.length
    odd = [invalid.voter().votes(plain=plain.ljust(length, b"\0")) for plain in (b"", b'["mon"]', b'["sat sun"]')]
    copied = invalid.voter().bears(ballots[0].sealed, number=1)
    invalid.batch([*ballots, *odd, copied])
    invalid.close()
    told = invalid.publication()
    assert [one["reason"] for one in told.result["invalid"]].count("not-allowed") == 2
    few, running = voted(12).publication(), Village()
    running.batch([running.voter().votes(("sat",))])
    open_vote = Publication(
        terms=running.terms,
        leaves=tuple(running.leaves),
        heads=tuple(head.told() for head in running.heads),
        closing=None,
        keys={},
        ties=(None, None),
        result=None,
        ballots=None,
    )
    seen = checks(page, told, few, open_vote)
    assert set(seen[0].values()) == {True}
    assert [code for code, ok in seen[1].items() if ok is None] == ["ballots", "keys", "count"]
    assert [code for code, ok in seen[2].items() if ok] == ["terms", "heads", "witness"]
    assert False not in [*seen[1].values(), *seen[2].values()]


def test_a_broken_promise_is_seen(page: Page, village: Village) -> None:
    promised = {"poll": str(village.terms.poll), "leaf": "0" * 64, "batch": {"ballots": 20, "seconds": 3600}}
    signature = b64(signatures.sign(village.promise_key, signatures.PROMISE, promised))
    [seen] = checks(page, village.publication(), receipts=({"promise": promised, "signature": signature},))
    assert seen["receipt"] is False


def test_the_terms_are_those_that_python_reads(village: Village) -> None:
    assert Terms.read(json.loads(encode(village.terms.told()))) == village.terms
