"""Hands letters to the mail server, step by step, so that what happened is known.

Up to the words themselves a failure is certain: nothing was sent, another attempt is right. Once the words are on their
way and no answer comes, nobody can know: the letter is then never sent again, because a second one would be worse than
a notice that waits on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from smtplib import SMTP, SMTPDataError, SMTPException, SMTPServerDisconnected
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address

PATIENCE = 60.0
"""Seconds the server has to take the words; longer than for the rest, as it may be looking for viruses."""
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


class Refused(Exception):
    """For good; `code` as the server said it: `550 5.1.1`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Later(Exception):
    """Nothing was sent; `whole`: the server itself is in trouble, other letters would meet the same."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__("another attempt is needed")
        self.whole = whole


class Unsure(Exception):
    """The server may have taken the letter or not."""


def as_bytes(message: EmailMessage) -> bytes:
    """What leaves; known already for letters that many people receive (`letters.LetterMessage`)."""
    known: bytes | None = getattr(message, "raw", None)
    if known is not None:
        return known
    return message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own message


class Courier:
    """One connection for many letters; use it as a context."""

    def __init__(self, *, patience: float = PATIENCE) -> None:
        self._backend = get_connection()
        self._patience = patience

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError, SMTPException):
            self._backend.close()

    def hand_over(self, message: EmailMessage, *, begin: Callable[[], bool]) -> bool:
        """Sends to the one recipient of `message`. `begin` is called just before the words leave, and commits that they
        do; when it answers False somebody else has the letter: nothing is sent, False is returned.

        Raises `Refused`, `Later`, `Unsure`.
        """
        if isinstance(self._backend, SmtpBackend):
            return self._by_smtp(self._backend, message, begin)
        if not begin():
            return False
        try:
            self._backend.send_messages([message])
        except (OSError, SMTPException):
            raise Later(whole=True) from None
        return True

    def _by_smtp(self, backend: SmtpBackend, message: EmailMessage, begin: Callable[[], bool]) -> bool:
        encoding = message.encoding or "utf-8"
        sender = sanitize_address(message.from_email, encoding)
        recipient = sanitize_address(message.to[0], encoding)
        words = as_bytes(message)
        server = self._addressed(backend, sender, recipient)
        if not begin():
            self._drop()
            return False
        socket = server.sock
        try:
            if socket is not None:
                socket.settimeout(self._patience)
            code, said = server.data(words)
        except SMTPDataError as error:  # it did not even want to hear the words
            code, said = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
        except (OSError, SMTPException):
            self._drop()
            raise Unsure from None
        finally:
            if socket is not None and server.sock is not None:
                socket.settimeout(backend.timeout)
        if code != 250:
            self._settle(server, code, said)
        return True

    def _addressed(self, backend: SmtpBackend, sender: str, recipient: str) -> SMTP:
        """The server, having taken sender and recipient. A connection that it closed meanwhile is opened again."""
        for _try in range(2):
            reused = backend.connection is not None
            try:
                backend.open()
                server = backend.connection
                assert server is not None  # noqa: S101 - open() made it, or raised
                server.ehlo_or_helo_if_needed()
                code, said = server.mail(sender)
                if code != 250:  # not the recipient's fault
                    self._drop()
                    raise Later(whole=True)
                code, said = server.rcpt(recipient)
            except SMTPServerDisconnected:
                self._drop()
                if reused:
                    continue
                raise Later(whole=True) from None
            except (OSError, SMTPException):
                self._drop()
                raise Later(whole=True) from None
            if code not in (250, 251):
                self._settle(server, code, said)
            return server
        raise Later(whole=True)

    def _settle(self, server: SMTP, code: int, said: bytes) -> None:
        """Raises what that answer means; the connection stays good for the next letter."""
        with suppress(OSError, SMTPException):
            server.rset()
        if 500 <= code < 600:
            enhanced = _ENHANCED.search(said.decode("ascii", "replace"))
            raise Refused(f"{code} {enhanced.group(1)}" if enhanced else str(code))
        if code == 421:  # it is closing
            self._drop()
            raise Later(whole=True)
        raise Later

    def _drop(self) -> None:
        if isinstance(self._backend, SmtpBackend):
            if self._backend.connection is not None:
                with suppress(OSError, SMTPException):
                    self._backend.connection.close()
            self._backend.connection = None
