"""The socket application: origin first, then the session, then the topic. `conf/asgi.py` mounts it."""

from __future__ import annotations

from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path, re_path

from dreamplus.core.live.consumer import LiveConsumer, NoSuchSocket


def socket_application() -> Any:
    """Built once settings and applications are ready."""
    routes = [path("live/ws/<str:topic>/<str:key>", LiveConsumer.as_asgi()), re_path("", NoSuchSocket.as_asgi())]
    return AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(routes)))
