"""Answers that lie, break or blow up: each is refused whole, under its own name."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jws as joserfc_jws
from joserfc.jwk import OctKey, OKPKey

from dreamplus.federation.wire import canonical, chain, entries, feed, heads, jws, keys
from dreamplus.federation.wire.chain import Known
from dreamplus.federation.wire.faults import Fault, WireError
from tests.dreamplus.federation.honest import AT, ISSUER, KEY, STRANGER, Publisher, result, thing


def refused(data: bytes, known: Known | None = None) -> Fault:
    with pytest.raises(WireError) as error:
        read(data, known or Known())
    return error.value.fault


def read(data: bytes, known: Known) -> None:
    outcome = chain.verify(feed.decode(data), issuer=ISSUER, trusted=Publisher().trusted, known=known, at=AT)
    chain.check_replacements(outcome.lines, latest={})


def page_with(spoil: Callable[[dict[str, Any]], object]) -> bytes:
    """An honest page of one result, spoilt after signing."""
    publisher = Publisher()
    publisher.publish(result())
    document = json.loads(publisher.page())
    spoil(document)
    return json.dumps(document, ensure_ascii=False).encode()


HONEST = page_with(dict.copy)


def nested(depth: int) -> bytes:
    return b'{"entries": ' + b"[" * depth + b"]" * depth + b', "head": "x", "next": 0}'


RAW: dict[str, tuple[bytes, Fault]] = {
    "nothing at all": (b"", Fault.NOT_JSON),
    "a page of HTML": (b"<!doctype html><title>Hello</title>", Fault.NOT_JSON),
    "half a page": (HONEST[: len(HONEST) // 2], Fault.NOT_JSON),
    "something after the page": (HONEST + b"{}", Fault.NOT_JSON),
    "a byte order mark": (b"\xef\xbb\xbf" + HONEST, Fault.NOT_JSON),
    "latin-1": ('{"entries": [], "head": "é", "next": 0}'.encode("latin-1"), Fault.NOT_UTF8),
    "utf-16": (HONEST.decode().encode("utf-16"), Fault.NOT_UTF8),
    "nine megabytes": (b" " * 9_000_000, Fault.TOO_LARGE),
    "a name twice": (HONEST.replace(b'"next": 1', b'"next": 1, "next": 1'), Fault.DUPLICATE_KEY),
    "a name twice, once escaped": (HONEST.replace(b'"next": 1', b'"next": 1, "n\\u0065xt": 1'), Fault.DUPLICATE_KEY),
    "NaN": (HONEST.replace(b'"next": 1', b'"next": NaN'), Fault.NOT_A_NUMBER),
    "minus infinity": (HONEST.replace(b'"next": 1', b'"next": -Infinity'), Fault.NOT_A_NUMBER),
    "a fraction": (HONEST.replace(b'"next": 1', b'"next": 1.0'), Fault.FRACTION),
    "an exponent": (HONEST.replace(b'"next": 1', b'"next": 1e999'), Fault.FRACTION),
    "a number beyond 2^53": (HONEST.replace(b'"next": 1', b'"next": 9007199254740992'), Fault.HUGE_INTEGER),
    "a number of a million digits": (HONEST.replace(b'"next": 1', b'"next": ' + b"9" * 10**6), Fault.HUGE_INTEGER),
    "brackets, thirteen deep": (nested(13), Fault.TOO_DEEP),
    "brackets, a million deep": (nested(1_000_000), Fault.TOO_DEEP),
    "half a surrogate pair": (HONEST.replace(b'"next"', b'"x": "\\ud800", "next"'), Fault.LONE_SURROGATE),
    "a list": (b"[]", Fault.WRONG_KIND),
    "null": (b"null", Fault.WRONG_KIND),
}


@pytest.mark.parametrize("name", RAW)
def test_bytes_that_are_no_page(name: str) -> None:
    data, fault = RAW[name]
    assert refused(data) == fault


def test_a_string_that_never_ends_is_read_once() -> None:
    began = time.process_time()
    assert refused(b'"' + b'\\"' * 2_000_000) is Fault.NOT_JSON
    assert refused(b'"a' * 2_000_001) is Fault.NOT_JSON
    assert time.process_time() - began < 5


def first(document: dict[str, Any]) -> dict[str, Any]:
    return document["entries"][0]


PAGES: dict[str, tuple[Callable[[dict[str, Any]], object], Fault]] = {
    "no head": (lambda d: d.pop("head"), Fault.MISSING_MEMBER),
    "a head that is a number": (lambda d: d.update(head=1), Fault.NOT_A_JWS),
    "a member we do not know": (lambda d: d.update(total=1), Fault.UNKNOWN_MEMBER),
    "entries that are an object": (lambda d: d.update(entries={}), Fault.WRONG_KIND),
    "an entry that is a string": (lambda d: d.update(entries=["x"]), Fault.WRONG_KIND),
    "101 entries": (lambda d: d.update(entries=d["entries"] * 101), Fault.TOO_MANY_ENTRIES),
    "next is true": (lambda d: d.update(next=True), Fault.WRONG_NEXT),
    "next is text": (lambda d: d.update(next="1"), Fault.WRONG_NEXT),
    "next runs backwards": (lambda d: d.update(next=-1), Fault.WRONG_NEXT),
    "next skips a line": (lambda d: d.update(next=2), Fault.WRONG_NEXT),
    "next makes us turn in circles": (lambda d: d.update(next=0), Fault.WRONG_NEXT),
    "an entry without its token": (lambda d: first(d).pop("e"), Fault.MISSING_MEMBER),
    "an entry whose token is a list": (lambda d: first(d).update(e=[]), Fault.NOT_A_JWS),
    "an entry with a further member": (lambda d: first(d).update(html="<b>"), Fault.UNKNOWN_MEMBER),
    "a body without its salt": (lambda d: first(d).update(s=None), Fault.BODY_WITHOUT_SALT),
    "a salt without its body": (lambda d: first(d).update(b=None), Fault.BODY_WITHOUT_SALT),
    "a salt that is a number": (lambda d: first(d).update(s=5), Fault.WRONG_KIND),
    "a short salt": (lambda d: first(d).update(s="AAAA"), Fault.BAD_BASE64),
    "a salt with padding": (lambda d: first(d).update(s=first(d)["s"] + "="), Fault.BAD_BASE64),
    "another salt": (lambda d: first(d).update(s=keys.b64encode(b"x" * 32)), Fault.BODY_MISMATCH),
    "one vote more": (lambda d: first(d)["b"]["options"][0].update(votes=501), Fault.BODY_MISMATCH),
    "one accent less": (lambda d: first(d)["b"]["title"].update(fr="La place du marche"), Fault.BODY_MISMATCH),
    "a body of another kind": (lambda d: first(d).update(b=[1]), Fault.BODY_MISMATCH),
    "the line withheld": (lambda d: d.update(entries=[], next=0), Fault.WITHHELD),
    "the same line twice": (lambda d: d.update(entries=d["entries"] * 2, next=2), Fault.GAP),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_spoilt_on_the_way(name: str) -> None:
    spoil, fault = PAGES[name]
    assert refused(page_with(spoil)) == fault


def resigned(header: dict[str, Any], key: OKPKey = KEY, payload: bytes | None = None) -> str:
    """The honest entry under another header, signed by hand so that no library objects first."""
    publisher = Publisher()
    publisher.publish(result())
    parts = publisher.lines[0].token.split(".")
    encoded = keys.b64encode(json.dumps(header).encode())
    body = parts[1] if payload is None else keys.b64encode(payload)
    signature = key.get_op_key("sign").sign(f"{encoded}.{body}".encode())
    return f"{encoded}.{body}.{keys.b64encode(signature)}"


KID = Publisher().kid
GOOD = {"alg": "Ed25519", "kid": KID, "typ": entries.TYP}
PUBLIC = keys.public_jwk(STRANGER)


def altered_token(change: Callable[[list[str]], list[str]]) -> str:
    publisher = Publisher()
    publisher.publish(result())
    return ".".join(change(publisher.lines[0].token.split(".")))


def with_public_key_as_secret() -> str:
    secret = OctKey.import_key(keys.b64decode(keys.public_jwk(KEY)["x"]))
    return joserfc_jws.serialize_compact(GOOD | {"alg": "HS256"}, b"{}", secret, algorithms=["HS256"])


TOKENS: dict[str, tuple[str, Fault]] = {
    "two parts": (altered_token(lambda p: p[:2]), Fault.NOT_A_JWS),
    "four parts": (altered_token(lambda p: [*p, "AA"]), Fault.NOT_A_JWS),
    "no signature": (altered_token(lambda p: [*p[:2], ""]), Fault.NOT_A_JWS),
    "detached payload": (altered_token(lambda p: [p[0], "", p[2]]), Fault.NOT_A_JWS),
    "padding": (altered_token(lambda p: [p[0], p[1], p[2] + "=="]), Fault.BAD_BASE64),
    "stray bits in the signature": (altered_token(lambda p: [*p[:2], p[2][:-1] + "_"]), Fault.BAD_BASE64),
    "a space in the signature": (altered_token(lambda p: [*p[:2], p[2][:10] + " " + p[2][10:]]), Fault.BAD_BASE64),
    "letters that are not ASCII": (altered_token(lambda p: ["é" + p[0][1:], *p[1:]]), Fault.BAD_BASE64),
    "a token of 10 000 characters": (altered_token(lambda p: [p[0], "A" * 10_000, p[2]]), Fault.TOO_LARGE),
    "a header that is a list": (altered_token(lambda p: [keys.b64encode(b"[]"), *p[1:]]), Fault.NOT_A_JWS),
    "a header of nonsense": (altered_token(lambda p: [keys.b64encode(b"{{"), *p[1:]]), Fault.NOT_JSON),
    "a header of 600 bytes": (resigned({**GOOD, "kid": "k" * 600}), Fault.TOO_LARGE),
    "alg twice in the header": (
        altered_token(lambda p: [keys.b64encode(b'{"alg":"none","alg":"Ed25519"}'), *p[1:]]),
        Fault.DUPLICATE_KEY,
    ),
    "alg none": (resigned({**GOOD, "alg": "none"}), Fault.WRONG_ALGORITHM),
    "alg NONE": (resigned({**GOOD, "alg": "NONE"}), Fault.WRONG_ALGORITHM),
    "alg EdDSA, the old name": (resigned({**GOOD, "alg": "EdDSA"}), Fault.WRONG_ALGORITHM),
    "alg Ed448": (resigned({**GOOD, "alg": "Ed448"}), Fault.WRONG_ALGORITHM),
    "alg in small letters": (resigned({**GOOD, "alg": "ed25519"}), Fault.WRONG_ALGORITHM),
    "the public key as a shared secret": (with_public_key_as_secret(), Fault.WRONG_ALGORITHM),
    "no alg": (resigned({"kid": KID, "typ": entries.TYP}), Fault.WRONG_ALGORITHM),
    "no typ": (resigned({"alg": "Ed25519", "kid": KID}), Fault.WRONG_TYP),
    "typ JWT": (resigned({**GOOD, "typ": "JWT"}), Fault.WRONG_TYP),
    "a head in place of an entry": (Publisher().head(), Fault.WRONG_TYP),
    "a key in the header": (resigned({**GOOD, "jwk": PUBLIC}, STRANGER), Fault.FORBIDDEN_HEADER),
    "an address of keys": (resigned({**GOOD, "jku": "https://evil.example/k"}, STRANGER), Fault.FORBIDDEN_HEADER),
    "a certificate's address": (resigned({**GOOD, "x5u": "https://evil.example/c"}), Fault.FORBIDDEN_HEADER),
    "a certificate": (resigned({**GOOD, "x5c": ["AA"]}), Fault.FORBIDDEN_HEADER),
    "critical extensions": (resigned({**GOOD, "crit": ["exp"], "exp": 1}), Fault.FORBIDDEN_HEADER),
    "unencoded payload": (resigned({**GOOD, "b64": False}), Fault.FORBIDDEN_HEADER),
    "no kid": (resigned({"alg": "Ed25519", "typ": entries.TYP}), Fault.UNKNOWN_KEY),
    "a kid that is a number": (resigned({**GOOD, "kid": 7}), Fault.UNKNOWN_KEY),
    "a kid that is a path": (resigned({**GOOD, "kid": "../../etc/passwd"}), Fault.UNKNOWN_KEY),
    "a stranger's own kid": (resigned({**GOOD, "kid": PUBLIC["kid"]}, STRANGER), Fault.UNKNOWN_KEY),
    "a stranger under our kid": (resigned(GOOD, STRANGER), Fault.BAD_SIGNATURE),
    "another payload under the signature": (
        altered_token(lambda p: [p[0], keys.b64encode(b"{}"), p[2]]),
        Fault.BAD_SIGNATURE,
    ),
    "a signature of 32 bytes": (altered_token(lambda p: [*p[:2], keys.b64encode(b"s" * 32)]), Fault.BAD_SIGNATURE),
    "a payload with spaces": (resigned(GOOD, payload=b'{ "seq": 1 }'), Fault.NOT_CANONICAL),
    "a payload that is a list": (resigned(GOOD, payload=b"[]"), Fault.WRONG_KIND),
    "an empty payload object": (resigned(GOOD, payload=b"{}"), Fault.MISSING_MEMBER),
}


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_we_would_never_make(name: str) -> None:
    token, fault = TOKENS[name]
    assert refused(page_with(lambda document: first(document).update(e=token))) == fault


ENTRIES: dict[str, tuple[dict[str, Any], Fault]] = {
    "another issuer": ({"issuer": "https://voisin.example"}, Fault.WRONG_ISSUER),
    "an issuer with a path": ({"issuer": ISSUER + "/x"}, Fault.BAD_ADDRESS),
    "a number that skips": ({"seq": 2}, Fault.GAP),
    "number zero": ({"seq": 0}, Fault.OUT_OF_RANGE),
    "a number that is true": ({"seq": True}, Fault.WRONG_KIND),
    "a number in quotes": ({"seq": "1"}, Fault.WRONG_KIND),
    "another past": ({"prev": "1" * 64}, Fault.BROKEN_CHAIN),
    "a past in capitals": ({"prev": "A" * 64}, Fault.NOT_ALLOWED),
    "an id that is no uuid": ({"id": "urn:uuid:1"}, Fault.NOT_ALLOWED),
    "an id that is an address": ({"id": "https://evil.example/"}, Fault.NOT_ALLOWED),
    "a type of nowhere": ({"type": "malware"}, Fault.UNKNOWN_TYPE),
    "a type in capitals": ({"type": "Result"}, Fault.NOT_ALLOWED),
    "an operation of nowhere": ({"op": "delete"}, Fault.NOT_ALLOWED),
    "a moment instead of a day": ({"updated": "2026-11-01T10:00:00Z"}, Fault.BAD_DATE),
    "the thirtieth of February": ({"updated": "2026-02-30"}, Fault.BAD_DATE),
    "a title in the signed part": ({"title": "x"}, Fault.UNKNOWN_MEMBER),
    "a licence with a sentence": ({"licence": "all rights reserved"}, Fault.NOT_ALLOWED),
    "a body nobody hashed": ({"body_hash": None}, Fault.INCONSISTENT),
    "a replacement of the future": ({"supersedes": 1}, Fault.BAD_SUPERSEDES),
    "a withdrawal with a body": ({"op": "withdraw", "body_hash": None, "supersedes": None}, Fault.BAD_SUPERSEDES),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_signed_with_a_false_member(name: str) -> None:
    change, fault = ENTRIES[name]
    publisher = Publisher()
    publisher.publish(result())
    token = jws.sign({**asdict(publisher.entries[0]), **change}, key=KEY, typ=entries.TYP)
    assert refused(page_with(lambda document: first(document).update(e=token))) == fault


def test_a_withdrawn_body_that_comes_back() -> None:
    publisher = Publisher()
    publisher.publish(result())
    publisher.withdraw(1)
    publisher.lines[1] = replace(publisher.lines[1], body=result(), salt=b"x" * 32)
    assert refused(publisher.page()) is Fault.WITHDRAWN_WITH_BODY


def test_a_replacement_of_another_thing() -> None:
    publisher = Publisher()
    publisher.publish(result())
    publisher.publish(result(), id=thing(9), change=lambda entry: replace(entry, supersedes=1))
    assert refused(publisher.page()) is Fault.BAD_SUPERSEDES


HEADS: dict[str, tuple[Callable[[heads.Head], heads.Head], Fault]] = {
    "another issuer": (lambda h: replace(h, issuer="https://voisin.example"), Fault.WRONG_ISSUER),
    "expired": (
        lambda h: heads.issue(issuer=ISSUER, seq=1, last=h.hash, at=AT - timedelta(days=8)),
        Fault.HEAD_EXPIRED,
    ),
    "of tomorrow": (
        lambda h: heads.issue(issuer=ISSUER, seq=1, last=h.hash, at=AT + timedelta(days=1)),
        Fault.HEAD_FROM_THE_FUTURE,
    ),
    "good for a month": (lambda h: replace(h, expires="2026-12-20T09:00:00Z"), Fault.HEAD_LASTS_TOO_LONG),
    "ended before it began": (lambda h: replace(h, expires="2026-11-20T08:00:00Z"), Fault.HEAD_LASTS_TOO_LONG),
    "a day without hour": (lambda h: replace(h, issued="2026-11-20"), Fault.BAD_DATE),
    "hour 25": (lambda h: replace(h, issued="2026-11-20T25:00:00Z"), Fault.BAD_DATE),
    "an hour without zone": (lambda h: replace(h, issued="2026-11-20T09:00:00"), Fault.BAD_DATE),
    "another last line": (lambda h: replace(h, hash="1" * 64), Fault.HEAD_FORK),
    "shorter than its lines": (lambda h: replace(h, seq=0, hash=entries.GENESIS), Fault.HEAD_SHORTER),
    "empty, with a last line": (lambda h: replace(h, seq=0), Fault.INCONSISTENT),
    "long, with no last line": (lambda h: replace(h, hash=entries.GENESIS), Fault.INCONSISTENT),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_that_does_not_hold(name: str) -> None:
    change, fault = HEADS[name]
    publisher = Publisher()
    publisher.publish(result())
    assert refused(publisher.page(head=publisher.head(change=change))) == fault


def test_a_head_signed_by_a_stranger() -> None:
    stranger = Publisher(key=STRANGER)
    publisher = Publisher()
    publisher.publish(result())
    assert refused(publisher.page(head=stranger.head())) is Fault.UNKNOWN_KEY


def after_two() -> tuple[Publisher, Known]:
    publisher = Publisher()
    publisher.publish(result())
    publisher.publish(result(title="Second"))
    outcome = chain.verify(
        feed.decode(publisher.page()), issuer=ISSUER, trusted=publisher.trusted, known=Known(), at=AT
    )
    return publisher, outcome.known


def test_a_list_that_became_shorter() -> None:
    _publisher, known = after_two()
    shorter = Publisher()
    shorter.publish(result())
    assert refused(feed.encode([], head=shorter.head(), next_seq=2), known) is Fault.HEAD_SHORTER


def test_a_list_rewritten_at_the_same_length() -> None:
    _publisher, known = after_two()
    rewritten = Publisher()
    rewritten.publish(result(voters=901, title="Premier"))
    rewritten.publish(result(title="Second, autrement"))
    assert refused(rewritten.page(2), known) is Fault.HEAD_FORK


def test_a_list_rewritten_and_longer() -> None:
    _publisher, known = after_two()
    rewritten = Publisher()
    for title in ("Un", "Deux", "Trois"):
        rewritten.publish(result(title=title))
    assert refused(rewritten.page(2), known) is Fault.BROKEN_CHAIN


def test_a_list_that_forgets_what_a_head_promised() -> None:
    publisher = Publisher()
    publisher.publish(result())
    publisher.publish(result(title="Second"))
    half = chain.verify(
        feed.decode(publisher.page(limit=1)), issuer=ISSUER, trusted=publisher.trusted, known=Known(), at=AT
    ).known
    other = Publisher()
    other.publish(result())
    other.publish(result(title="Second, autrement"))
    other.publish(result(title="Troisième"))
    assert refused(other.page(1), half) is Fault.HEAD_FORK


def test_an_older_head_played_again() -> None:
    publisher, known = after_two()
    again = publisher.page(2, head=publisher.head(AT - timedelta(hours=1)))
    assert refused(again, known) is Fault.HEAD_OLDER


def test_a_correction_that_does_not_say_so() -> None:
    publisher = Publisher()
    publisher.publish(result(), id=thing(1))
    publisher.publish(result(), id=thing(1), change=lambda entry: replace(entry, supersedes=None))
    assert refused(publisher.page()) is Fault.BAD_SUPERSEDES


def test_every_contradiction_calls_a_person_and_a_passing_mistake_does_not() -> None:
    assert WireError(Fault.HEAD_FORK).contradiction
    assert not WireError(Fault.NOT_JSON).contradiction


def test_the_writer_refuses_what_the_reader_would() -> None:
    for value, fault in [
        (1.5, Fault.FRACTION),
        (2**53, Fault.HUGE_INTEGER),
        ("\ud800", Fault.LONE_SURROGATE),
        ({"é": 1}, Fault.BAD_TEXT),
        ({1: 1}, Fault.BAD_TEXT),
        ({"a": {1, 2}}, Fault.WRONG_KIND),
    ]:
        with pytest.raises(WireError) as error:
            canonical.encode(value)
        assert error.value.fault is fault
