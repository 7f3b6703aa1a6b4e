"""How often pages are read: counted on the server, by page and day. No cookie, address, browser or person is kept, so
that there is no banner to click away (CNIL, lignes directrices du 17 septembre 2020, art. 5).

A process adds up in memory and writes every half minute: a page costs no statement more, and a process that is killed
loses half a minute of figures, which is nothing.
"""

from __future__ import annotations

import atexit
import logging
import re
from collections import Counter
from datetime import date, datetime
from threading import Event, Lock, Thread
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, IntegrityError, close_old_connections, models, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from dreamplus.core import clock

logger = logging.getLogger(__name__)
_MACHINES = re.compile(r"bot|crawl|spider|slurp|fetch|preview|monitor|curl|wget|python|java/|headless", re.IGNORECASE)
_waiting: Counter[tuple[UUID, date]] = Counter()
_lock = Lock()
_ending = Event()
_writer: Thread | None = None


class PageVisits(models.Model):
    """How often a page was read on one day, in all its languages together. `key`: its translation key."""

    key = models.UUIDField()
    day = models.DateField()
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("visits of a page")
        verbose_name_plural = _("visits of pages")
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="page_visits_once_a_day")]

    def __str__(self) -> str:
        return f"{self.key} {self.day}: {self.number}"


def count(page: Page, request: HttpRequest) -> None:
    """Counts one reading by a person; not those of the staff, of machines, or of a draft."""
    if request.method != "GET" or getattr(request, "is_preview", False) or _is_no_reader(request):
        return
    with _lock:
        _waiting[page.translation_key, localdate(clock.now())] += 1
    if settings.DREAM_VISITS_WRITTEN_EVERY:
        _start_writing()


def write() -> int:
    """Writes what was added up; returns how many readings. What the database refuses waits for the next time."""
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
    for (key, day), number in taken.items():
        try:
            _add(key, day, number)
        except DatabaseError:
            logger.warning("visits could not be written; they will be tried again")
            with _lock:
                _waiting[key, day] += number
    return sum(taken.values())


def _add(key: UUID, day: date, number: int) -> None:
    known = PageVisits.objects.filter(key=key, day=day)
    if known.update(number=F("number") + number):
        return
    try:
        with transaction.atomic():
            PageVisits.objects.create(key=key, day=day, number=number)
    except IntegrityError:  # another process wrote the first of the day
        known.update(number=F("number") + number)


def _is_no_reader(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    return not agent or bool(_MACHINES.search(agent)) or bool(getattr(request.user, "is_staff", False))


def _start_writing() -> None:
    """One thread a process, begun by the first reading: after the server has divided itself into processes."""
    global _writer
    with _lock:
        if _writer is None or not _writer.is_alive():
            _writer = Thread(target=_write_for_ever, name="visits", daemon=True)
            _writer.start()
            atexit.register(_ending.set)


def _write_for_ever() -> None:
    while not _ending.wait(settings.DREAM_VISITS_WRITTEN_EVERY):
        close_old_connections()
        write()
        close_old_connections()


def since(at: datetime, days: int) -> date:
    """The first of the last `days` days, today among them."""
    return date.fromordinal(localdate(at).toordinal() - days + 1)
