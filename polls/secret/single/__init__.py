"""Pages that are one file: they work from a disk, ask no server for anything of theirs, and have one hash to compare.

The same bytes for the same release, whatever the machine and the day. Scripts are our ES modules in a row, without
their `import` and `export`, so no two of them may use one name (a test looks).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

import dreamplus.theming
import polls
from polls.secret.single import words

HERE = Path(__file__).resolve().parent
SCRIPTS = HERE.parent / "static" / "secret"
THEMING = Path(dreamplus.theming.__file__).resolve().parent / "static" / "theming"
POLLS = Path(polls.__file__).resolve().parent / "static" / "polls"
KIT = "vendor/sealing-kit.min.js"
SHEETS = ("css/tokens.css", "css/base.css", "css/elements.css", "css/forms.css", "css/layout.css")
PRINTED = "css/print.css"
_IMPORT = re.compile(r'^import\s*\{[^}]*\}\s*from\s*"[^"]*";\n', re.MULTILINE)
_WORD = re.compile(r'data-word="(\w+)">')
FRAME = "page.html"
FIRST = "fr"
"""The language in which a page stands before its script, or without."""
_FONT = re.compile(r'url\("\.\./(fonts/[^"]*)"\)')


@dataclass(frozen=True)
class Page:
    """`body` is a file here, `scripts` modules in the order of their needs. `connects`: whom the page may
    talk to, as a content policy says it. `sheets`: styles beside those of the house."""

    body: str
    scripts: tuple[str, ...]
    connects: str = "'none'"
    sheets: tuple[Path, ...] = ()

    @property
    def bytes(self) -> bytes:
        return _assembled(self)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return sha256(self.bytes).hexdigest()

    @property
    def policy(self) -> str:
        """The content policy that the page itself bears, and that its server sends too."""
        return _policy(self)


BOOTH = Page(
    "booth.html",
    ("records", "choices", "sealing", "entries", "verify", "telling", "filling", "booth"),
    connects="'self'",
    sheets=(POLLS / "polls.css",),
)
VERIFICATION = Page(
    "verification.html", ("records", "choices", "sealing", "entries", "verify", "telling", "verification")
)


@cache
def _assembled(page: Page) -> bytes:
    known = words.in_every_language(page.body)
    data = json.dumps(known, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    told = {
        "policy": page.policy,
        "style": f"<style>{_style(page.sheets)}</style>",
        "scripts": f'<script type="application/json" id="words">{data}</script>\n'
        f'<script>{_kit()}</script>\n<script type="module">{_module(page.scripts)}</script>',
    }
    frame, body = ((HERE / name).read_text(encoding="utf-8") for name in (FRAME, page.body))
    text = frame.replace("{{ body }}", body)
    text = _WORD.sub(lambda found: found[0] + escape(known[FIRST][found[1]]), text)
    return re.sub(r"\{\{ (\w+) \}\}", lambda found: told[found[1]], text).encode()


@cache
def _policy(page: Page) -> str:
    scripts = " ".join(_source(text) for text in (_kit(), _module(page.scripts)))
    return (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; script-src {scripts}; "
        f"style-src {_source(_style(page.sheets))}; font-src data:; img-src data:; connect-src {page.connects}"
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _style(more: tuple[Path, ...]) -> str:
    printed = (THEMING / PRINTED).read_text(encoding="utf-8")
    ours = (SCRIPTS / "single.css").read_text(encoding="utf-8")
    sheets = "\n".join((THEMING / name).read_text(encoding="utf-8") for name in SHEETS)
    sheets += "".join(f"\n{path.read_text(encoding='utf-8')}" for path in more)
    sheets += f"\n@media print {{\n{printed}\n}}\n{ours}"
    return _FONT.sub(lambda found: f"url(data:font/woff2;base64,{_font(found[1])})", sheets)


def _font(name: str) -> str:
    return base64.b64encode((THEMING / name).read_bytes()).decode()


@cache
def _kit() -> str:
    return (SCRIPTS / KIT).read_text(encoding="utf-8")


def _module(names: Sequence[str]) -> str:
    return "\n".join(_bare((SCRIPTS / f"{name}.js").read_text(encoding="utf-8")) for name in names)


def _bare(script: str) -> str:
    return re.sub(r"^export ", "", _IMPORT.sub("", script), flags=re.MULTILINE)
