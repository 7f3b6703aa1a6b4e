"""The houses of a secret vote for real: this site, which is the hub too, served over HTTP; and the box, a process with
a host, a database and keys of its own."""

from __future__ import annotations

import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen
from uuid import UUID, uuid4
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from dreamplus.cli.snapshot import ROOT, maintenance

TOKEN = "a token that the site and its box alone know"


@dataclass
class Box:
    """`move(poll, closes)` moves the closing in the box's own database, as if time had passed."""

    origin: str
    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        port = str(urlsplit(self.origin).port)
        words = [sys.executable, "-m", "dreamplus", "serve", "--port", port]
        with (self.folder / "serve.log").open("ab") as journal:
            self.process = subprocess.Popen(words, env=self.environment, cwd=ROOT, stdout=journal, stderr=journal)
        end = time.monotonic() + 30
        while True:
            assert self.process.poll() is None, self.journal
            try:
                urlopen(f"http://127.0.0.1:{port}/votes/{uuid4()}/vote.json", timeout=5)
            except OSError as answered:
                if getattr(answered, "code", None) == 404:
                    return
            assert time.monotonic() < end, self.journal
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    @property
    def journal(self) -> str:
        return (self.folder / "serve.log").read_text()

    def execute(self, statement: str, values: list[Any]) -> list[Any]:
        """On the box's own database; `?` for values."""
        address = self.environment["DREAM_DATABASE"]
        if not address:
            with sqlite3.connect(self.folder / "dream.sqlite3", timeout=20) as held:
                return held.execute(statement, values).fetchall()
        import psycopg

        with psycopg.connect(address) as held:
            done = held.execute(statement.replace("?", "%s"), values)
            return done.fetchall() if done.description else []

    def close_now(self, poll: UUID) -> None:
        sqlite = not self.environment["DREAM_DATABASE"]
        now = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 second')" if sqlite else "now() - interval '1 second'"
        statement = f"UPDATE box_vote SET closes_at = {now} WHERE poll = ?"  # noqa: S608 - a constant
        self.execute(statement, [poll.hex if sqlite else poll])


@contextmanager
def box(folder: Path) -> Iterator[Box]:
    """Its database is SQLite in its folder, or on PostgreSQL one of its own that belongs to a role of its own."""
    folder.mkdir(mode=0o700)
    origin = f"http://localhost:{free_port()}"
    with _database() as address:
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("DREAM_", "DJANGO_"))}
        environment = {
            **outside,
            "DREAM_ROLE": "box",
            "DREAM_ORIGIN": origin,
            "DREAM_SECRET": secrets.token_urlsafe(48),
            "DREAM_DATA": str(folder),
            "DREAM_DATABASE": address,
            "DREAM_BOX_TOKEN": TOKEN,
            "DREAM_ALLOW_LOOPBACK": "1",
        }
        made = subprocess.run(
            [sys.executable, "-m", "dreamplus", "migrate"],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        one = Box(origin, folder, environment)
        try:
            one.start()
            yield one
        finally:
            one.stop()


@contextmanager
def _database() -> Iterator[str]:
    ours = os.environ.get("DREAM_DATABASE", "")
    if not ours:
        yield ""
        return
    from psycopg import sql

    name = f"dream_box_{uuid4().hex[:12]}"
    with maintenance() as server:
        server.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), sql.Literal(name)))
        server.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(name)))
    parts = urlsplit(ours)
    host = parts.netloc.rpartition("@")[2]
    try:
        yield parts._replace(netloc=f"{name}:{name}@{host}", path=f"/{name}").geturl()
    finally:
        with maintenance() as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


@contextmanager
def served(settings: Any) -> Iterator[str]:
    """This process's site over HTTP, a thread a request, each with its own connection to `own_database`."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=_Threads, handler_class=_Quiet)
    origin = f"http://127.0.0.1:{server.server_port}"
    settings.DREAM_ORIGIN, settings.ALLOWED_HOSTS = origin, ["127.0.0.1", "testserver"]
    settings.CSRF_TRUSTED_ORIGINS = [origin]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port
