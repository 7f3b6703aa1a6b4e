"""The shipped Caddyfile before an upstream of the test: ports and the place of the journal are changed, nothing else.
Certificates come from Caddy's own authority, trusted by nobody but the test."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from dreamplus.cli.clone import house

CADDYFILE = house.ROOT / "deploy" / "Caddyfile"
IN_A_TEST = "{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tauto_https disable_redirects\n"


@dataclass
class Proxy:
    """Caddy, and the ports behind it."""

    port: int
    pages: int
    live: int
    folder: Path
    trusted: ssl.SSLContext = field(init=False)

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.port}"

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.origin, verify=self.trusted, timeout=30)

    def connection(self) -> ssl.SSLSocket:
        """A bare connection, to say things no honest browser says."""
        bare = socket.create_connection(("localhost", self.port), timeout=60)
        return self.trusted.wrap_socket(bare, server_hostname="localhost")


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def wait_for(true: Callable[[], object], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.1)


def configuration(proxy: Proxy) -> str:
    """The shipped file with other ports. Each place to change is found once."""
    text = CADDYFILE.read_text()
    assert text.count("\n{\n") == 1, "the options for the whole server come first"
    for old, new in {
        "\n{\n": f"\n{IN_A_TEST}",
        "{$DREAM_SITE:participer.exemple.fr}": proxy.origin,
        "127.0.0.1:8000": f"127.0.0.1:{proxy.pages}",
        "127.0.0.1:8001": f"127.0.0.1:{proxy.live}",
        "/var/log/caddy/": f"{proxy.folder}/",
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@contextmanager
def caddy(proxy: Proxy) -> Iterator[Proxy]:
    proxy.folder.mkdir(exist_ok=True)
    file = proxy.folder / "Caddyfile"
    file.write_text(configuration(proxy))
    environment = os.environ | {"XDG_DATA_HOME": str(proxy.folder), "XDG_CONFIG_HOME": str(proxy.folder)}
    program = shutil.which("caddy")
    assert program
    with (proxy.folder / "words").open("w") as words:
        running = subprocess.Popen(
            [program, "run", "--config", str(file), "--adapter", "caddyfile"],
            env=environment,
            stdout=words,
            stderr=words,
        )
        try:
            authority = proxy.folder / "caddy/pki/authorities/local/root.crt"
            wait_for(lambda: authority.exists() or running.poll() is not None, "Caddy's authority")
            assert running.poll() is None, (proxy.folder / "words").read_text()
            proxy.trusted = ssl.create_default_context(cafile=str(authority))
            wait_for(lambda: _answers(proxy), "Caddy")
            yield proxy
        finally:
            running.terminate()
            running.wait(timeout=20)


def _answers(proxy: Proxy) -> bool:
    try:
        proxy.connection().close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Proxy:
    return Proxy(free_port(), free_port(), free_port(), tmp_path_factory.mktemp("proxy"))
