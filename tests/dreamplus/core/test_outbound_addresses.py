"""What the one client refuses to call (RELIABILITY B6)."""

from __future__ import annotations

import pytest

from dreamplus.core import pinned
from dreamplus.core.addresses import may_call
from dreamplus.core.outbound import OutboundError, fetch
from tests.dreamplus.core.strange_servers import listening, ok, saying

pytestmark = pytest.mark.usefixtures("in_english")

HOSTILE_URLS = [
    "https://127.0.0.1:{port}/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://localhost:{port}/",
    "https://localhost.localdomain/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0:{port}/",
    "https://[::1]:{port}/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1%25eth0]/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://192.168.1.1/",
    "https://8.8.8.8/",
    "https://[2001:4860:4860::8888]/",
    "https://user@exemple.fr/",
    "https://user:password@exemple.fr/",
    "https://exemple.fr@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}#@exemple.fr/",
    "https://127.0.0.1:{port}\\@exemple.fr/",
    "https://exemple.fr:{port}/",
    "https://exemple.fr:80/",
    "https://exemple.fr:0443/",
    "https://exemple.fr:99999/",
    "https://exemple.fr:/\t",
    "http://exemple.fr/",
    "http://127.0.0.1:{port}/",
    "HTTPS://exemple.fr/",
    "ftp://exemple.fr/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "https:127.0.0.1:{port}",
    "https:///127.0.0.1:{port}/",
    "https://exemple/",
    "https://exemple.fr./",
    "https://.exemple.fr/",
    "https://exemple..fr/",
    "https://exemple.123/",
    "https://ex%61mple.fr/",
    "https://①②⑦.⓪.⓪.①/",
    "https://exemple。fr/",
    "https://exem\u00adple.fr/",
    "https://exemple.fr/a b",
    "https://exemple.fr/\r\nHost: 127.0.0.1",
    "https://exemple.fr/#fragment",
    "https://*.exemple.fr/",
    "https://-.fr/",
    "",
    "https://" + "a" * 3000 + ".fr/",
]


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_an_address_of_a_doubtful_form_is_never_connected_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinned, "resolve", lambda _: ["127.0.0.1"])
    with listening(saying(ok(b"secret"))) as listener:
        with pytest.raises(OutboundError):
            fetch(url.format(port=listener.port), seconds=3)
        assert listener.connections == 0


PRIVATE = [
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2a00::1%eth0",
    "fec0::1",
    "ff02::1",
    "0177.0.0.1",
    "2130706433",
    "127.1",
    "",
    "exemple.fr",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_off_the_internet_is_never_connected_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(pinned, "resolve", lambda _: ["93.184.215.14", address])
    monkeypatch.setattr(pinned, "connect", lambda address, *_: asked.append(address))
    with pytest.raises(OutboundError, match="not on the public internet"):
        fetch("https://commune.exemple.fr/", seconds=3)
    assert asked == []


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2a00:1450:4007::1", "2606:4700::1111"])
def test_hosts_of_the_internet_may_be_called(address: str) -> None:
    assert may_call(address)


def test_loopback_is_only_called_under_its_switch_and_then_only_loopback(loopback: None) -> None:
    with listening(saying(ok(b"hello"))) as listener:
        assert fetch(f"http://127.0.0.1:{listener.port}/a?b=1").body == b"hello"
        assert listener.requests[0].startswith(b"GET /a?b=1 HTTP/1.1\r\n")
        for url in ("http://127.0.0.2:{p}/", "http://localhost:{p}/", "http://[::1]:{p}/", "http://0.0.0.0:{p}/"):
            with pytest.raises(OutboundError):
                fetch(url.format(p=listener.port), seconds=3)
        for url in ("http://127.1:{p}/", "http://2130706433:{p}/", "http://x@127.0.0.1:{p}/", "https://127.0.0.1:{p}/"):
            with pytest.raises(OutboundError):
                fetch(url.format(p=listener.port), seconds=3)
        with pytest.raises(OutboundError):
            fetch(f"http://127.0.0.1:{listener.port}/", allow_loopback=False)
        assert listener.connections == 1


def test_no_argument_opens_loopback_where_the_setting_does_not() -> None:
    with listening(saying(ok(b"hello"))) as listener:
        with pytest.raises(OutboundError):
            fetch(f"http://127.0.0.1:{listener.port}/", allow_loopback=True)
        assert listener.connections == 0
