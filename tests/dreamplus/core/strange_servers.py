"""Servers that answer as no server should."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Talk = Callable[[socket.socket], None]


class Listener:
    """A real socket on loopback; `talk` answers each connection after its request was read."""

    def __init__(self, talk: Talk, context: ssl.SSLContext | None = None) -> None:
        self.connections = 0
        self.requests: list[bytes] = []
        self._talk = talk
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(20)
        try:
            if self._context:
                client = self._context.wrap_socket(client, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request:
                part = client.recv(65536)
                if not part:
                    return
                request += part
            self.requests.append(request)
            self._talk(client)
        except OSError:
            pass
        finally:
            client.close()

    def close(self) -> None:
        self._socket.close()


@contextmanager
def listening(talk: Talk, context: ssl.SSLContext | None = None) -> Iterator[Listener]:
    listener = Listener(talk, context)
    try:
        yield listener
    finally:
        listener.close()


def saying(answer: bytes) -> Talk:
    return lambda client: client.sendall(answer)


def ok(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
