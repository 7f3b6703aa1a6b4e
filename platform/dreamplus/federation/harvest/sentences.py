"""What the hub says when a visit did not go well: one plain sentence for each kind of fault."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dreamplus.federation.harvest.errors import Trouble
from dreamplus.federation.wire.faults import Fault

_UNREADABLE = _("Its answer cannot be read: it does not follow the agreed format. Nothing was taken from it.")
_BODY = _("One of its publications holds something that must not be shared, or contradicts itself. Nothing was taken.")
_SIGNATURE = _("Its answer is not signed with the key we compared. Nothing was taken until someone checks.")
_REWRITTEN = _("It rewrote its list: it no longer says what it signed before. Nothing was taken until someone checks.")
_HEAD = _("Its signed statement is out of date. What we already verified stays.")
_OTHER = _("It presents itself under another name or key than those we paired with. Nothing was taken until checked.")

_SENTENCES: dict[str, str | Promise] = {
    Trouble.UNREACHABLE: _("It does not answer, or not within 10 seconds and 8 MB. What we already verified stays."),
    Trouble.REFUSED_BY_HOST: _("It answers with an error. What we already verified stays."),
    Trouble.GONE: _("It has shortened its list and asks us to start again; a person must do it."),
    Trouble.STALE: _HEAD,
    Fault.HEAD_EXPIRED: _HEAD,
    Fault.HEAD_FROM_THE_FUTURE: _HEAD,
    Fault.HEAD_LASTS_TOO_LONG: _HEAD,
    Fault.HEAD_OLDER: _HEAD,
    Fault.WITHHELD: _("It says that it holds more than it shows. What we already verified stays."),
    **dict.fromkeys((Fault.BAD_SIGNATURE, Fault.UNKNOWN_KEY, Fault.BODY_MISMATCH), _SIGNATURE),
    **dict.fromkeys((Fault.BROKEN_CHAIN, Fault.GAP, Fault.HEAD_SHORTER, Fault.HEAD_FORK), _REWRITTEN),
    **dict.fromkeys(
        (Fault.WRONG_ISSUER, Fault.WRONG_TERRITORY, Fault.PIN_MISSING, Fault.KEY_REVOKED, Fault.KEY_OUT_OF_DATE), _OTHER
    ),
    **dict.fromkeys(
        (
            Fault.UNKNOWN_MEMBER,
            Fault.MISSING_MEMBER,
            Fault.OUT_OF_RANGE,
            Fault.NOT_ALLOWED,
            Fault.BAD_TEXT,
            Fault.BAD_DATE,
            Fault.BAD_ADDRESS,
            Fault.INCONSISTENT,
            Fault.WITHDRAWN_WITH_BODY,
        ),
        _BODY,
    ),
}


def explain(fault: str) -> str:
    """The sentence for the name of a fault, in the reader's language; empty when there is none."""
    return str(_SENTENCES.get(fault, _UNREADABLE)) if fault else ""
