"""The files a host copies: units that systemd takes, commands that exist, settings that are read."""

import os
import re
import shutil
import subprocess

import pytest

from dreamplus.cli.clone import house
from dreamplus.cli.main import parser
from polls.secret.issuer import server

UNITS = sorted((house.ROOT / "deploy" / "systemd").glob("*.*"))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_units(tmp_path):
    """With the program that they start put where they look for it."""
    program = tmp_path / "dreamplus"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/opt/dreamplus/bin/dreamplus", str(program)))
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)], capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if "dreamplus" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not here")
def test_caddy_takes_the_file_as_it_is_shipped(tmp_path):
    """And finds nothing to say about its form. Run before an instance in `tests/deploy`."""
    file = tmp_path / "Caddyfile"
    file.write_text((house.ROOT / "deploy/Caddyfile").read_text().replace("/var/log/caddy", str(tmp_path)))
    for command in (["validate", "--adapter", "caddyfile", "--config"], ["fmt"]):
        environment = os.environ | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
        done = subprocess.run(["caddy", *command, str(file)], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert done.stdout == file.read_text()


def test_every_command_in_the_units_exists():
    """Each line that a unit runs is understood by the command line it calls."""
    lines = [
        line
        for unit in UNITS
        for line in re.findall(r"^Exec\w+=/opt/dreamplus/bin/dreamplus (.*)$", unit.read_text(), re.M)
    ]
    assert lines
    for line in lines:
        command, *options = line.split()
        if command == "issuer":  # which has words of its own
            server.parser().parse_args(options)
        else:
            parser().parse_args([command, *options])


def test_caddy_sends_live_figures_to_the_port_the_unit_gives():
    unit = (house.ROOT / "deploy/systemd/dreamplus.service").read_text()
    caddy = (house.ROOT / "deploy/Caddyfile").read_text()
    pages, live = re.search(r"--port (\d+) --live-port (\d+)", unit).groups()
    assert re.search(rf"handle /live/\* {{\s+reverse_proxy 127\.0\.0\.1:{live}\b", caddy)
    assert re.search(rf"handle {{\s+reverse_proxy 127\.0\.0\.1:{pages}\b", caddy)


def test_the_licence_is_whole():
    text = (house.ROOT / "LICENSE").read_text()
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert len(text.splitlines()) > 650
