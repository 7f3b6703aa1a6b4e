"""The box of secret votes: its answers in threads, its batches and heads in one more thread."""

from __future__ import annotations

from dreamplus.cli.serve.listening import listen
from dreamplus.cli.serve.wsgi_in_threads import Receive, Scope, Send, WsgiInThreads

THREADS = 4


def serve(host: str, port: int) -> int:
    """Serves until SIGTERM or Ctrl-C; no journal of requests is kept."""
    from dreamplus.conf.wsgi import application
    from polls.secret.box.ticking import Ticking

    answers = WsgiInThreads(application, THREADS)

    async def http_alone(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await answers(scope, receive, send)

    return listen(http_alone, host, port, beside=Ticking())
