"""`dreamplus issuer`: the book behind a socket of this machine. A line of JSON asks, a line of JSON answers.

    {"act": "make", "poll": …}                              {"key": …}
    {"act": "sign", "poll": …, "blinded": …, "lines": n}    {"signature": …}
    {"act": "end", "poll": …}                               {"ended": true}
    anything else, or what the book refuses                 {"refused": code}

Who may ask is the file system's to say: whoever may write to the socket. It needs no settings and no database.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer

from polls.secret.issuer.book import Book
from polls.secret.rules.canonical import Json, b64, encode, unb64, whole
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import read_poll

logger = logging.getLogger("dreamplus.issuer")
MOST_BYTES = 4000
SECONDS = 10
MOST_LINES = 10_000_000


def main(words: Sequence[str]) -> int:
    """Serves until SIGTERM. Exit status: 0 ended, 2 the socket is taken or cannot be made."""
    asked = parser().parse_args(words)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        serve(asked.socket, asked.keys)
    except OSError as error:
        print(f"{asked.socket}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


def parser() -> argparse.ArgumentParser:
    """Its options."""
    found = argparse.ArgumentParser(prog="dreamplus issuer", description="Signs tokens of secret votes.")
    found.add_argument("--socket", type=Path, required=True, help="where the site asks: DREAM_ISSUER there")
    found.add_argument("--keys", type=Path, required=True, help="folder of the keys, read by this user alone")
    return found


def serve(path: Path, keys: Path) -> None:
    """Raises `OSError` when somebody listens there already."""
    free(path)
    with Issuer(str(path), _Asked) as server:
        server.book = Book(keys)
        path.chmod(0o660)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        logger.info("Listening on %s", path)
        server.serve_forever(poll_interval=0.2)
    path.unlink(missing_ok=True)


def free(path: Path) -> None:
    """Takes away the socket of a process that was killed. Raises `OSError` where one listens."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX) as trial:
        trial.settimeout(SECONDS)
        try:
            trial.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise OSError("another issuer listens there")


class Issuer(ThreadingUnixStreamServer):
    """A thread a question; the keys are in `book`."""

    daemon_threads = True
    request_queue_size = 128
    book: Book


class _Asked(StreamRequestHandler):
    timeout = SECONDS
    server: Issuer

    def handle(self) -> None:
        try:
            told = answer(self.server.book, self.rfile.readline(MOST_BYTES + 1))
            self.wfile.write(encode(told) + b"\n")
        except OSError:
            return  # whoever asked has gone, or is too slow
        except Exception:
            logger.exception("A question could not be answered.")


def answer(book: Book, line: bytes) -> dict[str, Json]:
    """What is said to a line that was asked."""
    try:
        told = json.loads(line) if len(line) <= MOST_BYTES else None
        if not isinstance(told, dict):
            raise Refused("malformed")
        poll = read_poll(told.get("poll"))
        match told.get("act"):
            case "make":
                return {"key": book.make(poll).told()}
            case "sign":
                lines = whole(told.get("lines"), 1, MOST_LINES, what="lines")
                return {"signature": b64(book.sign(poll, unb64(told.get("blinded")), lines=lines))}
            case "end":
                book.end(poll)
                return {"ended": True}
        raise Refused("malformed")
    except Refused as refused:
        return {"refused": refused.code, "detail": refused.detail}
    except (ValueError, RecursionError):
        return {"refused": "malformed", "detail": ""}


def is_there(path: str) -> bool:
    """Whether something listens at that socket."""
    with socket.socket(socket.AF_UNIX) as trial:
        trial.settimeout(SECONDS)
        try:
            trial.connect(os.fspath(path))
        except OSError:
            return False
    return True
