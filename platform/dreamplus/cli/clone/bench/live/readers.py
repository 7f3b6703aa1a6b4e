"""Many readers of one address, in one process: what each received, and how long after it was made."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass

from websockets.asyncio.client import ClientConnection, connect

AT_ONCE = 100


@dataclass(frozen=True)
class Heard:
    """`messages`: different ones while everybody listened; `received`: of all readers together; `delays` in ms."""

    readers: int
    messages: int
    received: int
    delays: list[float]


async def listen(address: str, origin: str, readers: int, seconds: float) -> Heard:
    """Opens all, prints a line when they are, listens for `seconds`, and counts what was made meanwhile."""
    gate = asyncio.Semaphore(AT_ONCE)
    told: list[dict[int, tuple[float, float]]] = [{} for _reader in range(readers)]

    async def opened() -> ClientConnection:
        async with gate:
            return await connect(address, origin=origin, open_timeout=60, compression=None, proxy=None)  # type: ignore[arg-type]  # an origin is a string

    async def read(socket: ClientConnection, heard: dict[int, tuple[float, float]]) -> None:
        async for text in socket:
            now = time.time()
            message = json.loads(text)
            heard[message["number"]] = (message["at"], now)

    sockets = await asyncio.gather(*(opened() for _reader in range(readers)))
    reading = [asyncio.create_task(read(*pair)) for pair in zip(sockets, told, strict=True)]
    await asyncio.sleep(3)
    print("listening", flush=True)
    begun = time.time()
    await asyncio.sleep(seconds)
    ended = time.time()
    await asyncio.sleep(2)  # what was made before the end arrives
    for task in reading:
        task.cancel()
    made = {number for heard in told for number, (at, _now) in heard.items() if begun <= at < ended}
    delays = [1000 * (now - at) for heard in told for number, (at, now) in heard.items() if number in made]
    print(json.dumps(asdict(Heard(readers, len(made), len(delays), sorted(delays)))), flush=True)
    return Heard(readers, len(made), len(delays), delays)


if __name__ == "__main__":
    asyncio.run(listen(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
