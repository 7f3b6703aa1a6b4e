"""The processes of an instance: what dies is started again, what is asked to end ends."""

import os
import signal
import time

import pytest

from dreamplus.cli.serve import too_many_processes
from dreamplus.cli.serve.forked import Supervisor


def wait_until(true, seconds=10):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


@pytest.fixture
def supervised(tmp_path):
    """A supervisor in a process of its own, with two pieces of work that write their process id."""

    def work(name):
        def run():
            (tmp_path / name).write_text(str(os.getpid()))
            signal.pause()

        return run

    child = os.fork()
    if child == 0:
        os._exit(Supervisor({"pages": work("pages"), "tasks": work("tasks")}).run())
    files = [tmp_path / "pages", tmp_path / "tasks"]
    wait_until(lambda: all(file.exists() and file.read_text() for file in files))
    yield child, tmp_path
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_child_that_is_killed_is_started_again(supervised):
    _, folder = supervised
    first = int((folder / "tasks").read_text())
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: int((folder / "tasks").read_text() or first) != first)
    assert is_alive(int((folder / "tasks").read_text()))


def test_none_is_left_when_the_parent_is_killed(supervised):
    parent, folder = supervised
    children = [int((folder / name).read_text()) for name in ("pages", "tasks")]
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    wait_until(lambda: not any(is_alive(child) for child in children))


def test_all_of_them_end_when_the_parent_is_asked_to(supervised):
    parent, folder = supervised
    children = [int((folder / name).read_text()) for name in ("pages", "tasks")]
    os.kill(parent, signal.SIGTERM)
    _, status = os.waitpid(parent, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert not any(is_alive(child) for child in children)


@pytest.mark.parametrize(
    ("engine", "redis", "count", "word"),
    [
        ("sqlite3", "", 1, ""),
        ("sqlite3", "redis://localhost", 2, "PostgreSQL"),
        ("postgresql", "", 1, ""),
        ("postgresql", "", 2, "DREAM_REDIS"),
        ("postgresql", "redis://localhost", 4, ""),
    ],
)
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_more_than_one_web_process_needs_more_than_sqlite(settings, engine, redis, count, word):
    settings.DATABASES = {"default": {"ENGINE": f"django.db.backends.{engine}"}}
    settings.DREAM_REDIS = redis
    assert word in too_many_processes(count)
    assert bool(too_many_processes(count)) == bool(word)
