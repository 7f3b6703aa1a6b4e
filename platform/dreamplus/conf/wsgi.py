"""Web process: pages, forms, votes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamplus.conf.settings.instance")
application = get_wsgi_application()
