"""Live process: the sockets of `core.live`, nothing else."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamplus.conf.settings.instance")
application = get_asgi_application()
