"""The session in which the accounts library speaks to providers, over the house's one HTTP client."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter

Session = requests.Session
Unreachable = requests.RequestException
LARGEST = 200_000  # bytes: descriptions, keys and tokens are small
SECONDS = 8.0


class Through(BaseAdapter):
    """Hands each request to `core.outbound`, which decides where one may go."""

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        from dreamplus.core import outbound  # loads a client of HTTP that most processes never need

        body = request.body.encode() if isinstance(request.body, str) else request.body
        try:
            answer = outbound.fetch(
                request.url or "",
                method=request.method or "GET",
                headers=dict(request.headers),
                body=body,
                max_bytes=LARGEST,
                seconds=SECONDS,
            )
        except outbound.OutboundError as error:
            raise requests.ConnectionError(error.sentence, request=request) from error
        response = requests.Response()
        response.status_code, response.url, response.request = answer.status, request.url or "", request
        response.headers.update({name: value for name, value in answer.headers.items() if name != "content-encoding"})
        response.raw = BytesIO(answer.body)
        return response

    def close(self) -> None:
        """Nothing stays open."""


def session() -> requests.Session:
    """Follows no redirect, reads nothing from the environment, keeps no cookie from one request to the next."""
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = 0
    made.mount("https://", Through())
    made.mount("http://", Through())
    return made
