"""What holds for any list, any split into pages, any byte changed."""

from __future__ import annotations

import string
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from dreamplus.federation.wire import canonical, chain, feed
from dreamplus.federation.wire.canonical import MAX_INTEGER
from dreamplus.federation.wire.chain import Known, Outcome
from dreamplus.federation.wire.faults import WireError
from tests.dreamplus.federation.honest import AT, ISSUER, Publisher, result

names = st.text(string.ascii_letters + "_", min_size=1, max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


def read(data: bytes, known: Known | None = None) -> Outcome:
    return chain.verify(feed.decode(data), issuer=ISSUER, trusted=Publisher().trusted, known=known or Known(), at=AT)


@given(values)
def test_what_is_written_is_read_back(value: object) -> None:
    try:
        data = canonical.encode(value)
    except WireError:
        return  # deeper than the wire carries
    assert canonical.decode_canonical(data, max_bytes=10**6) == value


@given(st.dictionaries(names, st.integers(0, 9), min_size=2))
def test_the_order_of_members_does_not_matter(members: dict[str, int]) -> None:
    turned = dict(reversed(list(members.items())))
    assert canonical.encode(members) == canonical.encode(turned)


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\u0eE+-.1nNtf ', max_size=60).map(str.encode))
def test_no_bytes_make_the_reader_fall(data: bytes) -> None:
    for reader in (lambda: canonical.decode(data, max_bytes=10**6), lambda: feed.decode(data)):
        with suppress(WireError):  # any other exception is a fall
            reader()


PUBLISHER = Publisher()
for number in range(3):
    PUBLISHER.publish(result(title=f"Vote {number}"))
PAGE = PUBLISHER.page()
TRUTH = read(PAGE)


@settings(max_examples=150)
@given(st.integers(0, len(PAGE) - 1), st.integers(1, 255))
def test_one_byte_changed_is_refused_or_changes_nothing(place: int, change: int) -> None:
    """White space around the page may change; nothing that was signed may."""
    data = PAGE[:place] + bytes([PAGE[place] ^ change]) + PAGE[place + 1 :]
    try:
        outcome = read(data)
    except WireError:
        return
    assert outcome == TRUTH


@settings(max_examples=25)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=8), st.lists(st.booleans(), min_size=6, max_size=6))
def test_any_split_into_pages_and_any_withdrawal_gives_the_same_chain(sizes: list[int], withdrawn: list[bool]) -> None:
    publisher = Publisher()
    for number in range(len(withdrawn)):
        publisher.publish(result(title=f"Vote {number}"))
    for number, gone in enumerate(withdrawn, start=1):
        if gone:
            publisher.withdraw(number)
    whole = read(publisher.page())
    known, lines, turn = Known(), [], 0
    while known.seq < len(publisher.lines):
        outcome = read(publisher.page(known.seq, limit=sizes[turn % len(sizes)]), known)
        known, turn = outcome.known, turn + 1
        lines += outcome.lines
    assert tuple(lines) == whole.lines
    assert [line.body is None for line in lines[: len(withdrawn)]] == withdrawn
