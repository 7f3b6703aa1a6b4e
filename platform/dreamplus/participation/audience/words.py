"""An audience in words: one sentence for everybody, one for who does not belong yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreamplus.participation.audience.stored import audience_of, reference_year
from dreamplus.participation.rules.audience import Act, Gap, Requirement, Way
from dreamplus.people.rolls.models import Roll
from dreamplus.territory.queries import quarter_names

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


def sentence(activity: Activity, act: Act) -> str:
    """Who may do `act`, said to everybody."""
    return whom(audience_of(activity).of(act), reference_year(activity))


def whom(requirement: Requirement, year: int) -> str:
    """`requirement` as a sentence; `year` is the one in which ages are reached."""
    if not requirement.ways:
        return _("Open to nobody.")
    if not requirement.needs_account:
        return _("Open to anyone.")
    if Way.CONFIRMED in requirement.ways:
        return _("Open to anyone who confirms an e-mail address.")
    return _("Open to %(people)s.") % {"people": ", ".join(_people(requirement, year))}


def why_not(lacking: Gap, requirement: Requirement, year: int) -> str:
    """What a person lacks, and what to do about it, in one sentence or two."""
    if lacking == Gap.AGE_UNKNOWN:
        return _("This is for %(people)s. Tell your year of birth: nothing more is asked.") % _told(requirement, year)
    if lacking in (Gap.TOO_YOUNG, Gap.TOO_OLD):
        return _("This is for %(people)s; the year of birth we know of does not match.") % _told(requirement, year)
    if lacking == Gap.OTHER_AREA:
        return _("This is for %(people)s; the quarter we know of is another one.") % _told(requirement, year)
    return f"{_('This is for %(people)s.') % _told(requirement, year)} {_how_to_qualify(requirement)}"


def _told(requirement: Requirement, year: int) -> dict[str, str]:
    return {"people": ", ".join(_people(requirement, year))}


def _people(requirement: Requirement, year: int) -> list[str]:
    """The parts of the sentence: where they live, their age, how they prove it."""
    parts = [_residents(requirement)]
    if age := _age(requirement, year):
        parts.append(age)
    if requirement.ways != (Way.RESIDENT,):
        parts.append(_ways(requirement))
    return parts


def _residents(requirement: Requirement) -> str:
    names = quarter_names(requirement.areas)
    if not names:
        return _("people who live here")
    return ngettext("residents of the quarter %(names)s", "residents of the quarters %(names)s", len(names)) % {
        "names": get_text_list(names, _("and"))
    }


def _age(requirement: Requirement, year: int) -> str:
    told = {"least": requirement.least_age, "most": requirement.most_age, "year": year}
    if requirement.least_age is None and requirement.most_age is None:
        return ""
    if requirement.most_age is None:
        return _("aged %(least)s or more in %(year)s") % told
    if requirement.least_age is None:
        return _("aged %(most)s or less in %(year)s") % told
    return _("aged from %(least)s to %(most)s in %(year)s") % told


def _ways(requirement: Requirement) -> str:
    """How they prove it, joined by “or”."""
    told = {
        Way.RESIDENT: _("who declare it on their honour"),
        Way.COUNTER: _("seen at the town hall’s counter"),
    }
    parts = [told[way] for way in told if way in requirement.ways]
    parts += [_("on the list “%(name)s”") % {"name": name} for name in _list_names(requirement)]
    return get_text_list(parts, _("or"))


def _list_names(requirement: Requirement) -> list[str]:
    if not requirement.lists:
        return []
    return list(Roll.objects.filter(uuid__in=requirement.lists).order_by("name", "pk").values_list("name", flat=True))


def _how_to_qualify(requirement: Requirement) -> str:
    if Way.RESIDENT in requirement.ways:
        return _("Say where you live: it takes a minute.")
    if requirement.ways == (Way.LIST,):
        return _("If you received a letter, type its code; otherwise ask at the counter.")
    if Way.LIST in requirement.ways:
        return _("If you received a letter, type its code; otherwise come to the counter once with a document.")
    return _("Come to the counter once with a document that shows where you live: it is looked at, never kept.")
