"""Words for choices and states."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dreamplus.notifications.rules.calendar import Channel


class ChannelChoices(models.TextChoices):
    """The ways of being told, as people choose them."""

    AT_ONCE = Channel.AT_ONCE.value, _("By e-mail, at once")
    DAILY = Channel.DAILY.value, _("By e-mail, once a day at 7")
    WEEKLY = Channel.WEEKLY.value, _("By e-mail, on Monday at 7")
    PAGE = Channel.PAGE.value, _("On this site only")
    NEVER = Channel.NEVER.value, _("Never")


class LetterState(models.TextChoices):
    """Where a letter stands. `SENDING` lasts as long as the mail server takes the words; nobody sends such a letter
    again, because the server may have taken it already."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being handed over")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused by the mail server")
    UNSURE = "unsure", _("interrupted: perhaps sent, perhaps not")
    GIVEN_UP = "given_up", _("given up after four days of attempts")
    EMPTY = "empty", _("nothing left to say")
