"""Three processes of one parent: pages (granian), live figures (uvicorn), tasks. Memory loaded before is shared."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

import uvicorn
import uvicorn.lifespan.off
import uvicorn.loops.auto
import uvicorn.protocols.http.auto
import uvicorn.protocols.websockets.auto
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from dreamplus.cli.serve.parent import end_with_parent
from dreamplus.core.tasks.worker import Worker

logger = logging.getLogger("dreamplus.serve")
PATIENCE = 30  # seconds a child may take to end what it is doing
Work = Callable[[], None]


class Supervisor:
    """Starts each piece of work in a child, starts it again when it dies, ends all of them on SIGTERM."""

    def __init__(self, works: dict[str, Work]) -> None:
        self.works = works
        self.children: dict[int, str] = {}
        self.born: dict[str, float] = {}
        self.ending = False

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self.end)
        signal.signal(signal.SIGINT, self.end)
        for name in self.works:
            self.start(name)
        deadline = None
        while self.children:
            if self.ending and deadline is None:
                deadline = time.monotonic() + PATIENCE
                self.tell(signal.SIGTERM)
            if deadline and time.monotonic() > deadline:
                self.tell(signal.SIGKILL)
            self.reap()
            time.sleep(0.2)
        return 0

    def start(self, name: str) -> None:
        self.born[name] = time.monotonic()
        child = os.fork()
        if child == 0:
            self.live_as_child(name)
        self.children[child] = name

    def live_as_child(self, name: str) -> None:
        """Never returns."""
        end_with_parent()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and tells each child once
        status = 1
        try:
            self.works[name]()
            status = 0
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            logger.exception("%s stopped.", name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def reap(self) -> None:
        """Buries the dead and replaces them; one that dies young is replaced after two seconds."""
        while self.children:
            child, status = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                return
            name = self.children.pop(child, "")
            if not name or self.ending:
                continue
            logger.error("%s ended (status %s); it is started again.", name, status)
            if time.monotonic() - self.born[name] < 2:
                time.sleep(2)
            self.start(name)

    def tell(self, number: signal.Signals) -> None:
        for child in self.children:
            os.kill(child, number)

    def end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending = True


def serve(host: str, port: int, live_port: int, web_processes: int) -> int:
    """Serves until SIGTERM or Ctrl-C; a web server sends `/live/` to `live_port` and the rest to `port`."""
    from dreamplus.conf.asgi import application as live
    from dreamplus.conf.wsgi import application as pages

    def serve_pages() -> None:
        Server(
            "dreamplus.conf.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=web_processes,
            blocking_threads=4,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve(target_loader=lambda *_: pages, wrap_loader=False)

    def serve_live() -> None:
        uvicorn.run(
            live, host=host, port=live_port, lifespan="off", access_log=False, log_level="warning", proxy_headers=False,
            server_header=False, timeout_graceful_shutdown=10,
        )  # fmt: skip

    def run_tasks() -> None:
        ending = threading.Event()
        signal.signal(signal.SIGTERM, lambda _number, _frame: ending.set())
        Worker(ending).run()

    return Supervisor({"pages": serve_pages, "live": serve_live, "tasks": run_tasks}).run()
