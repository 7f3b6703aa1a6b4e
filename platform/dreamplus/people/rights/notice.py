"""The notice of each processing (GDPR, article 13) and the register (article 30), both made from the registry."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from dreamplus.people import personal_data, processings
from dreamplus.people.processings import Controller, Processing
from dreamplus.people.rights import words
from dreamplus.people.rules.retention import CLASSES


@dataclass(frozen=True)
class Kept:
    """How long some data is kept. `source`: where the rule comes from."""

    what: list[str]
    how_long: str
    source: str


@dataclass(frozen=True)
class Notice:
    """What a person is told of one processing."""

    processing: Processing
    controller: Controller
    kept: list[Kept]


def of(slug: str) -> Notice:
    """Raises `LookupError` for an unknown processing."""
    held: dict[str, list[str]] = {}
    for data in personal_data.registered():
        if data.why == slug:
            lines = held.setdefault(data.keep, [])
            if str(data.what) not in lines:
                lines.append(str(data.what))
    kept = [Kept(lines, words.kept(keep), CLASSES[keep].source) for keep, lines in held.items()]
    return Notice(processings.get(slug), processings.controller(), kept)


def all_of_them() -> list[Notice]:
    """Every processing that holds something."""
    return [notice for one in processings.known() if (notice := of(one.slug)).kept]


def header() -> list[str]:
    """Columns of the register."""
    return [
        _("Processing"),
        _("Controller"),
        _("Data-protection officer"),
        _("Purpose"),
        _("Ground"),
        _("People concerned"),
        _("Data"),
        _("Kept"),
        _("Source of the rule"),
        _("Recipients"),
        _("Outside the European Union"),
        _("Security"),
    ]


def register() -> list[list[str]]:
    """One row for each class of data of each processing, in the order of `header`."""
    return [
        [
            str(notice.processing.name),
            notice.controller.name,
            notice.controller.officer,
            str(notice.processing.purpose),
            str(notice.processing.basis),
            str(notice.processing.people),
            "; ".join(kept.what),
            kept.how_long,
            kept.source,
            str(notice.processing.recipients),
            _("No transfer by this software; ask your host and your mail provider"),
            _security(),
        ]
        for notice in all_of_them()
        for kept in notice.kept
    ]


def _security() -> str:
    measures = [
        _("second factor for the staff"),
        _("access log"),
        _("sign-in by code, attempts counted"),
        _("erasures replayed after a restore"),
    ]
    if settings.DREAM_ORIGIN.startswith("https:"):
        measures.append(_("encrypted connections"))
    return "; ".join(measures)
