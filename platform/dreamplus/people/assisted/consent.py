"""What the person who is helped agrees to, in the words that are kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dreamplus.people.rights.services.consents import Purpose, register

PURPOSE = CHANNEL = "assisted"


def declare() -> None:
    """Called once, when the applications are ready."""
    register(
        Purpose(
            PURPOSE,
            _("Taking part with help"),
            _(
                "I take part with help. What I answer is mine; it bears the place where I was helped, never who "
                "helped me."
            ),
        )
    )
