"""One process for a village or a demonstration: sockets on the loop, pages in threads, tasks in one more thread."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any

import uvicorn

from dreamplus.cli.serve.wsgi_in_threads import Receive, Scope, Send, WsgiInThreads

logger = logging.getLogger("dreamplus.serve")
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
    worker = TaskThread()
    worker.start()
    try:
        asyncio.run(server.serve())
    finally:
        worker.stop()
    return 0 if server.started else 2


class TaskThread:
    """The task worker beside the pages. Its failure is logged and it begins again."""

    def __init__(self) -> None:
        self.ending = threading.Event()
        self.worker: Any = None
        self.thread = threading.Thread(target=self.run, name="tasks", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def run(self) -> None:
        try:
            from dreamplus.core.tasks.worker import Worker  # type: ignore[import-untyped]  # until core has it
        except ImportError:
            return
        while not self.ending.is_set():
            self.worker = Worker()
            try:
                self.worker.run()
            except Exception:
                logger.exception("The task worker stopped; it begins again in two seconds.")
                self.ending.wait(2)

    def stop(self) -> None:
        self.ending.set()
        if self.worker is not None:
            self.worker.stop()
        self.thread.join(timeout=10)
