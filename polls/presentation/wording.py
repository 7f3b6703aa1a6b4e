"""Pieces of sentences that every method says alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from dreamplus.theming.charts import number, share


def listed(words: Sequence[str]) -> str:
    """“A”, “B” and “C”."""
    quoted = [_("“%(option)s”") % {"option": word} for word in words]
    if len(quoted) == 1:
        return quoted[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}


def in_language(translations: Mapping[str, str], language: str) -> str:
    """The words in `language`, in the site's, or in any."""
    return (
        translations.get(language) or translations.get(settings.LANGUAGE_CODE) or next(iter(translations.values()), "")
    )


def shown(value: float | None) -> str:
    """A total as people write it: two decimals at most; `–` where there is none."""
    return "–" if value is None else number(value if isinstance(value, int) else round(value, 2))


def part(value: float | None) -> str:
    """A share from 0 to 1 as a percentage."""
    return "–" if value is None else share(value, 1)
