"""One process that serves one application, with work in a thread beside it. No journal of requests is kept."""

from __future__ import annotations

import asyncio
import signal
from typing import Any, Protocol

import uvicorn


def listen(application: Any, host: str, port: int, *, beside: Beside) -> int:
    """Serves until SIGTERM or Ctrl-C, `beside` working meanwhile; it ends after the last request is answered."""
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            host=host,
            port=port,
            lifespan="off",
            access_log=False,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    )
    for number in (signal.SIGINT, signal.SIGTERM):  # uvicorn raises them again once it has ended: tasks end after it
        signal.signal(number, lambda _number, _frame: None)
    beside.start()
    try:
        asyncio.run(server.serve())
    finally:
        beside.stop()
    return 0 if server.started else 2


class Beside(Protocol):
    """Work in a thread beside what is served."""

    def start(self) -> None: ...

    def stop(self) -> None: ...
