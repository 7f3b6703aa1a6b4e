"""The socket of one reader. It listens to nothing: whatever is sent to it beyond a sign of life closes it."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from dreamplus.core.live import topics
from dreamplus.core.live.hub import Full, hub

FORBIDDEN, TRY_LATER, TOO_MUCH = 4403, 4408, 1009


class LiveConsumer(AsyncWebsocketConsumer):
    """Checks `may_read` with the user of the session, then leaves everything to the hub."""

    async def connect(self) -> None:
        route: dict[str, Any] = self.scope["url_route"]["kwargs"]
        self.place = (route["topic"], route["key"])
        self.user = self.scope["user"]
        if await sync_to_async(topics.readable)(self.user, *self.place) is None:
            await self.close(FORBIDDEN)
            return
        await self.accept()
        try:
            await hub().enter(self.place, self)
        except Full:
            await self.close(TRY_LATER)

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
        await self.close(FORBIDDEN)
