"""What an honest instance says is read back whole, from any place, and after an erasure."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from joserfc import jws as joserfc_jws
from joserfc.jwk import OKPKey, thumbprint

from dreamplus.federation.wire import bodies, canonical, chain, discovery, entries, feed, heads, keys
from dreamplus.federation.wire.chain import Known
from dreamplus.federation.wire.faults import Fault, WireError
from tests.dreamplus.federation.honest import AT, CODE, ISSUER, KEY, Publisher, consultation, result


def read(publisher: Publisher, data: bytes, known: Known | None = None) -> chain.Outcome:
    return chain.verify(feed.decode(data), issuer=ISSUER, trusted=publisher.trusted, known=known or Known(), at=AT)


def test_a_list_is_read_back_with_its_bodies_and_signer() -> None:
    publisher = Publisher()
    publisher.publish(result())
    publisher.publish(consultation(), type="consultation")
    outcome = read(publisher, publisher.page())
    assert [line.body for line in outcome.lines] == [result(), consultation()]
    assert {line.kid for line in outcome.lines} == {publisher.kid}
    assert outcome.complete
    assert outcome.known == Known(2, publisher.last, 2, "2026-11-20T09:00:00Z", {2: publisher.last})


def test_an_empty_list_has_a_head_too() -> None:
    outcome = read(Publisher(), Publisher().page())
    assert outcome.lines == ()
    assert outcome.complete
    assert outcome.head.hash == entries.GENESIS


def test_pages_follow_one_another() -> None:
    publisher = Publisher()
    for number in range(7):
        publisher.publish(result(title=f"Vote {number}"))
    known, titles = Known(), []
    for _page in range(3):
        outcome = read(publisher, publisher.page(known.seq, limit=3), known)
        known = outcome.known
        titles += [line.body["title"]["fr"] for line in outcome.lines]
    assert outcome.complete
    assert titles == [f"Vote {number}" for number in range(7)]


def test_a_withdrawn_body_is_gone_and_the_chain_still_verifies() -> None:
    publisher = Publisher()
    first = publisher.publish(result())
    publisher.publish(result(title="Autre vote"))
    before = publisher.lines[0].token
    publisher.withdraw(first)
    data = publisher.page()
    outcome = read(publisher, data)
    assert [line.body and line.body["title"]["fr"] for line in outcome.lines] == [None, "Autre vote", None]
    assert [line.entry.op for line in outcome.lines] == ["upsert", "upsert", "withdraw"]
    assert outcome.lines[0].token == before
    assert "La place du marché" not in data.decode()


def test_a_correction_names_what_it_replaces() -> None:
    publisher = Publisher()
    publisher.publish(result(), id="urn:uuid:00000000-0000-0000-0000-00000000000a")
    publisher.publish(result(title="Corrigé"), id="urn:uuid:00000000-0000-0000-0000-00000000000a")
    assert [line.entry.supersedes for line in read(publisher, publisher.page()).lines] == [None, 1]


def test_a_type_of_later_versions_keeps_its_place_and_shows_nothing() -> None:
    publisher = Publisher()
    publisher.publish({"anything": 1}, type="practice")
    publisher.publish(result())
    assert [line.body is None for line in read(publisher, publisher.page()).lines] == [True, False]


def test_a_head_is_believed_for_a_week() -> None:
    publisher = Publisher()
    token = publisher.head()
    assert heads.read(token, issuer=ISSUER, trusted=publisher.trusted, at=AT + timedelta(days=6, hours=23)).seq == 0
    with pytest.raises(WireError) as refused:
        heads.read(token, issuer=ISSUER, trusted=publisher.trusted, at=AT + timedelta(days=7))
    assert refused.value.fault is Fault.HEAD_EXPIRED


def test_a_reissued_head_of_the_same_list_is_no_contradiction() -> None:
    publisher = Publisher()
    publisher.publish(result())
    known = read(publisher, publisher.page()).known
    later = publisher.page(1, head=publisher.head(AT + timedelta(minutes=3)))
    assert read(publisher, later, known).known.head_issued == "2026-11-20T09:03:00Z"


def test_the_entity_tag_changes_with_the_head() -> None:
    publisher = Publisher()
    assert heads.etag(publisher.head()) == heads.etag(publisher.head())
    assert heads.etag(publisher.head()) != heads.etag(publisher.head(AT + timedelta(days=3)))


def test_the_discovery_document_is_read_back() -> None:
    publisher = Publisher()
    document = discovery.decode(publisher.discovery(), origin=ISSUER)
    assert (document.issuer, document.code, document.name) == (ISSUER, CODE, "Saint-Aubin-sur-Lys")
    key = discovery.pinned(document, thumbprint=publisher.kid, code=CODE, today="2026-11-20")
    assert key.kid == publisher.kid


# Facts about the standards and the library, which a change of version must not move.


def test_the_thumbprint_is_that_of_rfc_8037() -> None:
    assert keys.public_jwk(KEY)["kid"] == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert keys.public_jwk(KEY)["kid"] == thumbprint({"crv": "Ed25519", "kty": "OKP", "x": keys.public_jwk(KEY)["x"]})


def test_a_stranger_verifies_an_entry_with_joserfc_alone() -> None:
    publisher = Publisher()
    publisher.publish(result())
    published = {name: keys.public_jwk(KEY)[name] for name in ("kty", "crv", "x")}
    read_back = joserfc_jws.deserialize_compact(
        publisher.lines[0].token, OKPKey.import_key(published), algorithms=["Ed25519"]
    )
    assert read_back.headers() == {"alg": "Ed25519", "kid": publisher.kid, "typ": "dream-entry+jwt"}
    assert canonical.decode_canonical(read_back.payload, max_bytes=9999)["seq"] == 1


def test_a_stranger_recomputes_the_hash_of_a_body() -> None:
    salt = b"s" * 32
    assert (
        bodies.body_hash({"b": [1, "é"], "a": None}, salt)
        == hashlib.sha256(b"dream-body/1" + salt + '{"a":null,"b":[1,"é"]}'.encode()).hexdigest()
    )


def test_the_private_key_survives_its_file_and_never_shows_in_the_public_one() -> None:
    again = keys.load_private(keys.private_jwk(KEY))
    assert keys.public_jwk(again) == keys.public_jwk(KEY)
    assert "d" not in keys.public_jwk(KEY)


def test_the_schemas_are_closed_at_every_level() -> None:
    def objects(schema: object) -> list[dict[str, object]]:
        if isinstance(schema, dict):
            here = [schema] if schema.get("type") == "object" else []
            return here + [found for part in schema.values() for found in objects(part)]
        if isinstance(schema, list):
            return [found for part in schema for found in objects(part)]
        return []

    found = [record for kind in bodies.TYPES for record in objects(bodies.json_schema(kind, issuer=ISSUER))]
    assert len(found) == 11
    assert all(record["additionalProperties"] is False for record in found)
