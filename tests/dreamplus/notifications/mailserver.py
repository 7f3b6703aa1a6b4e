"""A mail server that can refuse, hold up and hang up, and keeps what it took."""

from __future__ import annotations

import asyncio
import email
import socket
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


@dataclass
class Behaviour:
    """`recipient`, `data`: answers by address, else "250". `slow`: seconds before the words are taken.
    `hang_up`: closes after the words, as many times, having kept them or not (`kept`)."""

    recipient: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0
    hang_up: int = 0
    kept: bool = True
    sender: str = ""


class MailServer:
    """Listens on a free port of this machine. `inbox`: (recipient, message) in the order they were taken."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        self.inbox: list[tuple[str, EmailMessage]] = []
        self.connections = 0
        self.address = ("127.0.0.1", free_port())
        self._controller = Controller(self, hostname=self.address[0], port=self.address[1])

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.behaviour.sender:
            return self.behaviour.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self.behaviour.recipient.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        behaviour, (recipient,) = self.behaviour, envelope.rcpt_tos
        if behaviour.slow:
            await asyncio.sleep(behaviour.slow)
        answer = behaviour.data.get(recipient, "250 OK")
        hangs_up = behaviour.hang_up > 0
        if answer.startswith("250") and (behaviour.kept or not hangs_up):
            self.inbox.append((recipient, email.message_from_bytes(envelope.content, policy=default)))  # type: ignore[arg-type]
        if hangs_up:
            behaviour.hang_up -= 1
            server.transport.close()
        return answer


def free_port() -> int:
    """The library greets its own server at the port it was given, so it cannot be left to choose."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
