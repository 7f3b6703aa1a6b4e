"""One hub for each event loop: who watches what, one pull a second for each watched topic, one ready text for all.

Several processes (beyond one machine): with a `Relay`, one process pulls a topic and the others receive its text.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import close_old_connections

from dreamplus.core.live import topics

if TYPE_CHECKING:
    from dreamplus.core.live.relay import Relay

logger = logging.getLogger("dreamplus.live")
Place = tuple[str, str]
INTERVAL = 1.0
RECHECK = 60


class Reader(Protocol):
    """A connection: `user` may change nothing here; `push` sends the text, `leave` closes."""

    user: Any

    async def push(self, text: str) -> None: ...

    async def leave(self) -> None: ...


class Room:
    """The readers of one place, and what they were last sent."""

    def __init__(self) -> None:
        self.seats: dict[Reader, Seat] = {}
        self.last: topics.Message | None = None


class Seat:
    """One reader's: sends in order, and when it is slow skips to the latest text instead of queueing."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._next: str | None = None
        self._sending: asyncio.Task[None] | None = None

    def offer(self, text: str) -> None:
        self._next = text
        if self._sending is None:
            self._sending = asyncio.get_running_loop().create_task(self._send())

    async def _send(self) -> None:
        try:
            while (text := self._next) is not None:
                self._next = None
                await self.reader.push(text)
        except Exception:  # the connection ended meanwhile; its consumer leaves the room by itself
            logger.debug("A reader went away while it was written to.")
        finally:
            self._sending = None

    def close(self) -> None:
        if self._sending is not None:
            self._sending.cancel()


class Hub:
    """Kept by `hub()` for each loop."""

    def __init__(self) -> None:
        self.rooms: dict[Place, Room] = {}
        self.pulls = 0
        self._seated = 0
        self._task: asyncio.Task[None] | None = None
        self._relay = self._new_relay()

    def _new_relay(self) -> Relay | None:
        """Only beyond one machine; elsewhere the client of the store is not even loaded."""
        if not settings.DREAM_REDIS:
            return None
        from dreamplus.core.live.relay import Relay

        return Relay(settings.DREAM_REDIS, self.spread)

    async def welcome(self, place: Place, reader: Reader) -> topics.Message | None:
        """The present payload, when there is one and `reader` may read it. Asks the database in one hop."""
        room = self.rooms.get(place)
        return await sync_to_async(_welcome)(place, reader.user, room.last if room else None)

    def enter(self, place: Place, reader: Reader, message: topics.Message) -> None:
        """Seats `reader` and has `message` sent to it."""
        room = self.rooms.setdefault(place, Room())
        seat = room.seats[reader] = Seat(reader)
        self._seated += 1
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())
            if self._relay:
                self._relay.start()
        room.last = room.last or message
        seat.offer(room.last.text)

    def is_full(self, place: Place) -> bool:
        """Whether no seat is left for a reader of `place`."""
        room = self.rooms.get(place)
        if room is None:
            return self._seated >= settings.DREAM_LIVE_SEATS or len(self.rooms) >= settings.DREAM_LIVE_TOPICS
        return self._seated >= settings.DREAM_LIVE_SEATS or len(room.seats) >= settings.DREAM_LIVE_SEATS_PER_TOPIC

    def leave(self, place: Place, reader: Reader) -> None:
        """Frees the seat; the last one out stops the pulling."""
        room = self.rooms.get(place)
        seat = room.seats.pop(reader, None) if room else None
        if seat is not None:
            seat.close()
            self._seated -= 1
        self._forget_empty(place)

    def _forget_empty(self, place: Place) -> None:
        room = self.rooms.get(place)
        if room is not None and not room.seats:
            del self.rooms[place]
            if self._relay:
                self._relay.forget(place)

    async def _run(self) -> None:
        ticks = 0
        loop = asyncio.get_running_loop()
        while self.rooms:  # ends with the last reader; the next one begins it again
            begun = loop.time()
            ticks += 1
            try:
                await self._tick()
                if ticks % RECHECK == 0:
                    await self._recheck()
            except Exception:
                logger.exception("A live pull failed; the next one follows.")
            await asyncio.sleep(max(0.1, INTERVAL - (loop.time() - begun)))

    async def _tick(self) -> None:
        places = list(self.rooms)
        if self._relay:
            places = await self._relay.mine(places)
        if not places:
            return
        self.pulls += 1
        found = await sync_to_async(_build_all)(places)
        for place, message in found.items():
            self.spread(place, message)
        if self._relay:
            await self._relay.publish(found)

    def spread(self, place: Place, message: topics.Message | None) -> None:
        """Hands `message` to the readers of `place` if it is new to them; None: there is nothing to show any more."""
        room = self.rooms.get(place)
        if room is None or room.last == message:
            return
        room.last = message
        if message is not None:
            for seat in room.seats.values():
                seat.offer(message.text)

    async def _recheck(self) -> None:
        """Shows out whoever may not read any more: one question for each place and person, anonymous ones together."""
        for place, room in list(self.rooms.items()):
            people = {getattr(reader.user, "pk", None): reader.user for reader in room.seats}
            refused = await sync_to_async(_refused)(place, people)
            for reader in [reader for reader in room.seats if getattr(reader.user, "pk", None) in refused]:
                with contextlib.suppress(Exception):
                    await reader.leave()


def _build_all(places: list[Place]) -> dict[Place, topics.Message | None]:
    """One hop to the database's thread for all topics; one that fails is left out and keeps its last text."""
    close_old_connections()
    built: dict[Place, topics.Message | None] = {}
    for name, key in places:
        try:
            built[name, key] = topics.message(name, key)
        except Exception:
            logger.exception("The payload of %s cannot be built.", name)
    close_old_connections()
    return built


def _welcome(place: Place, user: Any, last: topics.Message | None) -> topics.Message | None:
    if topics.readable(user, *place) is None:
        return None
    return last or topics.message(*place)


def _refused(place: Place, people: dict[Any, Any]) -> set[Any]:
    close_old_connections()
    refused = set()
    for pk, user in people.items():
        if pk is not None:
            user = get_user_model()._default_manager.filter(pk=pk, is_active=True).first()
        if (pk is not None and user is None) or topics.readable(user, *place) is None:
            refused.add(pk)
    return refused


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
