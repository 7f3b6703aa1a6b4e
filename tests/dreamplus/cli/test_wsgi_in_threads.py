"""The bridge between the live server and the pages: nothing of a request or an answer is lost on it."""

import asyncio
import threading

import pytest

from dreamplus.cli.serve import wsgi_in_threads
from dreamplus.cli.serve.wsgi_in_threads import WsgiInThreads


def ask(application, body=b"", *, chunks=1, **scope):
    """One request through the bridge: status, headers, body, and the messages it was made of."""
    described = {
        "type": "http",
        "method": "POST" if body else "GET",
        "path": "/é",
        "query_string": b"a=1",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.9", 1),
        "headers": [],
        **scope,
    }
    size = max(1, len(body) // chunks)
    parts = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
    incoming = [
        {"type": "http.request", "body": part, "more_body": number < len(parts) - 1}
        for number, part in enumerate(parts)
    ]
    sent = []

    async def receive():
        return incoming.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(WsgiInThreads(application, 2)(described, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(m["body"] for m in sent[1:]), sent


def test_the_request_arrives_whole():
    seen = {}

    def application(environ, start_response):
        seen.update(environ, body=environ["wsgi.input"].read())
        start_response("201 Created", [("X-One", "1"), ("Set-Cookie", "a=b"), ("Set-Cookie", "c=d")])
        return [b"done"]

    headers = [(b"content-type", b"text/plain"), (b"x-two", b"2"), (b"cookie", b"a=b"), (b"cookie", b"c=d")]
    status, _, body, sent = ask(application, b"x" * 1000, chunks=7, headers=headers)
    assert (status, body, seen["body"]) == (201, b"done", b"x" * 1000)
    assert [value for name, value in sent[0]["headers"] if name == b"set-cookie"] == [b"a=b", b"c=d"]
    assert seen["PATH_INFO"] == "/é".encode().decode("latin-1")
    assert (seen["CONTENT_TYPE"], seen["HTTP_X_TWO"], seen["HTTP_COOKIE"]) == ("text/plain", "2", "a=b; c=d")
    assert (seen["REMOTE_ADDR"], seen["QUERY_STRING"], seen["SERVER_PORT"]) == ("127.0.0.9", "a=1", "8000")


def test_a_header_with_an_underscore_cannot_pass_for_another():
    seen = {}

    def application(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [])
        return [b""]

    ask(application, headers=[(b"x_forwarded_proto", b"https")])
    assert "HTTP_X_FORWARDED_PROTO" not in seen


def test_an_answer_in_several_pieces_is_closed_in_the_thread_that_made_it():
    threads = {}

    class Pieces:
        def __iter__(self):
            threads["made"] = threading.current_thread()
            yield from (b"a", b"b", b"c")

        def close(self):
            threads["closed"] = threading.current_thread()

    def application(environ, start_response):
        start_response("200 OK", [])
        return Pieces()

    _, _, body, _ = ask(application)
    assert body == b"abc"
    assert threads["closed"] is threads["made"] is not threading.main_thread()


def test_a_body_too_large_is_refused_before_the_application_sees_it(monkeypatch):
    monkeypatch.setattr(wsgi_in_threads, "LARGEST_BODY", 10)

    def application(environ, start_response):
        pytest.fail("the application was called")

    status, *_ = ask(application, b"x" * 11)
    assert status == 413
