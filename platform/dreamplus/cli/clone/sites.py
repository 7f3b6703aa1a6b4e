"""The three sites of the demonstration: their folders, their addresses, their environment."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.snapshot import ROOT
from dreamplus.demonstration.content import hub, saint_aubin, wattrelin
from dreamplus.demonstration.content.shapes import Place

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Site:
    """One of the three. `folder` holds its database, media, keys and secret."""

    slug: str
    role: str
    place: Place
    folder: Path
    port: int
    beside: dict[str, str] = field(default_factory=dict)
    """Variables of this site alone."""

    @property
    def origin(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def title(self) -> str:
        if self.role == "hub":
            return f"{self.place.name} (the region's hub)"
        return f"{self.place.name} (invented commune of {self.place.population:,} people)".replace(",", " ")

    def environment(self) -> dict[str, str]:
        """Variables under which every process of this site runs; nothing of the caller's `DREAM_*` remains."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("DREAM_", "DJANGO_"))}
        return {
            **outside,
            "DREAM_ROLE": self.role,
            "DREAM_ORIGIN": self.origin,
            "DREAM_SECRET": self.secret(),
            "DREAM_DATA": str(self.folder),
            "DREAM_TERRITORY": self.place.code,
            "DREAM_DEMONSTRATION": "1",
            "DREAM_ALLOW_LOOPBACK": "1",
            "PYTHONUNBUFFERED": "1",
            **self.beside,
        }

    def secret(self) -> str:
        """Made at the first call, kept in the site's folder, read by its owner alone."""
        return _kept(self.folder / "secret")

    def words(self) -> list[str]:
        """The command that serves it."""
        return command("serve", "--together", "--port", str(self.port))

    def answers(self) -> bool:
        """Whether it is there, be it with an error page."""
        opener = build_opener(ProxyHandler({}))  # never through a proxy of the caller's
        try:
            with opener.open(f"{self.origin}/", timeout=30):
                return True
        except OSError as refused:
            return hasattr(refused, "code")

    def manage(self, *words: str) -> str:
        """What one of Django's commands prints on this site. Raises `Trouble` with its last words when it fails."""
        done = subprocess.run(
            command("manage", *words), env=self.environment(), cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Trouble(f"{words[0]} failed on {self.slug}:\n{done.stderr.strip()[-2000:]}")
        return done.stdout.strip()


class BoxOfVotes(Site):
    """The box of the commune's secret votes: another host to browsers, which send no cookie of a site there."""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def title(self) -> str:
        return "Box of secret votes"


class IssuerOfTokens(Site):
    """The process that signs tokens of the commune's secret votes, behind a socket."""

    @property
    def title(self) -> str:
        return "Issuer of tokens"

    @property
    def socket(self) -> str:
        return self.beside["DREAM_ISSUER"]

    def words(self) -> list[str]:
        return command("issuer", "--socket", self.socket, "--keys", str(self.folder / "keys"))

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as trial:
            return trial.connect_ex(self.socket) == 0


DESCRIBED = (
    ("hub", "hub", hub.PLACE),
    ("commune", "instance", saint_aubin.PLACE),
    ("village", "instance", wattrelin.PLACE),
)


BOX, ISSUER = "urne", "emetteur"
SLUGS = (*(slug for slug, _role, _place in DESCRIBED), BOX)


def three_sites(folder: Path, *, first_port: int = 8000) -> list[Site]:
    """Hub, commune and village under `folder`, each on its port of last time, or on free ones from `first_port` on."""
    memory = folder / "ports.json"
    known = json.loads(memory.read_text()) if memory.exists() else {}
    ports = [known.get(slug, 0) for slug in SLUGS]
    if not all(port >= first_port and is_free(port) for port in ports):
        ports = list(free_ports(first_port, len(SLUGS)))
    return _sites(folder, dict(zip(SLUGS, ports, strict=True)))


def box_beside(commune: Site) -> BoxOfVotes:
    """The box that the commune names as its own."""
    folder, port = commune.folder.parent / BOX, int(commune.beside["DREAM_BOX"].rpartition(":")[2])
    return BoxOfVotes(BOX, "box", commune.place, folder, port, {"DREAM_BOX_TOKEN": commune.beside["DREAM_BOX_TOKEN"]})


def issuer_beside(commune: Site) -> IssuerOfTokens:
    """The issuer that the commune names as its own."""
    told = {"DREAM_ISSUER": commune.beside["DREAM_ISSUER"]}
    return IssuerOfTokens(ISSUER, "issuer", commune.place, commune.folder.parent / ISSUER, 0, told)


def houses_beside(commune: Site) -> list[Site]:
    """What a secret vote of the commune needs besides the sites."""
    return [box_beside(commune), issuer_beside(commune)]


def known_sites(folder: Path) -> list[Site]:
    """The sites as they were last served, for the commands that only look at them."""
    memory = folder / "ports.json"
    if not memory.exists():
        raise Trouble("There is no demonstration yet: ./dream up makes it.")
    return _sites(folder, json.loads(memory.read_text()))


def _sites(folder: Path, ports: dict[str, int]) -> list[Site]:
    """The commune has a box for secret votes, and the hub as their witness."""
    beside = {
        "DREAM_BOX": f"http://localhost:{ports[BOX]}",
        "DREAM_ISSUER": _socket(folder),
        "DREAM_BOX_TOKEN": _kept(folder / "box-token"),
        "DREAM_WITNESS": f"http://{LOOPBACK}:{ports['hub']}",
    }
    return [
        Site(slug, role, place, folder / slug, ports[slug], beside if slug == "commune" else {})
        for slug, role, place in DESCRIBED
    ]


def _socket(folder: Path) -> str:
    """Where the issuer listens: a short path, since sockets have no long ones, the same for the same folder."""
    name = sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return str(Path(tempfile.gettempdir()) / f"dream-issuer-{name}" / "socket")


def _kept(file: Path) -> str:
    """A secret drawn at the first call, read by its owner alone."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def remember(sites: list[Site]) -> None:
    """Keeps the ports: addresses are printed in e-mails and signed in what is published."""
    memory = sites[0].folder.parent / "ports.json"
    memory.write_text(json.dumps({site.slug: site.port for site in [*sites, box_beside(sites[1])]}))


def is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_ports(first: int, count: int) -> list[int]:
    """Ports of loopback nobody listens on, from `first` on. Raises `Trouble` when there are none among a hundred."""
    found = [port for port in range(first, first + 100) if is_free(port)]
    if len(found) < count:
        raise Trouble(f"No free port between {first} and {first + 99} on this machine.")
    return found[:count]


def command(*words: str) -> list[str]:
    """`dreamplus …` of this clone."""
    return [sys.executable, "-m", "dreamplus", *words]
