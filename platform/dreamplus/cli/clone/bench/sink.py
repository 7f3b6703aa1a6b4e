"""A mail server that takes everything at once: the bench measures what we do, not what others do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from dreamplus.notifications.courier import as_bytes

TAKEN: Counter[str] = Counter()
"""Letters by recipient."""


class Sink(BaseEmailBackend):
    """Each message is written out as it would leave, then forgotten."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            as_bytes(message)
            TAKEN[message.to[0]] += 1
        return len(messages)
