"""What a letter with a code looks like: one page for a line, in the look of the collectivité."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.theming import qr
from dreamplus.theming.pdf import render_pdf


def letters_pdf(roll: Roll, codes: Sequence[tuple[RollLine, str]]) -> bytes:
    """One page for each line with its code, in the language that is active."""
    address = settings.DREAM_ORIGIN + reverse("rolls:claim")
    pages = [_page(line, code, address) for line, code in codes]
    shown = address.removeprefix("https://").removeprefix("http://")
    return render_pdf("rolls/pdf/letters.html", {"roll": roll, "pages": pages, "address": shown})


def _page(line: RollLine, code: str, address: str) -> dict[str, Any]:
    return {
        "name": line.name,
        "address_lines": line.address.split("\n"),
        "code": code,
        "qr": _qr(f"{address}#{code}"),
    }


def _qr(text: str) -> SafeString:
    """The code stands behind a `#`: browsers keep it to themselves, so that no journal of a server holds it."""
    return mark_safe(qr.within_a_page(text, "qr"))  # noqa: S308 - drawn by a library from an address and a code of ours
