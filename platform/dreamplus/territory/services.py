"""Loads the list of communes and groups of communes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.core.text import fold
from dreamplus.territory.models import Kind, Territory

NORD_PAS_DE_CALAIS = Path(__file__).parent / "data" / "territoires-nord-pas-de-calais.csv"
COLUMNS = (
    "kind",
    "code_insee",
    "siren",
    "name",
    "department",
    "postal_codes",
    "population",
    "epci_siren",
    "epci_kind",
)
BATCH = 500
INSEE = re.compile(r"(\d{2}|2[AB])\d{3}")
INVENTED = re.compile(r"\d{2}X\d{2}")
SIREN = re.compile(r"\d{9}")


class TerritoryListError(Exception):
    """The list cannot be loaded; `errors` holds a sentence for each line that is wrong, and nothing was written."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@transaction.atomic
def load_territories(csv_file: Path = NORD_PAS_DE_CALAIS) -> int:
    """Makes the table say what the file says, all or nothing; returns how many rows it holds. Idempotent.

    UTF-8, commas, the columns of `COLUMNS`. A territory that left the file stays (others may point to it).
    Raises `TerritoryListError`.
    """
    rows = _read(csv_file)
    groups = [_territory(row) for row in rows if row["kind"] == Kind.EPCI]
    _write(groups, known_by="siren")
    by_siren = {group.siren: group for group in Territory.objects.filter(kind=Kind.EPCI)}
    communes = [_territory(row, by_siren) for row in rows if row["kind"] == Kind.COMMUNE]
    _write(communes, known_by="insee")
    return len(rows)


@transaction.atomic
def invent_commune(
    *, code: str, name: str, population: int, postal_codes: str = "", department: str = "59"
) -> Territory:
    """A commune of the demonstration. Its code has a letter where INSEE never puts one (`59X01`).

    Raises `ValueError` for a code that could be real.
    """
    if not INVENTED.fullmatch(code):
        raise ValueError("the code of an invented commune is two figures, X, two figures")
    values = {
        "kind": Kind.COMMUNE,
        "name": name,
        "department": department,
        "postal_codes": postal_codes,
        "population": population,
        "invented": True,
        "folded": _folded(name, postal_codes, code),
    }
    return Territory.objects.update_or_create(insee=code, defaults=values)[0]


def _read(csv_file: Path) -> list[dict[str, str]]:
    with csv_file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise TerritoryListError([_("The columns are not those expected: %s.") % ", ".join(COLUMNS)])
        rows = list(reader)
    errors = _errors(rows)
    if errors:
        raise TerritoryListError(errors)
    return rows


def _errors(rows: list[dict[str, str]]) -> list[str]:
    errors: list[str] = []
    groups = {row["siren"] for row in rows if row["kind"] == Kind.EPCI}
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        wrong = _wrong(row, groups, seen)
        if wrong:
            errors.append(_("Line %(number)d: %(wrong)s") % {"number": number, "wrong": wrong})
        seen |= {row["code_insee"], row["siren"]} - {"", None}
    return errors


def _wrong(row: dict[str, str], groups: set[str], seen: set[str]) -> str:
    if None in row or None in row.values():
        return _("not the right number of columns.")
    if row["kind"] not in Kind.values:
        return _("“%s” is neither commune nor epci.") % row["kind"]
    if row["kind"] == Kind.COMMUNE and not INSEE.fullmatch(row["code_insee"]):
        return _("“%s” is not an INSEE code.") % row["code_insee"]
    if not SIREN.fullmatch(row["siren"]):
        return _("“%s” is not a SIREN.") % row["siren"]
    if not row["name"].strip() or not row["population"].isdigit():
        return _("the name or the population is missing.")
    if row["epci_siren"] and row["epci_siren"] not in groups:
        return _("the group %s is not in the list.") % row["epci_siren"]
    if row["code_insee"] in seen or row["siren"] in seen:
        return _("this code was already given above.")
    return ""


def _territory(row: dict[str, str], groups: dict[str, Territory] | None = None) -> Territory:
    return Territory(
        kind=row["kind"],
        insee=row["code_insee"],
        siren=row["siren"],
        name=row["name"].replace("'", "’"),
        department=row["department"],
        postal_codes=row["postal_codes"],
        population=int(row["population"]),
        epci=(groups or {}).get(row["epci_siren"]),
        epci_kind=row["epci_kind"],
        folded=_folded(row["name"], row["postal_codes"], row["code_insee"] or row["siren"]),
    )


def _folded(name: str, postal_codes: str, code: str) -> str:
    """Name first, so that the list sorts by it; then as it is typed without hyphens, then the codes."""
    folded = fold(name)
    return " ".join(part for part in (folded, folded.replace("-", " "), postal_codes, code.lower()) if part)[:400]


def _write(territories: Iterable[Territory], *, known_by: str) -> None:
    known = dict(Territory.objects.exclude(**{known_by: ""}).values_list(known_by, "pk"))
    new: list[Territory] = []
    changed: list[Territory] = []
    for territory in territories:
        territory.pk = known.get(getattr(territory, known_by))
        (changed if territory.pk else new).append(territory)
    Territory.objects.bulk_create(new, batch_size=BATCH)
    fields = ["kind", "siren", "name", "department", "postal_codes", "population", "epci", "epci_kind", "folded"]
    Territory.objects.bulk_update(changed, fields, batch_size=BATCH)
