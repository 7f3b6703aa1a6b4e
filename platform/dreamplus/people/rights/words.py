"""The words of the registry: how long each class is kept, and what the members of an export are called."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

KEPT: dict[str, str | Promise] = {
    "unconfirmed": gettext_lazy("Seven days, when an account begun is not confirmed"),
    "session": gettext_lazy("Thirty days after the last visit, or until you sign out"),
    "trust": gettext_lazy("Thirty days, or until you trust it no longer"),
    "draft": gettext_lazy("Until you publish or delete it, or close your account"),
    "public_record": gettext_lazy(
        "As long as the public record of the consultation; without your name once your account is closed"
    ),
    "attendance": gettext_lazy("Eight days after the vote closes, while it can be contested"),
    "report": gettext_lazy("Your address: one year after the answer. The report itself is counted without you"),
    "contact": gettext_lazy("Six months"),
    "access_log": gettext_lazy("One year"),
    "letter": gettext_lazy("Three months after it left"),
    "notice": gettext_lazy("Thirteen months"),
    "task": gettext_lazy("Until it is done; ninety days when it fails"),
    "rate": gettext_lazy("One day at most"),
    "roll": gettext_lazy("Until the day on which the list is erased, told in its letters and on your page of codes"),
    "editorial": gettext_lazy("As long as the page; without the name of the agent once the account is closed"),
    "assisted": gettext_lazy("Thirteen months after the last day on which you were helped"),
    "consent": gettext_lazy("As long as your account, with the date of withdrawal"),
    "invitation": gettext_lazy("Fourteen days, or until it is accepted"),
    "export": gettext_lazy("Twenty-four hours, or until it is downloaded"),
}
_FOREVER = gettext_lazy("Until you close your account")
_INACTIVE = ngettext_lazy(
    "Until you close your account, or after %(months)d month without a visit, a month after a warning by e-mail",
    "Until you close your account, or after %(months)d months without a visit, a month after a warning by e-mail",
    "months",
)

LABELS: dict[str, str | Promise] = {
    "about": gettext_lazy("About"),
    "activity": gettext_lazy("Consultation"),
    "address": gettext_lazy("Address of the page"),
    "agent": gettext_lazy("What the browser says of itself"),
    "answer": gettext_lazy("Answer"),
    "at": gettext_lazy("Date"),
    "birth_year": gettext_lazy("Year of birth"),
    "body": gettext_lazy("Text"),
    "browser": gettext_lazy("Browser"),
    "channel": gettext_lazy("Channel"),
    "collection": gettext_lazy("Consultation"),
    "comment": gettext_lazy("Comment number"),
    "confirmed": gettext_lazy("Confirmed"),
    "day": gettext_lazy("Day"),
    "email": gettext_lazy("E-mail address"),
    "erased_on": gettext_lazy("Erased on"),
    "identifier": gettext_lazy("Number on the list"),
    "kind": gettext_lazy("Kind"),
    "known_there_as": gettext_lazy("Number by which the service knows you"),
    "language": gettext_lazy("Language"),
    "last_sign_in": gettext_lazy("Last sign-in"),
    "last_used": gettext_lazy("Last used"),
    "letters": gettext_lazy("Letters"),
    "list": gettext_lazy("List"),
    "main": gettext_lazy("Main address"),
    "message": gettext_lazy("Message"),
    "name": gettext_lazy("Name"),
    "network": gettext_lazy("Network address"),
    "opened": gettext_lazy("Account opened"),
    "postal_address": gettext_lazy("Postal address"),
    "proposal": gettext_lazy("Proposal"),
    "proved_by": gettext_lazy("How you were recognised"),
    "proved_on": gettext_lazy("Recognised on"),
    "published": gettext_lazy("Published"),
    "purpose": gettext_lazy("Purpose"),
    "quarter": gettext_lazy("Quarter"),
    "reason": gettext_lazy("Reason"),
    "receipt": gettext_lazy("Receipt"),
    "reference": gettext_lazy("Reference"),
    "role": gettext_lazy("Role"),
    "saved": gettext_lazy("Saved"),
    "service": gettext_lazy("Service"),
    "shown": gettext_lazy("Shown"),
    "siret": gettext_lazy("SIRET of your organisation"),
    "status": gettext_lazy("State"),
    "subject": gettext_lazy("Subject"),
    "title": gettext_lazy("Title"),
    "until": gettext_lazy("Until"),
    "uuid": gettext_lazy("Identifier"),
    "version": gettext_lazy("Version"),
    "versions": gettext_lazy("Earlier versions"),
    "vote": gettext_lazy("Vote"),
    "what": gettext_lazy("Act"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "words": gettext_lazy("Words"),
}


def kept(slug: str) -> str:
    """How long a class of `rules.retention` is kept, in a sentence."""
    if slug == "account":
        months = settings.DREAM_INACTIVE_MONTHS
        return str(_INACTIVE % {"months": months}) if months else str(_FOREVER)
    return str(KEPT[slug])


def label(name: str) -> str:
    """What a member of an export is called; its own name, readable, when no word is known."""
    return str(LABELS.get(name) or name.replace("_", " ").capitalize())


def value(told: Any) -> str:
    """A member of an export as a person reads it: days in their language, yes and no in words."""
    if told is None or told == "":
        return "–"
    if isinstance(told, bool):
        return _("yes") if told else _("no")
    if isinstance(told, str) and "T" in told[:11]:
        try:
            moment = datetime.fromisoformat(told)
        except ValueError:
            return told
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment.tzinfo else told
    return str(told)
