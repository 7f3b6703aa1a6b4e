"""Every variable an instance reads, typed, with the sentence that says what is wrong with it.

The table `VARIABLES` is the only list: `deploy/env.example`, `docs/hosts/settings.md` and `dreamplus doctor` follow it,
and a test compares them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTATION = "docs/hosts/settings.md"


class SettingError(Exception):
    """A variable is missing or malformed; the message names it and says what is expected."""


def _text(raw: str) -> str:
    return raw


def _flag(raw: str) -> bool:
    values = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if raw.lower() not in values:
        raise ValueError("expected 1 or 0")
    return values[raw.lower()]


def _number(raw: str) -> int:
    if not raw.isdigit():
        raise ValueError("expected a whole number")
    return int(raw)


def _idle(raw: str) -> int:
    seconds = _number(raw)
    if seconds < 90:
        raise ValueError("expected at least 90 seconds: a minute of them is the warning")
    return seconds


def _path(raw: str) -> Path:
    return Path(raw).expanduser()


def _words(raw: str) -> list[str]:
    return [word.strip() for word in raw.split(",") if word.strip()]


def _role(raw: str) -> str:
    if raw not in ("instance", "hub", "box"):
        raise ValueError("expected instance, hub or box")
    return raw


def _origin(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("expected an address such as https://participer.exemple.fr")
    return f"{parts.scheme}://{parts.netloc}"


def _other_origin(raw: str) -> str:
    return _origin(raw) if raw else ""


def _issuer(raw: str) -> str:
    """An issuer is compared letter by letter: it is kept as it is written."""
    parts = urlsplit(raw)
    if raw and not (parts.scheme == "https" and parts.hostname) and not raw.startswith("http://127.0.0.1:"):
        raise ValueError("expected the https address that the service gives as its issuer")
    return raw


def _secret(raw: str) -> str:
    if len(raw) < 32:
        raise ValueError("expected at least 32 characters; `dreamplus secret` prints a good one")
    return raw


def _token(raw: str) -> str:
    return _secret(raw) if raw else ""


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this very machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@dataclass(frozen=True)
class Variable:
    """One `DREAM_*` variable. `default` None means compulsory; `secret` keeps it out of doctor's output."""

    name: str
    read: Callable[[str], Any]
    default: str | None
    help: str
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DREAM_ROLE",
        _role,
        "instance",
        "What this process serves: a collectivité (`instance`), the region (`hub`), sealed ballots (`box`).",
    ),
    Variable("DREAM_ORIGIN", _origin, None, "The public address, as people type it, with https."),
    Variable(
        "DREAM_SECRET", _secret, None, "Signs sessions and codes. Unique to this instance; never copied.", secret=True
    ),
    Variable("DREAM_DATA", _path, None, "Folder of the database, media and keys of this instance."),
    Variable(
        "DREAM_DATABASE",
        _text,
        "",
        "PostgreSQL address (`postgres://user:password@host/name`). Empty: SQLite in the data folder.",
        secret=True,
    ),
    Variable("DREAM_REDIS", _text, "", "Redis or Valkey address; needed beyond one web process.", secret=True),
    Variable("DREAM_HOSTS", _words, "", "Further host names answered, separated by commas."),
    Variable(
        "DREAM_MAIL",
        _text,
        "",
        "Mail server (`smtp://user:password@host:587`). Empty: e-mails are written to the data folder.",
        secret=True,
    ),
    Variable("DREAM_MAIL_FROM", _text, "", "Sender of every e-mail. Empty: no-reply at the public address."),
    Variable(
        "DREAM_FRANCECONNECT_ISSUER",
        _issuer,
        "",
        "Issuer of FranceConnect, as its documentation writes it. Empty: not offered.",
    ),
    Variable("DREAM_FRANCECONNECT_CLIENT_ID", _text, "", "Identifier that FranceConnect gave to this site."),
    Variable("DREAM_FRANCECONNECT_SECRET", _text, "", "Secret that FranceConnect gave to this site.", secret=True),
    Variable(
        "DREAM_PROCONNECT_ISSUER",
        _issuer,
        "",
        "Issuer of ProConnect, as its documentation writes it. Empty: not offered.",
    ),
    Variable("DREAM_PROCONNECT_CLIENT_ID", _text, "", "Identifier that ProConnect gave to this site."),
    Variable("DREAM_PROCONNECT_SECRET", _text, "", "Secret that ProConnect gave to this site.", secret=True),
    Variable("DREAM_DEBUG", _flag, "0", "Developer's pages with the cause of an error. Never in production."),
    Variable(
        "DREAM_DEMONSTRATION",
        _flag,
        "0",
        "Demonstration: mailbox page, reset button, invented people. Refused off loopback.",
    ),
    Variable(
        "DREAM_ALLOW_LOOPBACK",
        _flag,
        "0",
        "Lets federation and sign-in speak to 127.0.0.1 without https. Development only.",
    ),
    Variable(
        "DREAM_INACTIVE_MONTHS",
        _number,
        "24",
        "Months without a visit after which an account is deleted, a month after a warning. 0: never.",
    ),
    Variable("DREAM_ASK_AGE", _flag, "0", "Asks once, at the first contribution: fifteen or over, or a parent agrees."),
    Variable(
        "DREAM_ASSISTED_IDLE",
        _idle,
        "180",
        "Seconds after which a screen where somebody is being helped is wiped when nobody touches it; 90 at least.",
    ),
    Variable(
        "DREAM_BOX",
        _other_origin,
        "",
        "Address of the box of secret votes: another host than this site. Empty: no secret votes.",
    ),
    Variable(
        "DREAM_ISSUER",
        _text,
        "",
        "Socket of `dreamplus issuer`, which signs tokens of secret votes. Empty: the site signs by itself.",
    ),
    Variable(
        "DREAM_BOX_TOKEN",
        _token,
        "",
        "Shared by this site and its box alone; `dreamplus secret` prints a good one.",
        secret=True,
    ),
    Variable(
        "DREAM_WITNESS",
        _other_origin,
        "",
        "Address of the region's hub, which signs the log of secret votes as a witness. Empty: no secret votes.",
    ),
    Variable("DREAM_TERRITORY", _text, "", "INSEE code of the commune or SIREN of the EPCI this instance belongs to."),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}


class Env:
    """Reads `DREAM_*` variables from a mapping (the process environment by default)."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = os.environ if values is None else values

    def __call__(self, name: str) -> Any:
        """The typed value of `name`.

        Raises `SettingError` with the variable's name, what was expected and its place in the documentation.
        """
        variable = _BY_NAME[name]
        raw = self._values.get(name, variable.default)
        if raw is None:
            raise SettingError(f"{name} is not set. {variable.help} See {DOCUMENTATION}#{name.lower()}.")
        try:
            return variable.read(raw)
        except ValueError as error:
            raise SettingError(f"{name} cannot be read: {error}. See {DOCUMENTATION}#{name.lower()}.") from None
