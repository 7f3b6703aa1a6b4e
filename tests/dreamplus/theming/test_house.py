"""What holds for every template and every file of the house."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import dreamplus.theming

ROOT = Path(__file__).resolve().parents[3]
STATIC = Path(dreamplus.theming.__file__).parent / "static/theming"
TEMPLATES = sorted(
    path
    for room in ("platform/dreamplus", "polls", "consultations", "deliberation")
    for path in (ROOT / room).rglob("templates/**/*.html")
)
PAGES = [path for path in TEMPLATES if "email" not in path.relative_to(ROOT).parts]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_templates_hold_no_inline_style_nor_script(path: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert re.findall(r"\sstyle\s*=", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", text) == []
    assert [script for script in re.findall(r"<script\b[^>]*>", text) if "src=" not in script] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_ask_nothing_of_third_parties(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//[^\"']*", text) == []


def test_templates_are_there_to_be_checked() -> None:
    assert len(PAGES) > 30


def test_vendored_files_are_those_that_were_published() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (STATIC / "vendor/VENDORED.md").read_text(), re.MULTILINE
    )
    found = {file: hashlib.sha256((STATIC / file).read_bytes()).hexdigest() for file, _ in rows}
    foreign = [*STATIC.glob("fonts/*.woff2"), *STATIC.glob("vendor/*.js")]

    assert found == dict(rows)
    assert {str(path.relative_to(STATIC)) for path in foreign} == set(found)
