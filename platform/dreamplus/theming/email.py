"""Messages that read well as text, and look like the place they come from.

A message is one template, `<name>.txt`, that extends `theming/email/base.txt`: its first line is the subject (the block
`subject`, or what the context says under that name). Beside it, `<name>.html` may extend `theming/email/base.html`;
without it, the text is set in the look as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation

from dreamplus.theming import brand, colours


def message(template: str, context: Mapping[str, Any], *, to: str, language: str = "") -> EmailMultiAlternatives:
    """A message ready to `.send()`, written in `language` (the site's by default).

    `template` is named without its ending. The context gains `brand`, `origin` (the public address) and `colours`.
    Raises `ValueError` when the text has no subject line.
    """
    sender = brand.current()
    palette = colours.derive_palette(sender.primary, sender.accent).light
    with translation.override(language or settings.LANGUAGE_CODE):
        full = {
            **context,
            "brand": sender,
            "origin": settings.DREAM_ORIGIN,
            "colours": {name.replace("-", "_"): value for name, value in palette.items()},
            "language": translation.get_language(),
        }
        subject, _, text = render_to_string(f"{template}.txt", full).partition("\n")
        text = text.strip() + "\n"
        if not subject.strip():
            raise ValueError(f"{template}.txt: the first line is the subject and must not be empty")
        html = _html(template, full | {"subject": subject, "text": text})
    mail = EmailMultiAlternatives(subject=" ".join(subject.split()), body=text, to=[to])
    mail.attach_alternative(html, "text/html")
    return mail


def _html(template: str, context: dict[str, Any]) -> str:
    try:
        found = get_template(f"{template}.html")
    except TemplateDoesNotExist:
        found = get_template("theming/email/from_text.html")
    return str(found.render(context))
