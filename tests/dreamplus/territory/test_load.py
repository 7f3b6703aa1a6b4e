"""Loading the list of communes: all or nothing, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from dreamplus.territory.models import Kind, Territory
from dreamplus.territory.queries import commune, search_communes
from dreamplus.territory.services import (
    COLUMNS,
    NORD_PAS_DE_CALAIS,
    TerritoryListError,
    invent_commune,
    load_territories,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
EPCI = "epci,,200000001,CC des Essais,,,100,,CC"
COMMUNE = "commune,59001,210000001,Essai-l'Abbaye,59,59268,60,200000001,CC"


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, header: str = ",".join(COLUMNS)) -> Path:
        file = tmp_path / "liste.csv"
        file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return file

    return write


def test_the_real_list_holds_1534_communes_and_36_groups() -> None:
    assert load_territories() == 1570
    assert Territory.objects.filter(kind=Kind.COMMUNE).count() == 1534
    assert Territory.objects.filter(kind=Kind.EPCI).count() == 36
    assert not Territory.objects.filter(kind=Kind.COMMUNE, epci=None).exists()
    lille = commune("59350")
    assert lille is not None
    assert (lille.name, lille.epci.name if lille.epci else "") == ("Lille", "Métropole Européenne de Lille")


def test_loading_again_changes_nothing() -> None:
    load_territories()
    before = list(Territory.objects.order_by("pk").values())
    load_territories()
    assert list(Territory.objects.order_by("pk").values()) == before


def test_loading_again_corrects_what_changed_and_keeps_what_left(listed: Callable[..., Path]) -> None:
    load_territories(listed(EPCI, COMMUNE, "commune,59002,210000002,Partie,59,,10,,"))
    kept = commune("59001")
    load_territories(listed(EPCI, COMMUNE.replace(",60,", ",75,").replace("Essai-l'Abbaye", "Essai-la-Neuve")))
    changed = commune("59001")
    assert kept is not None
    assert changed is not None
    assert (changed.pk, changed.name, changed.population) == (kept.pk, "Essai-la-Neuve", 75)
    assert commune("59002") is not None


# A line that is wrong → a word of the sentence. Nothing of the file is written.
WRONG = {
    "a kind nobody knows": ("ville,59001,210000001,X,59,,1,,", "ville"),
    "a code too short": ("commune,5900,210000001,X,59,,1,,", "5900"),
    "a code INSEE never gives": ("commune,59X01,210000001,X,59,,1,,", "59X01"),
    "no SIREN": ("commune,59001,,X,59,,1,,", "SIREN"),
    "a SIREN with letters": ("commune,59001,21000000A,X,59,,1,,", "21000000A"),
    "no name": ("commune,59001,210000001, ,59,,1,,", "population"),
    "no population": ("commune,59001,210000001,X,59,,beaucoup,,", "population"),
    "a group that is not in the list": ("commune,59001,210000001,X,59,,1,999999999,CC", "999999999"),
    "a code given twice": ("commune,59009,210000002,X,59,,1,,\ncommune,59009,210000003,Y,59,,1,,", "3"),
    "a column too many": ("commune,59001,210000001,X,59,,1,,,,", "2"),
    "a column too few": ("commune,59001,210000001,X", "2"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_stops_everything_and_says_where(listed: Callable[..., Path], name: str) -> None:
    line, word = WRONG[name]
    with pytest.raises(TerritoryListError) as refused:
        load_territories(listed(line, EPCI, COMMUNE))
    assert word in refused.value.errors[0]
    assert not Territory.objects.exists()


def test_other_columns_are_refused(listed: Callable[..., Path]) -> None:
    with pytest.raises(TerritoryListError):
        load_territories(listed(COMMUNE, header="code,nom"))


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("load_territories", str(tmp_path / "absent.csv"))


def test_names_have_french_apostrophes_and_are_found_by_either(listed: Callable[..., Path]) -> None:
    load_territories(listed(EPCI, COMMUNE))
    for query in ("essai-l'abbaye", "essai l’abbaye", "ABBAYE", "59268", "59001"):
        assert [row.name for row in search_communes(query)] == ["Essai-l’Abbaye"]


@pytest.mark.parametrize("code", ["59350", "59999", "2A004", "X", "59X1", "59x01", ""])
def test_an_invented_commune_cannot_take_a_code_that_may_be_real(code: str) -> None:
    with pytest.raises(ValueError, match="invented"):
        invent_commune(code=code, name="Ici", population=1)


def test_no_code_of_the_list_looks_invented() -> None:
    assert "X" not in "".join(line.split(",")[1] for line in NORD_PAS_DE_CALAIS.read_text().splitlines()[1:])


def test_the_database_refuses_two_rows_for_a_code_and_a_commune_without_one() -> None:
    invent_commune(code="59X01", name="Ici", population=1)
    wrong = (
        {"kind": Kind.COMMUNE, "insee": "59X01", "name": "Là"},
        {"kind": Kind.COMMUNE, "insee": "", "siren": "210000001", "name": "Là"},
        {"kind": Kind.EPCI, "insee": "59X02", "siren": "210000001", "name": "Là"},
        {"kind": Kind.EPCI, "insee": "", "siren": "", "name": "Là"},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Territory.objects.create(folded="la", **values)
