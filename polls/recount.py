"""`recount.pyz`: the counting of this release as one file, which any Python 3.11 runs without installing anything."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polls.rules import Method, Rules
from polls.rules.marked import parameters

if TYPE_CHECKING:
    from zipfile import ZipInfo

HERE = Path(__file__).resolve().parent
NAME = "recount.pyz"
_DATED = (1980, 1, 1, 0, 0, 0)
_MAIN = f"""import sys

from polls.rules.tally.command import main

sys.exit(main(name="python {NAME}"))
"""


@cache
def archive() -> bytes:
    """The same bytes for the same release, whatever the machine and the day: whoever has the source can compare."""
    import zipfile  # loaded when somebody asks for the file

    kept = [HERE / "__init__.py", *sorted((HERE / "rules").rglob("*.py"))]
    held = io.BytesIO(b"")
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for path in kept:
            file.writestr(_entry(f"polls/{path.relative_to(HERE).as_posix()}"), path.read_bytes())
        file.writestr(_entry("__main__.py"), _MAIN)
    return b"#!/usr/bin/env python3\n" + held.getvalue()


def command(stored: Mapping[str, Any], *, seed: str = "") -> str:
    """The arguments that count again as the rules say: method, numbers, the seed that put equal options in order."""
    rules = Rules.read(stored)
    names = {Method.SINGLE: "plurality", Method.YES_NO: "plurality", Method.SEVERAL: "approval"}
    told = [f"--method {names.get(rules.method, str(rules.method))}"]
    if rules.method == Method.STV:
        told.append(f"--seats {rules.seats}")
    told += [f"--{name.replace('_', '-')} {value}" for name, value in parameters(rules).items()]
    return " ".join([*told, f"--seed {seed}"] if seed else told)


@cache
def fingerprint() -> str:
    """SHA-256 of the file, in hexadecimal."""
    return sha256(archive()).hexdigest()


def _entry(name: str) -> ZipInfo:
    import zipfile

    entry = zipfile.ZipInfo(name, _DATED)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry
