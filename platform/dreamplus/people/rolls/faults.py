"""What is wrong in a file, as sentences that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dreamplus.people.rolls.rules import sizes
from dreamplus.people.rolls.rules.lines import Fault

PARTS = {
    "last_name": gettext_noop("surname"),
    "first_name": gettext_noop("first name"),
    "birth": gettext_noop("year or date of birth"),
    "address": gettext_noop("postal address"),
    "area": gettext_noop("quarter"),
    "email": gettext_noop("e-mail address"),
    "identifier": gettext_noop("identifier"),
    "votes": gettext_noop("number of votes"),
    "postcode": gettext_noop("postcode"),
    "town": gettext_noop("town"),
}
LONGEST = {
    "last_name": sizes.NAME,
    "area": sizes.AREA,
    "address": sizes.ADDRESS,
    "email": sizes.EMAIL,
    "identifier": sizes.IDENTIFIER,
}
SENTENCES = {
    "name_missing": gettext_noop("The surname is missing."),
    "name_without_letters": gettext_noop("“%(value)s” holds no letter: it cannot be a name."),
    "formula": gettext_noop("“%(value)s” would be computed by a spreadsheet: write it without its first sign."),
    "too_long": gettext_noop("“%(value)s” is too long: %(longest)s characters at most."),
    "spoiled": gettext_noop("The accents of “%(value)s” are spoiled: save the file again, in UTF-8."),
    "hidden_characters": gettext_noop("“%(value)s” holds characters that cannot be seen: type it again."),
    "turned_text": gettext_noop("“%(value)s” holds signs that turn the text round: type it again."),
    "birth_unreadable": gettext_noop("“%(value)s” is no date: write 12/03/1985, or 1985 alone."),
    "birth_serial": gettext_noop(
        "“%(value)s” is a day counted by the spreadsheet: show the column as dates, then save."
    ),
    "birth_short_year": gettext_noop("“%(value)s”: write the year with four digits."),
    "birth_impossible": gettext_noop("“%(value)s” is no day of the calendar."),
    "birth_future": gettext_noop("“%(value)s” is still to come."),
    "birth_too_early": gettext_noop("“%(value)s” is before %(oldest)s."),
    "area_unknown": gettext_noop("“%(value)s” is none of the quarters of this place: write its name as in their list."),
    "address_lines": gettext_noop("The postal address has more than %(address_lines)s lines."),
    "email_unreadable": gettext_noop("“%(value)s” is no e-mail address."),
    "identifier_unreadable": gettext_noop(
        "“%(value)s” is no identifier: letters, digits, dots, dashes and slashes only."
    ),
    "votes_unreadable": gettext_noop("“%(value)s” is no number of votes: a whole number from 1 to %(votes)s."),
    "line_twice": gettext_noop("“%(value)s” is already on line %(other)s, born on the same day or in the same year."),
    "email_twice": gettext_noop("“%(value)s” is already on line %(other)s: one address for one person."),
    "identifier_twice": gettext_noop("The identifier “%(value)s” is already on line %(other)s."),
    "column_missing": gettext_noop("There is no column for the surname: call one “nom”."),
    "column_twice": gettext_noop("“%(value)s” and “%(other_column)s” would both be the same thing: keep one."),
    "no_line": gettext_noop("The file holds nobody: there is nothing under its first line."),
}


def sentence(fault: Fault, other_column: str = "") -> str:
    """The fault in the reader's language, with what was read (shortened)."""
    return _(SENTENCES[fault.code]) % {
        "value": short(fault.value),
        "other": fault.other,
        "other_column": short(other_column),
        "longest": LONGEST.get(fault.part, sizes.NAME),
        "oldest": sizes.OLDEST,
        "votes": sizes.VOTES,
        "address_lines": sizes.ADDRESS_LINES,
    }


def part(name: str) -> str:
    """The column as people call it."""
    return _(PARTS[name]) if name else ""


def short(value: str) -> str:
    """What was read, without what a page cannot show, at most sixty characters."""
    shown = "".join(character if character.isprintable() else "�" for character in value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
