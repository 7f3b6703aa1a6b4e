"""Every sentence the product speaks: gathered from Python by its syntax tree, from templates by Django's own reader."""

from __future__ import annotations

import ast
import gettext
import re
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation.template import templatize

# function -> positions of context (or None), message, plural (or None)
SPEAKING: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
CALL = re.compile(r"\b(_|n?p?gettext(?:_lazy|_noop)?)\(")


def spoken_in(file: Path) -> set[str]:
    """Keys of the messages in a Python file or a template, in the form of `dreamplus.cli.translations.messages`."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return from_tree(ast.parse(text))
    return from_template(templatize(text, origin=str(file)))


def from_tree(tree: ast.AST) -> set[str]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {key for key in map(key_of, calls) if key}


def from_template(code: str) -> set[str]:
    """Reads what Django hands to xgettext: calls of gettext between filler letters."""
    found = set()
    for match in CALL.finditer(code):
        end = match.end()
        while (end := code.find(")", end) + 1) > 0:
            try:
                call = ast.parse(code[match.start() : end].strip(), mode="eval").body
            except SyntaxError:
                continue
            key = key_of(call) if isinstance(call, ast.Call) else ""
            found |= {key} if key else set()
            break
    return found


def key_of(call: ast.Call) -> str:
    """The message of one call, or nothing when it speaks no constant."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in SPEAKING:
        return ""
    context, message, plural = SPEAKING[name]
    texts = [_constant(node) for node in call.args]
    if len(texts) <= message or not texts[message]:
        return ""
    key = texts[message]
    if context is not None:
        key = f"{texts[context]}\x04{key}"
    return f"{key}\x00{texts[plural]}" if plural is not None else key


def _constant(node: ast.expr) -> str:
    """The text that stands there; empty for anything but a text."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def by_libraries(language: str) -> set[str]:
    """Messages that Django, Wagtail and allauth already translate."""
    found = set()
    for library in ("django", "wagtail", "allauth"):
        spec = find_spec(library)
        folder = Path(spec.origin).parent if spec and spec.origin else Path()
        for file in folder.glob(f"**/locale/{language}/LC_MESSAGES/django.mo"):
            with file.open("rb") as opened:
                found |= {str(key) for key in gettext.GNUTranslations(opened)._catalog if isinstance(key, str)}  # type: ignore[attr-defined]  # no public way to list
    return found
