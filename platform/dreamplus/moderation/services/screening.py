"""What is read before it is shown: asked by whatever takes words, in the transaction that writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dreamplus.moderation import subjects
from dreamplus.moderation.enums import Source
from dreamplus.moderation.rules import screening as rules
from dreamplus.moderation.rules import spam
from dreamplus.moderation.services.cases import open_case
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission


def screen(*, kind: str, key: str, text: str, author: Any, mode: str, at: datetime) -> bool:
    """Whether these words wait for a moderator; the case is then open. The caller keeps them out of sight.

    Whoever moderates is not held, nor words without an account: agents enter those from paper.
    """
    if author is None or may(author, Permission.MODERATE):
        return False
    wanted = rules.Mode(mode)
    trusted = subjects.accepted(author) if wanted == rules.Mode.TRUST else 0
    why = rules.held_for(text, mode=wanted, writer=rules.Writer(at - author.date_joined, trusted))
    if why is None:
        return False
    signs = ", ".join(spam.score(text).signs) if why == rules.Source.SPAM else ""
    open_case(kind=kind, key=key, source=Source(why.value), author=author, at=at, signs=signs)
    return True
