"""Sessions in the database, as Django keeps them; read with a statement that is compiled once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InTheDatabase
from django.db import connection
from django.utils import timezone

from dreamplus.core.prepared import Prepared

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_by_key: Prepared[Any] = Prepared(
    lambda: InTheDatabase.get_model_class().objects.filter(session_key="").filter(expire_date__gt=_LONG_AGO)
)


class SessionStore(InTheDatabase):
    """`django.contrib.sessions.backends.db`, but for how a session is looked up."""

    def _get_session_from_db(self) -> Any:
        found = _by_key.one(self.session_key, connection.ops.adapt_datetimefield_value(timezone.now()))
        if found is None:
            self._session_key = None
        return found
