"""Everything that can be wrong with an answer, each under its own name."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """A named fault; the hub has one sentence for each."""

    # Reading JSON
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf8"
    NOT_JSON = "not-json"
    DUPLICATE_KEY = "duplicate-key"
    NOT_A_NUMBER = "not-a-number"
    FRACTION = "fraction"
    HUGE_INTEGER = "huge-integer"
    TOO_DEEP = "too-deep"
    LONE_SURROGATE = "lone-surrogate"
    NOT_CANONICAL = "not-canonical"
    # Shapes
    WRONG_KIND = "wrong-kind"
    UNKNOWN_MEMBER = "unknown-member"
    MISSING_MEMBER = "missing-member"
    OUT_OF_RANGE = "out-of-range"
    NOT_ALLOWED = "not-allowed"
    BAD_TEXT = "bad-text"
    BAD_DATE = "bad-date"
    BAD_ADDRESS = "bad-address"
    INCONSISTENT = "inconsistent"
    # Signatures and keys
    NOT_A_JWS = "not-a-jws"
    BAD_BASE64 = "bad-base64"
    WRONG_ALGORITHM = "wrong-algorithm"
    WRONG_TYP = "wrong-typ"
    FORBIDDEN_HEADER = "forbidden-header"
    UNKNOWN_KEY = "unknown-key"
    KEY_REVOKED = "key-revoked"
    KEY_OUT_OF_DATE = "key-out-of-date"
    BAD_KEY = "bad-key"
    BAD_SIGNATURE = "bad-signature"
    # The chain
    WRONG_ISSUER = "wrong-issuer"
    UNKNOWN_TYPE = "unknown-type"
    GAP = "gap"
    BROKEN_CHAIN = "broken-chain"
    BAD_SUPERSEDES = "bad-supersedes"
    BODY_MISMATCH = "body-mismatch"
    BODY_WITHOUT_SALT = "body-without-salt"
    WITHDRAWN_WITH_BODY = "withdrawn-with-body"
    TOO_MANY_ENTRIES = "too-many-entries"
    WRONG_NEXT = "wrong-next"
    WITHHELD = "withheld"
    # The head
    HEAD_EXPIRED = "head-expired"
    HEAD_FROM_THE_FUTURE = "head-from-the-future"
    HEAD_LASTS_TOO_LONG = "head-lasts-too-long"
    HEAD_OLDER = "head-older"
    HEAD_SHORTER = "head-shorter"
    HEAD_FORK = "head-fork"
    # Discovery
    WRONG_PROTOCOL = "wrong-protocol"
    FOREIGN_ENDPOINT = "foreign-endpoint"
    WRONG_TERRITORY = "wrong-territory"
    PIN_MISSING = "pin-missing"


CONTRADICTIONS = frozenset(
    {
        Fault.BAD_SIGNATURE,
        Fault.UNKNOWN_KEY,
        Fault.KEY_REVOKED,
        Fault.PIN_MISSING,
        Fault.WRONG_ISSUER,
        Fault.WRONG_TERRITORY,
        Fault.GAP,
        Fault.BROKEN_CHAIN,
        Fault.BODY_MISMATCH,
        Fault.HEAD_SHORTER,
        Fault.HEAD_FORK,
    }
)
"""Faults that say something against what was signed before; the others may be a passing mistake of the host."""


class WireError(Exception):
    """An answer was refused: `fault` names why, `detail` says where (never shown to the public as is)."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail

    @property
    def contradiction(self) -> bool:
        """Whether a person must look before this source is believed again."""
        return self.fault in CONTRADICTIONS
