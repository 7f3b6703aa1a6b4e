"""What stays in the files of a database after its rows are gone, and how it goes too."""

from __future__ import annotations

import logging
import time

from django.db import OperationalError, connection

logger = logging.getLogger(__name__)
_TRIES, _PATIENCE = 3, "2s"
_WAITS, _WAIT = 50, 0.2  # seconds
_OLDER = """
SELECT count(*) FROM pg_stat_activity
WHERE pid <> pg_backend_pid()
AND (age(backend_xid) >= age(%(now)s::xid) OR datname = current_database() AND age(backend_xmin) >= age(%(now)s::xid))
"""


def leave_no_pages() -> None:
    """Empties SQLite's log of writes, which keeps what was erased since the last time; PostgreSQL cleans by itself."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def leave_no_rows(*tables: str) -> bool:
    """Nothing deleted from `tables` is left in their files, their indexes included; False when it may be.

    PostgreSQL keeps deleted rows until it needs the room, and longer while a transaction that is older could still see
    them: this waits some seconds for such ones to end, then writes the tables anew. Nobody waits for that longer than
    two seconds, three times. SQLite overwrites what it deletes: its log of writes is emptied. Does nothing inside a
    transaction.
    """
    if connection.in_atomic_block:
        return False
    if connection.vendor != "postgresql":
        leave_no_pages()
        return True
    unseen = _nobody_sees_what_was_deleted()
    return any(_written_anew(tables) for _try in range(_TRIES)) and unseen


def _nobody_sees_what_was_deleted() -> bool:
    """Whether every transaction of this server that began before now has ended; waits a little for them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        now = cursor.fetchone()[0]
        for _ in range(_WAITS):
            cursor.execute(_OLDER, {"now": now})
            if not cursor.fetchone()[0]:
                return True
            time.sleep(_WAIT)
    return False


def _written_anew(tables: tuple[str, ...]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [_PATIENCE])
        try:
            cursor.execute(f"VACUUM (FULL) {', '.join(map(connection.ops.quote_name, tables))}")
        except OperationalError:
            logger.warning("%s are in use: they are written anew later", ", ".join(tables))
            return False
        finally:
            cursor.execute("RESET lock_timeout")
    return True
