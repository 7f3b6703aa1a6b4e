"""Live process: the sockets of `core.live` and their polling addresses. Pages are served by `wsgi.py`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamplus.conf.settings.instance")
_pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402 - applications must be ready first

from dreamplus.core.live.routing import socket_application  # noqa: E402 - applications must be ready first

application = ProtocolTypeRouter({"http": _pages, "websocket": socket_application()})
