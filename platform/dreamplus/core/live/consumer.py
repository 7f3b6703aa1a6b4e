"""The socket of one reader. It listens to nothing: whatever is sent to it beyond a sign of life closes it."""

from __future__ import annotations

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from dreamplus.core.live.hub import hub

FORBIDDEN, TOO_MUCH = 4403, 1009


class LiveConsumer(AsyncWebsocketConsumer):
    """Refused before the handshake when there is nothing to read, no right to, or no seat: the page then polls."""

    async def connect(self) -> None:
        route: dict[str, Any] = self.scope["url_route"]["kwargs"]
        self.place = (route["topic"], route["key"])
        self.user = self.scope["user"]
        message = await hub().welcome(self.place, self)
        if message is None or hub().is_full(self.place):
            await self.close()
            return
        await self.accept()
        hub().enter(self.place, self, message)

    async def push(self, text: str) -> None:
        """Sends a ready text."""
        await self.base_send({"type": "websocket.send", "text": text})

    async def leave(self) -> None:
        """Closes: the right to read has ended."""
        await self.close(FORBIDDEN)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if bytes_data or len(text_data or "") > 16:
            await self.close(TOO_MUCH)

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "place"):
            hub().leave(self.place, self)


class NoSuchSocket(AsyncWebsocketConsumer):
    """Any other socket address."""

    async def connect(self) -> None:
        await self.close()
