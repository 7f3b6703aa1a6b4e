"""A message to the collectivité: kept first, then sent by a task, with a receipt to its author (CRPA, L112-11)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dreamplus.cms.contact import ContactMessage
from dreamplus.core import ratelimit
from dreamplus.core.references import new_reference
from dreamplus.people.rules.retention import kept_for
from dreamplus.theming.email import message as email_message

KEPT_FOR = kept_for("contact")
PER_ADDRESS = 3
PER_NETWORK = 10
PER_NETWORK_UNPROVED = 3


class TooManyMessages(Exception):
    """The limit of an hour is reached; nothing was kept."""


@transaction.atomic
def receive(
    *,
    subject: str,
    name: str,
    email: str,
    message: str,
    recipient: str,
    language: str,
    network: str,
    at: datetime,
    proved: bool = True,
) -> ContactMessage:
    """Keeps the message and queues its sending. Raises `TooManyMessages` beyond three an hour for one address.

    From one network ten an hour, three from browsers that have not worked for it (`proved`: see `core.proof`).
    `network` (the sender's address on the network) is counted, hashed, and not kept.
    """
    hour = timedelta(hours=1)
    limit = PER_NETWORK if proved else PER_NETWORK_UNPROVED
    allowed = ratelimit.allow(key=f"contact:{proved}:{network}", limit=limit, per=hour, at=at)
    if not (ratelimit.allow(key=f"contact:{email.lower()}", limit=PER_ADDRESS, per=hour, at=at) and allowed):
        raise TooManyMessages
    row = ContactMessage.objects.create(
        reference=new_reference("MSG"),
        subject=subject,
        name=name,
        email=email,
        message=message,
        recipient=recipient,
        language=language,
        created_at=at,
    )
    from dreamplus.cms.tasks import deliver_message

    deliver_message.enqueue(message=row.pk)
    return row


def deliver(*, message: ContactMessage, at: datetime) -> None:
    """Sends the message to the collectivité, then a receipt to its author; each leaves once, also when tried again."""
    context = {"letter": message, "about": message.get_subject_display()}
    row = ContactMessage.objects.filter(pk=message.pk)
    if message.delivered_at is None:
        to_office = email_message("cms/email/contact_message", context, to=message.recipient)
        to_office.reply_to = [message.email]
        to_office.send()
        row.update(delivered_at=at)
    if message.receipt_sent_at is None:
        email_message("cms/email/contact_receipt", context, to=message.email, language=message.language).send()
        row.update(receipt_sent_at=at)


def due(at: datetime) -> QuerySet[ContactMessage]:
    """Messages older than six months at `at`."""
    return ContactMessage.objects.filter(created_at__lt=at - KEPT_FOR)


def purge(*, at: datetime) -> int:
    """Erases messages older than six months; returns how many."""
    return due(at).delete()[0]


def too_many() -> str:
    """The sentence for whoever writes too often."""
    return _("You have sent several messages in the last hour. Please wait a little, then send this one again.")
