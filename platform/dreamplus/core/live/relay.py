"""Beyond one machine: one process pulls each topic and publishes its text; every process listens on one subscription.

Who pulls holds a lock of three seconds in Redis or Valkey, renewed at each tick. When the store is away every process
pulls for itself, as without it: more work, nothing lost. What is published again every ten seconds mends whatever a
broken subscription missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from dreamplus.core.live.topics import Message

logger = logging.getLogger("dreamplus.live")
Place = tuple[str, str]
LOCK_MS = 3000
REPEAT = 10
AWAY = (RedisError, OSError, TimeoutError)


class Relay:
    """One process's side; `spread(place, message)` is called with what others published."""

    def __init__(self, address: str, spread: Callable[[Place, Message | None], None]) -> None:
        self._spread = spread
        self._me = secrets.token_hex(8)
        self._prefix = "dream:live:" + hashlib.sha256(settings.DREAM_ORIGIN.encode()).hexdigest()[:16]
        self._store = redis.asyncio.Redis.from_url(
            address, socket_timeout=1, socket_connect_timeout=1, decode_responses=True
        )
        self._listening: asyncio.Task[None] | None = None
        self._published: dict[Place, tuple[str, int]] = {}
        self._ticks = 0
        self.subscribed = False

    def start(self) -> None:
        """Subscribes, once for the process."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.get_running_loop().create_task(self._listen())

    async def stop(self) -> None:
        """Ends the subscription and gives the locks up to their end."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        with contextlib.suppress(*AWAY):
            await self._store.aclose()

    async def mine(self, places: list[Place]) -> list[Place]:
        """Which of `places` this process pulls now: those whose lock it holds; all of them when the store is away."""
        self._ticks += 1
        if not self.subscribed:
            return places
        try:
            async with self._store.pipeline(transaction=False) as pipe:
                for place in places:
                    pipe.set(self._lock(place), self._me, nx=True, px=LOCK_MS)
                    pipe.get(self._lock(place))
                holders = (await pipe.execute())[1::2]
                held = [place for place, holder in zip(places, holders, strict=True) if holder == self._me]
                for place in held:
                    pipe.pexpire(self._lock(place), LOCK_MS)
                if held:
                    await pipe.execute()
        except AWAY:
            logger.warning("The live store is away: this process pulls for itself.")
            return places
        return held

    async def publish(self, found: Mapping[Place, Message | None]) -> None:
        """Hands what is new (or ten ticks old) to the other processes."""
        texts = []
        for place, message in found.items():
            etag, text = (message.etag, message.text) if message else ("", "")
            known, tick = self._published.get(place, ("unknown", 0))
            if etag != known or self._ticks - tick >= REPEAT:
                self._published[place] = (etag, self._ticks)
                texts.append(json.dumps([*place, etag, text]))
        if not texts:
            return
        try:
            async with self._store.pipeline(transaction=False) as pipe:
                for text in texts:
                    pipe.publish(self._prefix, text)
                await pipe.execute()
        except AWAY:
            self._published.clear()

    def forget(self, place: Place) -> None:
        """Nobody watches `place` here any more."""
        self._published.pop(place, None)

    def _lock(self, place: Place) -> str:
        return f"{self._prefix}:{place[0]}:{place[1]}"

    async def _listen(self) -> None:
        while True:
            try:
                async with self._store.pubsub() as subscription:
                    await subscription.subscribe(self._prefix)
                    await self._hear(subscription)
            except AWAY:
                pass
            finally:
                self.subscribed = False
            await asyncio.sleep(2)

    async def _hear(self, subscription: Any) -> None:
        while True:
            heard = await subscription.get_message(timeout=5)
            self.subscribed = subscription.subscribed
            if heard is None:
                await subscription.ping()
            elif heard["type"] == "message":
                name, key, etag, text = json.loads(heard["data"])
                self._spread((name, key), Message(text, etag) if etag else None)
