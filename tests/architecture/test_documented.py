"""What an operator or a developer can set or type is written down, and nothing written down has gone."""

import re

from django.core.management import get_commands

from dreamplus.cli.clone import house
from dreamplus.cli.main import parser
from dreamplus.conf.env import VARIABLES

NAMES = {variable.name for variable in VARIABLES}


def read(path):
    return (house.ROOT / path).read_text()


def test_env_example_lists_every_variable():
    assert set(re.findall(r"^#?(DREAM_\w+)=", read("deploy/env.example"), re.MULTILINE)) == NAMES


def test_settings_page_has_a_heading_for_every_variable():
    """The sentence of a wrong setting points to `#dream_name` in this page."""
    assert set(re.findall(r"^### `?(DREAM_\w+)`?$", read("docs/hosts/settings.md"), re.MULTILINE)) == NAMES


def test_settings_read_in_code_are_in_the_table():
    found = {name for file in house.sources() for name in re.findall(r"env\(\"(DREAM_\w+)\"\)", file.read_text())}
    assert found <= NAMES
    assert found, "no setting was found: the pattern is out of date"


def commands_of_dream():
    return set(re.findall(r"^    \"(\w+)\": \(\"(?:base|dev)\"", read("dream"), re.MULTILINE))


def test_commands_of_the_clone_are_documented():
    page = read("docs/developers/commands.md")
    assert commands_of_dream()
    assert {name for name in commands_of_dream() if f"`./dream {name}" not in page} == set()


def test_commands_of_an_instance_are_documented():
    page = read("docs/hosts/commands.md")
    choices = next(action.choices for action in parser()._actions if action.choices)
    assert {name for name in choices if f"`dreamplus {name}" not in page} == set()


def test_management_commands_are_documented():
    page = read("docs/hosts/commands.md")
    ours = {name for name, app in get_commands().items() if isinstance(app, str) and house.room(app)}
    assert {name for name in ours if f"`{name}" not in page and f" {name}" not in page} == set()


def test_what_the_objectives_of_votes_rest_on_is_there():
    """Each test or file that `cnil-objectives.md` names."""
    named = set(re.findall(r"`((?:tests|deploy|docs)/[\w./-]+)`", read("docs/hosts/cnil-objectives.md")))
    assert len(named) > 20
    assert {path for path in named if not (house.ROOT / path).exists()} == set()
