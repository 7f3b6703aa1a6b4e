"""Proof of work for forms that anybody may send: the browser computes for a second, no third party, nothing to read.

The protocol is altcha's; `static/core/proof.js` solves it when somebody begins to write. A form without a proof (no
JavaScript, an old browser) is never refused for that: whoever takes it allows it less often.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import altcha
from django import forms
from django.conf import settings
from django.utils.crypto import salted_hmac

from dreamplus.core import clock, ratelimit

WORK = 30_000
"""The largest number a browser has to try: about a second on a phone of five years."""
LASTS = timedelta(hours=2)


def challenge(at: datetime) -> str:
    """A new challenge as JSON, for the attribute of a field."""
    made = altcha.create_challenge(altcha.ChallengeOptions(max_number=WORK, hmac_key=_key(), expires=at + LASTS))
    return json.dumps(made.to_dict())


def is_solved(payload: str, *, at: datetime) -> bool:
    """Whether `payload` answers a challenge of ours in time; each answer serves once. Writes the count of its use."""
    try:
        valid, _error = altcha.verify_solution(payload, _key(), check_expires=False)
        told = json.loads(base64.b64decode(payload)) if valid else {}
        expires = int(parse_qs(told["salt"].partition("?")[2])["expires"][0]) if valid else 0
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return False
    if not valid or at.timestamp() >= expires:
        return False
    return ratelimit.allow(key=f"proof:{told['signature']}", limit=1, per=10 * LASTS, at=at)


class ProofInput(forms.HiddenInput):
    """Carries the challenge out and the proof back."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, "", {**(attrs or {}), "data-dream-proof": challenge(clock.now())})


class ProofField(forms.CharField):
    """Never compulsory: `cleaned_data` holds True when the work was done."""

    widget = ProofInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=2000)

    def clean(self, value: Any) -> Any:
        return is_solved(super().clean(value), at=clock.now()) if value else False


def _key() -> str:
    return salted_hmac("dreamplus.core.proof", settings.DREAM_ORIGIN, algorithm="sha256").hexdigest()
