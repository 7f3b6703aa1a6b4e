"""The interface is complete in French, English and Dutch. English is the source; the two others are catalogues."""

import re

import pytest

from dreamplus.cli import translations
from dreamplus.cli.clone import house, messages, spoken

LANGUAGES = ("fr", "nl")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")


def catalogue(language):
    """Message to translation, over every application of ours."""
    merged = {}
    for file in translations.catalogues():
        if file.parts[-3] == language:
            merged |= translations.messages(file)
    return merged


def spoken_by_us():
    """Message to the files that speak it."""
    found = {}
    for file in [*house.sources(), *house.templates().values()]:
        for key in spoken.spoken_in(file):
            found.setdefault(key, []).append(str(file.relative_to(house.ROOT)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language):
    known = catalogue(language).keys() | spoken.by_libraries(language)
    missing = [f"{file}: {key!r}" for key, files in spoken_by_us().items() for file in files if key not in known]
    assert missing == [], f"{len(missing)} sentences have no {language} translation"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    """A lost `%(name)s` is an error page for whoever reads that language."""
    wrong = {}
    for key, text in catalogue(language).items():
        message = key.rpartition("\x04")[2].rpartition("\x00")[2]  # the plural where there is one
        if key and sorted(PLACEHOLDER.findall(message)) != sorted(PLACEHOLDER.findall(text.rpartition("\x00")[2])):
            wrong[key] = text
    assert wrong == {}


def test_nothing_is_fuzzy():
    fuzzy = [
        f"{file.relative_to(house.ROOT)}: {entry['msgid']}"
        for file in translations.catalogues()
        for entry in translations.entries(file.read_text())
        if "fuzzy" in entry.get("flags", "") and entry["msgid"]
    ]
    assert fuzzy == []


def test_french_typography():
    """No-break spaces before double punctuation and inside guillemets; typographic apostrophes."""
    wrong = [
        text
        for key, text in catalogue("fr").items()
        if key and re.search(r"\w [;:!?»]|« |\w'\w", re.sub(r"<[^>]*>|https?://\S+", "", text))
    ]
    assert wrong == [], "`./dream messages --compile` mends the spaces; apostrophes are ’"


def test_catalogues_have_one_form(tmp_path):
    """So that a change shows what changed, and two changes merge."""
    other = []
    for file in translations.catalogues():
        again = tmp_path / file.name
        messages.write(again, file.parts[-3], messages.read(file))
        other += [] if again.read_text() == file.read_text() else [str(file.relative_to(house.ROOT))]
    assert other == [], "`./dream messages` puts them in order"
