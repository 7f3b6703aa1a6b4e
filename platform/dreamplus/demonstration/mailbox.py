"""The e-mails this demonstration wrote instead of sending: files under the data folder, read back newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

RULE = b"-" * 79  # what Django's file backend writes after each message
SHOWN = 50


@dataclass(frozen=True)
class Letter:
    """One e-mail as its reader would see it, as text."""

    at: datetime
    to: str
    subject: str
    text: str


def letters(folder: Path, *, most: int = SHOWN) -> list[Letter]:
    """The newest `most` e-mails of `folder`, newest first; an empty list when there is none."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:most]
    found = [letter for file in files for letter in reversed(_letters_of(file))]
    return found[:most]


def _letters_of(file: Path) -> list[Letter]:
    at = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
    parts = (part.strip() for part in file.read_bytes().split(RULE))
    return [_letter(part, at) for part in parts if part]


def _letter(raw: bytes, at: datetime) -> Letter:
    message = message_from_bytes(raw, _class=EmailMessage, policy=default)
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    return Letter(at=at, to=str(message["To"] or ""), subject=str(message["Subject"] or ""), text=text.strip())
