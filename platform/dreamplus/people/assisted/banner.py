"""What stands above every page during an accompaniment: where one is helped, how to finish, the time that runs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from dreamplus.people.assisted import presence
from dreamplus.people.assisted.rules.idle import WARNED_BEFORE, warned_after
from dreamplus.theming.banners import Banner


def shown(request: HttpRequest) -> Banner | None:
    """None outside an accompaniment."""
    now = presence.of(request)
    if now is None:
        return None
    times = {"warned_after": warned_after(settings.DREAM_ASSISTED_IDLE), "left": WARNED_BEFORE}
    return Banner("assisted/banner.html", "assisted/banner_head.html", {"presence": now, **times})
