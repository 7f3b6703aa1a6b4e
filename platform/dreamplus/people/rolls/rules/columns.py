"""Which column of a file is what: names as town halls write them, whatever accents, case and signs. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dreamplus.core.text import fold

MANY = frozenset({"address"})
"""Parts that several columns may hold, in the order of the file."""

_NAMES = {
    "last_name": (
        "nom", "nom de famille", "nom de naissance", "nom d usage", "nom complet", "name", "last name", "naam",
    ),
    "first_name": ("prenom", "prenoms", "prenom s", "first name", "voornaam"),
    "birth": (
        "annee ou date de naissance", "date de naissance", "annee de naissance", "naissance", "ne le", "nee le",
        "ne e le", "date of birth", "year of birth", "geboortedatum",
    ),
    "area": ("quartier", "secteur", "quarter", "wijk"),
    "email": (
        "e mail", "email", "mail", "courriel", "adresse e mail", "adresse email", "adresse mail",
        "adresse electronique",
    ),
    "votes": ("voix", "nombre de voix", "votes", "number of votes", "tantiemes", "parts", "stemmen", "aantal stemmen"),
    "identifier": ("identifiant", "numero", "no", "n", "numero d ordre", "identifier", "nummer"),
}  # fmt: skip
_NAMES |= {"postcode": ("code postal", "cp", "postcode"), "town": ("ville", "commune", "localite", "town", "gemeente")}
_ADDRESS = re.compile(
    r"adresse( postale)?( \d)?|(ligne d )?adresse( ligne)? ?\d|ligne \d|rue|voie|numero et (rue|voie)"
    r"|complement( d adresse)?|address( line)?( \d)?|adres( \d)?"
)


@dataclass(frozen=True)
class Columns:
    """`parts`: what each column of the file is; `left`: those nobody asked for. `missing`, `twice`: parts at fault."""

    parts: dict[str, str]
    left: list[str]
    missing: list[str]
    twice: list[tuple[str, str]]


def recognise(header: list[str]) -> Columns:
    """Tells the columns of a file apart. A part met twice, or no name at all, is a fault."""
    parts: dict[str, str] = {}
    left: list[str] = []
    twice: list[tuple[str, str]] = []
    for column in header:
        part = _part(column)
        if not part:
            left.append(column)
        elif part not in MANY and part in parts.values():
            twice.append((next(other for other, known in parts.items() if known == part), column))
        else:
            parts[column] = part
    return Columns(parts, left, [] if "last_name" in parts.values() else ["last_name"], twice)


def sorted_cells(columns: Columns, cells: Mapping[str, str]) -> dict[str, list[str]]:
    """The cells of one line by part; postcode and town make one line of the address, its last."""
    found: dict[str, list[str]] = {}
    for column, part in columns.parts.items():
        found.setdefault(part, []).append(cells[column])
    place = " ".join(cell for part in ("postcode", "town") for cell in found.pop(part, []) if cell)
    if place:
        found.setdefault("address", []).append(place)
    return found


def _part(column: str) -> str:
    name = " ".join(re.sub(r"[^a-z0-9]+", " ", fold(column)).split())
    known = next((part for part, names in _NAMES.items() if name in names), "")
    return known or ("address" if _ADDRESS.fullmatch(name) else "")
