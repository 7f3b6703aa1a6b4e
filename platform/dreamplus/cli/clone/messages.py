"""`./dream messages`: gathers the sentences to translate, writes every catalogue in one form, compiles it.

One form (a header of its language, entries in the order of their sentence, one line a text) keeps changes small, and
lets two people's catalogues be merged line by line (`.gitattributes`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from dreamplus.cli import translations
from dreamplus.cli.clone import house, spoken
from dreamplus.cli.snapshot import ROOT

LANGUAGES = {"fr": "nplurals=2; plural=(n > 1);", "nl": "nplurals=2; plural=(n != 1);"}
ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}

Entry = dict[str, str]


def run(words: list[str]) -> int:
    """Adds what is spoken and translated nowhere, with an empty translation, and says where; 1 when something is.

    `--compile` only compiles.
    """
    missing = [] if "--compile" in words else gather()
    mend_french()
    print(f"{translations.compile_all()} translations compiled.")
    for line in missing:
        print(f"  to translate: {line}")
    return 1 if missing else 0


def gather() -> list[str]:
    """Writes every catalogue anew; returns a line for each sentence that waits for its translation."""
    missing = []
    for language in LANGUAGES:
        files = {file: read(file) for file in translations.catalogues() if file.parts[-3] == language}
        known = {key for entries in files.values() for key, entry in entries.items() if translated(entry)}
        needed = defaultdict(set)
        for key, application in wanted(known | spoken.by_libraries(language)):
            needed[application / "locale" / language / "LC_MESSAGES" / "django.po"].add(key)
        for file in {*files, *needed}:
            kept = {key: entry for key, entry in files.get(file, {}).items() if translated(entry)}
            empty = {key: empty_entry(key) for key in needed[file]}
            write(file, language, kept | empty)
            missing += [f"{file.relative_to(ROOT)}: {entry['msgid']}" for entry in empty.values()]
    return sorted(missing)


def wanted(known: set[str]) -> Iterator[tuple[str, Path]]:
    """Sentences of ours that no catalogue knows, with the application whose file speaks them."""
    for file in chain(house.sources(), house.templates().values()):
        for key in spoken.spoken_in(file) - known:
            yield key, application_of(file)


def application_of(file: Path) -> Path:
    """The nearest folder above `file` that is an application, or speaks already."""
    return next(folder for folder in file.parents if (folder / "apps.py").exists() or (folder / "locale").is_dir())


def read(file: Path) -> dict[str, Entry]:
    """The entries of a catalogue by message; of two for one message, the first that is translated."""
    found: dict[str, Entry] = {}
    text = "".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if not line.startswith("#~"))
    for entry in translations.entries(text):
        key = translations.key_of(entry)
        if entry["msgid"] and not translated(found.get(key, {})):
            found[key] = entry
    return found


def translated(entry: Entry) -> bool:
    texts = [text for keyword, text in entry.items() if keyword.startswith("msgstr")]
    return bool(texts) and all(texts) and "fuzzy" not in entry.get("flags", "")


def empty_entry(key: str) -> Entry:
    """An entry for the message `key`, waiting for its translation."""
    context, _, message = key.rpartition("\x04")
    single, _, plural = message.partition("\x00")
    entry = {"msgctxt": context} if context else {}
    if plural:
        return entry | {"msgid": single, "msgid_plural": plural, "msgstr[0]": "", "msgstr[1]": ""}
    return entry | {"msgid": single, "msgstr": ""}


def write(file: Path, language: str, entries: dict[str, Entry]) -> None:
    """Writes a catalogue in its one form, and only when that changes it."""
    header = [
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Language: {language}",
        f"Plural-Forms: {LANGUAGES[language]}",
    ]
    blocks = ["\n".join(['msgid ""', 'msgstr ""', *(quoted(f"{line}\n") for line in header)])]
    for entry in sorted(entries.values(), key=place):
        blocks.append("\n".join(f"{keyword} {quoted(text)}" for keyword, text in entry.items() if keyword != "flags"))
    text = "\n\n".join(blocks) + "\n"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def place(entry: Entry) -> tuple[str, str, str]:
    """Where an entry stands in its catalogue."""
    return entry["msgid"].casefold(), entry["msgid"], entry.get("msgctxt", "")


def quoted(text: str) -> str:
    return '"' + "".join(ESCAPED.get(letter, letter) for letter in text) + '"'


def mend_french() -> None:
    """Puts no-break spaces where French typography wants them, in translations only."""
    for file in translations.catalogues():
        if file.parts[-3] == "fr":
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            file.write_text("".join(mended(lines)), encoding="utf-8")


def mended(lines: list[str]) -> Iterator[str]:
    """The lines of a catalogue, ordinary spaces before `: ; ! ? »` and after `«` made no-break in translations."""
    translating = False
    for line in lines:
        if line.startswith("msg"):
            translating = line.startswith("msgstr")
        if translating:
            line = re.sub(r"(?<=[\w»)’%]) (?=[:;!?»])|(?<=«) ", "\N{NO-BREAK SPACE}", line)
        yield line
