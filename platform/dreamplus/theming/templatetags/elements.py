"""The vocabulary pages are written in: `{% el "button" label=… %}`, `{% elblock "panel" title=… %}…{% endelblock %}`.

Each element is the template `theming/elements/<name>.html`, drawn with the arguments alone (and the request): nothing
of the page leaks into it. Arguments that begin with `data_`, `aria_` or `hx_`, and a few attributes by their own name,
arrive ready to print as `attrs`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.forms.utils import flatatt
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from dreamplus.theming import prepare

register = template.Library()

_PREFIXES = ("data_", "aria_", "hx_")
_ATTRIBUTES = frozenset({"id", "lang", "hreflang", "rel", "download"})
_OF_BUTTONS = frozenset({"name", "value", "form", "formaction", "formmethod"})
_ADDRESSES = ("href", "action", "formaction", "logo_url")
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})


@register.tag
def el(parser: Parser, token: Token) -> ElementNode:
    """An element without content of its own."""
    return ElementNode(*_arguments(parser, token), content=None)


@register.tag
def elblock(parser: Parser, token: Token) -> ElementNode:
    """An element around what stands between the tags."""
    name, arguments = _arguments(parser, token)
    content = parser.parse(("endelblock",))
    parser.delete_first_token()
    return ElementNode(name, arguments, content)


class ElementNode(template.Node):
    """What `{% el %}` and `{% elblock %}` compile to."""

    child_nodelists = ("content",)

    def __init__(
        self, name: FilterExpression, arguments: dict[str, FilterExpression], content: NodeList | None
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.content = content or NodeList()

    def render(self, context: Context) -> SafeString:
        arguments = {key: expression.resolve(context) for key, expression in self.arguments.items()}
        arguments["slot"] = self.content.render(context)
        return _draw(context, self.name.resolve(context), arguments)


def _arguments(parser: Parser, token: Token) -> tuple[FilterExpression, dict[str, FilterExpression]]:
    tag, *bits = token.split_contents()
    if not bits:
        raise template.TemplateSyntaxError(f'Usage: {{% {tag} "element" argument=value %}}')
    name = parser.compile_filter(bits.pop(0))
    arguments = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"{tag} takes named arguments only, not {bits[0]!r}")
    return name, arguments


@register.filter
def message_kind(level: str) -> str:
    """The kind of alert for a level of `django.contrib.messages`."""
    return {"success": "good", "warning": "warn", "error": "error"}.get(level, "info")


@register.filter
def before_signature(text: str) -> str:
    """A message without its signature, which the look replaces."""
    return text.split("\n-- \n")[0]


def _draw(context: Context, name: str, arguments: dict[str, Any]) -> SafeString:
    arguments |= {key: safe_address(arguments[key]) for key in _ADDRESSES if arguments.get(key)}
    attributes = {
        key.replace("_", "-"): value
        for key, value in arguments.items()
        if key in _ATTRIBUTES or key.startswith(_PREFIXES) or (name == "button" and key in _OF_BUTTONS)
    }
    inner = {
        **arguments,
        "attrs": flatatt({key: value for key, value in attributes.items() if value not in (None, "", False)}),
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }
    if preparation := prepare.PREPARATIONS.get(name):
        inner |= preparation(inner)
    return mark_safe(get_template(f"theming/elements/{name}.html").render(inner))  # noqa: S308 - a template's output


def safe_address(address: object) -> str:
    """The address, or `#` when its scheme could run something."""
    text = str(address).strip()
    try:
        scheme = urlsplit(text).scheme.lower()
    except ValueError:
        return "#"
    return text if scheme in _SCHEMES else "#"
