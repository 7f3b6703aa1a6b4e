"""Compiles `.po` files into the `.mo` files that gettext reads, without gettext's own tools."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[3]
ROOTS = ("platform/dreamplus", "consultations", "deliberation", "polls")


def compile_all(root: Path = SOURCES) -> int:
    """Compiles every catalogue newer than its compiled twin; returns how many."""
    done = 0
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            target.write_bytes(compiled(messages(source)))
            done += 1
    return done


def catalogues(root: Path = SOURCES) -> list[Path]:
    """Every `.po` file of ours."""
    return sorted(file for name in ROOTS for file in (root / name).glob("**/locale/*/LC_MESSAGES/*.po"))


def messages(source: Path) -> dict[str, str]:
    """Message to translation, in the form `.mo` wants: context and plural forms joined by their control characters.

    Fuzzy and empty translations are left out: the English message is shown, and a test of the house says so.
    """
    found: dict[str, str] = {}
    for entry in entries(source.read_text(encoding="utf-8")):
        texts = [entry[key] for key in sorted(entry) if key.startswith("msgstr")]
        if "fuzzy" in entry.get("flags", "") or not all(texts):
            continue
        found[key_of(entry)] = "\x00".join(texts)
    return found


def key_of(entry: dict[str, str]) -> str:
    """The message of an entry: context, sentence and plural joined by their control characters."""
    key = entry["msgid"]
    if "msgctxt" in entry:
        key = f"{entry['msgctxt']}\x04{key}"
    return f"{key}\x00{entry['msgid_plural']}" if "msgid_plural" in entry else key


def entries(text: str) -> Iterator[dict[str, str]]:
    """Each entry of a catalogue as keyword (`msgid`, `msgstr[1]`, …) to text; `flags` holds its flags."""
    entry: dict[str, str] = {}
    keyword = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("#~"):
            continue
        if not line.strip() or (line.startswith(("#", "msgctxt", "msgid ")) and "msgstr" in "".join(entry)):
            if "msgid" in entry:
                yield entry
                entry = {}
            if not line.strip():
                continue
        if line.startswith("#"):
            entry["flags"] = entry.get("flags", "") + (line if line.startswith("#,") else "")
        elif line.startswith("msg"):
            keyword, _, quoted = line.partition(" ")
            entry[keyword] = ast.literal_eval(quoted.strip())
        elif line.startswith('"'):
            entry[keyword] += ast.literal_eval(line.strip())


def compiled(catalogue: dict[str, str]) -> bytes:
    """The GNU `.mo` form: a header of seven 32-bit numbers, two tables of (length, offset), then the texts."""
    pairs = sorted((key.encode(), text.encode()) for key, text in catalogue.items())
    header = 7 * 4
    start = header + len(pairs) * 16
    keys, texts, body = b"", b"", b""
    for key, _ in pairs:
        keys += struct.pack("<II", len(key), start + len(body))
        body += key + b"\0"
    for _, text in pairs:
        texts += struct.pack("<II", len(text), start + len(body))
        body += text + b"\0"
    numbers = (0x950412DE, 0, len(pairs), header, header + len(pairs) * 8, 0, start)
    return struct.pack("<7I", *numbers) + keys + texts + body
