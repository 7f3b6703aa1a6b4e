"""One process for a village or a demonstration: sockets on the loop, pages in threads, tasks in one more thread."""

from __future__ import annotations

import asyncio
import signal
import threading
from typing import Any

import uvicorn

from dreamplus.cli.serve.wsgi_in_threads import Receive, Scope, Send, WsgiInThreads
from dreamplus.core.tasks.worker import Worker

PAGE_THREADS = 4


class Together:
    """Sockets go to the live application, everything else to the pages."""

    def __init__(self, live: Any, pages: WsgiInThreads) -> None:
        self.live = live
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.live(scope, receive, send)
        elif scope["type"] == "http":
            await self.pages(scope, receive, send)


def serve(host: str, port: int) -> int:
    """Serves until SIGTERM or Ctrl-C; every request under way is answered first."""
    from dreamplus.conf.asgi import application as live
    from dreamplus.conf.wsgi import application as pages

    server = uvicorn.Server(
        uvicorn.Config(
            Together(live, WsgiInThreads(pages, PAGE_THREADS)),
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
    worker = TaskThread()
    worker.start()
    try:
        asyncio.run(server.serve())
    finally:
        worker.stop()
    return 0 if server.started else 2


class TaskThread:
    """The task worker beside the pages."""

    def __init__(self) -> None:
        self.ending = threading.Event()
        self.thread = threading.Thread(target=Worker(self.ending).run, name="tasks", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.ending.set()
        self.thread.join(timeout=10)
