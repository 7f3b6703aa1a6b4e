"""Why the house holds personal data: the processings of the register (GDPR, article 30), filled by the applications.

The controller and the data-protection officer are named by whoever stands above (`cms` asks the compulsory page).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PUBLIC_MISSION = _("Mission of public interest (GDPR, article 6.1.e)")
LEGAL_OBLIGATION = _("Legal obligation (GDPR, article 6.1.c)")
CONSENT = _("Consent (GDPR, article 6.1.a), which may be withdrawn at any time")


@dataclass(frozen=True)
class Processing:
    """One line of the register, in the words that people read."""

    slug: str
    name: str | Promise
    purpose: str | Promise
    basis: str | Promise
    people: str | Promise
    recipients: str | Promise


@dataclass(frozen=True)
class Controller:
    """Who answers for the data, and who is written to about them; empty while the compulsory page is."""

    name: str = ""
    officer: str = ""


_known: dict[str, Processing] = {}
_controller: list[Callable[[], Controller]] = []


def register(processing: Processing) -> None:
    """Adds a processing, in `AppConfig.ready()`."""
    _known[processing.slug] = processing


def get(slug: str) -> Processing:
    """Raises `LookupError` for a processing that nobody declared."""
    if slug not in _known:
        raise LookupError(f"no processing is called {slug!r}; known: {', '.join(sorted(_known))}")
    return _known[slug]


def known() -> list[Processing]:
    """Every processing, in the order of their declaration."""
    return list(_known.values())


def set_controller(provider: Callable[[], Controller]) -> None:
    """Says who is asked for the controller's name; the last one given counts."""
    _controller[:] = [provider]


def controller() -> Controller:
    """Who answers for the data of this instance."""
    return _controller[0]() if _controller else Controller()


INHABITANTS = _("People with an account, visitors who write")
STAFF = _("Agents, elected officials, administrators")
OFFICE = _("The agents in charge, and the host of this site on our instructions")
register(
    Processing(
        "account",
        _("Accounts"),
        _("To let people sign in, and to write to them about what they do here"),
        PUBLIC_MISSION,
        INHABITANTS,
        OFFICE,
    )
)
register(
    Processing(
        "participation",
        _("Consultations and debates"),
        _("To conduct consultations, publish their results and say what became of each contribution"),
        PUBLIC_MISSION,
        INHABITANTS,
        _("Everybody, for what is published; the agents in charge for the rest"),
    )
)
register(
    Processing(
        "vote",
        _("Votes"),
        _("To count one vote for each person; who took part is kept apart from what was chosen"),
        PUBLIC_MISSION,
        _("People who vote"),
        _("Nobody sees who voted; until objections end, the technical administrator holds the key"),
    )
)
register(
    Processing(
        "contact",
        _("Messages to the office"),
        _("To answer what people write, with a receipt"),
        LEGAL_OBLIGATION,
        INHABITANTS,
        OFFICE,
    )
)
register(
    Processing(
        "security",
        _("Security and proof"),
        _("To protect accounts, to limit attempts, and to know who among the staff read or did what"),
        LEGAL_OBLIGATION,
        _("People with an account, the staff above all"),
        _("The administrators"),
    )
)
register(
    Processing(
        "editing",
        _("Pages of the site"),
        _("To write and publish pages, and to know which version was online"),
        PUBLIC_MISSION,
        STAFF,
        OFFICE,
    )
)
register(
    Processing(
        "rights",
        _("Rights of people over their data"),
        _("To answer requests, keep consents, and prove that what was erased stays erased"),
        LEGAL_OBLIGATION,
        INHABITANTS,
        OFFICE,
    )
)
