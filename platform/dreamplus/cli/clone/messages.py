"""`./dream messages`: gathers the sentences to translate of every application, then compiles the translations."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dreamplus.cli import translations
from dreamplus.cli.clone import machine
from dreamplus.cli.snapshot import ROOT

LANGUAGES = ("fr", "nl")


def run(words: list[str]) -> int:
    """Gathers in the applications that have a `locale` folder; `--compile` only compiles."""
    if "--compile" not in words:
        machine.need("xgettext", "gettext", "to gather the sentences to translate")
        for locale in locale_folders():
            gather(locale.parent)
    mend_french()
    print(f"{translations.compile_all()} translations compiled.")
    return 0


def locale_folders() -> list[Path]:
    """The `locale` folder of each application that has one."""
    return sorted(
        folder for root in translations.ROOTS for folder in (ROOT / root).glob("**/locale") if folder.is_dir()
    )


def gather(application: Path) -> None:
    languages = [word for language in LANGUAGES for word in ("-l", language)]
    command = [sys.executable, "-m", "django", "makemessages", *languages, "--no-location", "--no-obsolete"]
    subprocess.run(command, cwd=application, check=True, stdout=subprocess.DEVNULL)


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
