"""One process for a village or a demonstration: sockets on the loop, pages in threads, tasks in one more thread."""

from __future__ import annotations

import threading
from typing import Any

from dreamplus.cli.serve.listening import listen
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

    worker = TaskThread()
    return listen(Together(live, WsgiInThreads(pages, PAGE_THREADS)), host, port, beside=worker)


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
