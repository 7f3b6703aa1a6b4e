"""The live process with one topic that changes at each pull, and beside it the same told by channels' `group_send`."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import count
from typing import Any

import django
import uvicorn

from dreamplus.cli.clone.bench.live import TOPIC
from dreamplus.cli.main import choose_settings

GROUP = "bench"
SELDOM = 5
"""Seconds: told each second, 3 000 consumers are more than this layer can do, and nothing could be compared."""
_numbers = count(1)


def payload(_key: str = "") -> dict[str, Any]:
    """A number that follows, when it was made, and what a result with a few options weighs."""
    return {"number": next(_numbers), "at": time.time(), "votes": {f"option-{one}": one * 1234 for one in range(8)}}


def application() -> Any:
    """Our sockets at `/live/ws/bench.clock/all`; at `/group/`, one message of a channel layer for each reader."""
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.layers import get_channel_layer
    from channels.routing import ProtocolTypeRouter, URLRouter
    from django.urls import path

    from dreamplus.core import live
    from dreamplus.core.live.routing import socket_application

    live.register(live.Topic(name=TOPIC, may_read=lambda _user, _key: True, payload=payload))
    telling: list[asyncio.Task[None]] = []

    async def tell() -> None:
        layer = get_channel_layer()
        while True:
            await layer.group_send(GROUP, {"type": "told", "text": json.dumps(payload())})
            await asyncio.sleep(SELDOM)

    class Told(AsyncWebsocketConsumer):
        groups = [GROUP]

        async def connect(self) -> None:
            await self.accept()
            if not telling:
                telling.append(asyncio.get_running_loop().create_task(tell()))

        async def told(self, event: dict[str, Any]) -> None:
            await self.send(text_data=event["text"])

        async def disconnect(self, code: int) -> None:
            if telling:
                telling.pop().cancel()

    ours, theirs = socket_application(), URLRouter([path("group/", Told.as_asgi())])

    async def either(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await (theirs if scope["path"] == "/group/" else ours)(scope, receive, send)

    return ProtocolTypeRouter({"websocket": either})


def main() -> None:
    choose_settings()
    from django.conf import settings

    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    django.setup()
    uvicorn.run(
        application(),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        lifespan="off",
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
