"""`./dream messages`: gathers the sentences to translate of every application, then compiles the translations."""

from __future__ import annotations

import subprocess
import sys
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
