"""Writes letters in the house's look: a single notice, or a digest grouped by subject.

People who are told the same in the same language get the same words, so these are drawn once; what is personal, the
token that stops the letters, is put in afterwards.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreamplus.notifications import kinds, queries
from dreamplus.notifications.courier import as_bytes
from dreamplus.notifications.kinds import Words
from dreamplus.notifications.models import Letter, Notice
from dreamplus.notifications.queries import Told
from dreamplus.notifications.subjects import Subject, one_line
from dreamplus.notifications.tokens import address_token, stop_address, stop_token
from dreamplus.people.models import User
from dreamplus.theming import brand, email

TITLE_IN_SUBJECT = 60
REMEMBERED = 500


@dataclass(frozen=True)
class Section:
    """What is told of one subject."""

    title: str
    href: str
    told: tuple[Words, ...]


@dataclass(frozen=True)
class Drawn:
    """`raw`: the whole message as it leaves, its three personal places still empty; None where it had to be encoded in
    a way that hides them."""

    subject: str
    text: str
    page: str
    raw: bytes | None


class LetterMessage(EmailMultiAlternatives):
    """A message whose bytes are known: writing them out again for each person was half of the cost of a digest."""

    raw: bytes | None = None


class Writer:
    """Writes the letters of one round; what it drew is remembered for the next persons."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[tuple[object, ...], Drawn] = OrderedDict()
        mark = secrets.token_hex(12)
        self._token, self._to, self._id = f"TOKEN{mark}", f"to-{mark}@example.invalid", f"id-{mark}"

    def write(self, letters: Sequence[Letter]) -> dict[int, LetterMessage]:
        """Messages by number of the letter, `recipient` loaded; a letter that has nothing left to say is left out."""
        notices: dict[int, list[Notice]] = defaultdict(list)
        for notice in Notice.objects.filter(letter__in=letters).order_by("pk"):
            notices[notice.letter_id or 0].append(notice)
        by_language: dict[str, list[Letter]] = defaultdict(list)
        for letter in letters:
            by_language[letter.recipient.language].append(letter)
        written = {}
        for language, theirs in by_language.items():
            with translation.override(language):
                told = queries.told([notice for letter in theirs for notice in notices[letter.pk]])
                of_letter: dict[int, list[Told]] = defaultdict(list)
                for one in told:
                    of_letter[one.notice.letter_id or 0].append(one)
                for letter in theirs:
                    sections = _sections(of_letter[letter.pk])
                    if sections:
                        written[letter.pk] = self._message(letter, sections, notices[letter.pk], language)
        return written

    def _message(
        self, letter: Letter, sections: tuple[Section, ...], notices: list[Notice], language: str
    ) -> LetterMessage:
        single = notices[0].kind if letter.single else ""
        drawn = self._draw(sections, single, language)
        person: User = letter.recipient
        token = stop_token(person.uuid, single) if single else stop_token(person.uuid)
        text, page = drawn.text.replace(self._token, token), drawn.page.replace(self._token, token)
        mail = _assembled(drawn.subject, text, page, to=person.email, identity=str(letter.uuid), token=token)
        if drawn.raw and person.email.isascii():
            personal = ((self._token, token), (self._to, person.email), (self._id, str(letter.uuid)))
            mail.raw = drawn.raw
            for mark, words in personal:
                mail.raw = mail.raw.replace(mark.encode(), words.encode())
        return mail

    def _raw(self, subject: str, text: str, page: str) -> bytes | None:
        """The message with its marks, when each of them can be found again in its bytes."""
        mail = _assembled(subject, text, page, to=self._to, identity=self._id, token=self._token)
        raw = as_bytes(mail)
        tokens = text.count(self._token) + page.count(self._token) + 1
        found = tuple(raw.count(mark.encode()) for mark in (self._token, self._to, self._id))
        return raw if found == (tokens, 1, 1) else None

    def _draw(self, sections: tuple[Section, ...], single: str, language: str) -> Drawn:
        key = (sections, single, language)
        if key in self._drawn:
            self._drawn.move_to_end(key)
            return self._drawn[key]
        kind = kinds.get(single)
        context = {
            "sections": sections,
            "subject": _subject(sections, single),
            "single": single,
            "kind": kind.label if kind else "",
            "manage": settings.DREAM_ORIGIN + reverse("notifications:preferences"),
            "stop": stop_address(self._token),
        }
        mail = email.message("notifications/email/letter", context, to="nobody@invalid", language=language)
        page, _type = mail.alternatives[0]
        drawn = Drawn(
            str(mail.subject), str(mail.body), str(page), self._raw(str(mail.subject), str(mail.body), str(page))
        )
        self._drawn[key] = drawn
        if len(self._drawn) > REMEMBERED:
            self._drawn.popitem(last=False)
        return drawn


def _assembled(subject: str, text: str, page: str, *, to: str, identity: str, token: str) -> LetterMessage:
    headers = {
        "Message-ID": f"<{identity}@{urlsplit(settings.DREAM_ORIGIN).hostname}>",
        "List-Unsubscribe": f"<{stop_address(token)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    mail = LetterMessage(subject=subject, body=text, to=[to], headers=headers)
    mail.attach_alternative(page, "text/html")
    return mail


def _sections(told: Sequence[Told]) -> tuple[Section, ...]:
    """By subject, in the order of its first notice; several of one kind become one sentence where the kind has one."""
    by_subject: dict[str, tuple[Subject, dict[str, list[Words]]]] = {}
    for one in told:
        if one.subject is None or one.words is None:
            continue
        _subject, of_kind = by_subject.setdefault(one.notice.subject, (one.subject, {}))
        of_kind.setdefault(one.notice.kind, []).append(one.words)
    return tuple(
        Section(
            subject.title,
            absolute(subject.href),
            tuple(line for kind, words in of.items() for line in _lines(kind, words)),
        )
        for subject, of in by_subject.values()
    )


def _lines(slug: str, words: list[Words]) -> list[Words]:
    kind = kinds.get(slug)
    return [Words(kind.many(len(words)))] if kind and kind.many and len(words) > 1 else words


def _subject(sections: tuple[Section, ...], single: str) -> str:
    place = brand.current().name
    if single:
        title = one_line(sections[0].title)
        short = title if len(title) <= TITLE_IN_SUBJECT else f"{title[: TITLE_IN_SUBJECT - 1]}…"
        return _("%(subject)s: %(what)s") % {"subject": short, "what": sections[0].told[0].line}
    number = sum(len(section.told) for section in sections)
    return ngettext("%(place)s: %(number)d piece of news", "%(place)s: %(number)d pieces of news", number) % {
        "place": place,
        "number": number,
    }


def absolute(href: str) -> str:
    """A path of this site as a whole address."""
    return href if href.startswith(("http://", "https://")) else f"{settings.DREAM_ORIGIN}{href}"


def confirmation(person: User) -> EmailMultiAlternatives:
    """The letter to an address that returned others; its link proves that somebody reads it."""
    with translation.override(person.language):
        link = settings.DREAM_ORIGIN + reverse("notifications:confirm_address", args=[address_token(person)])
    return email.message("notifications/email/confirm", {"link": link}, to=person.email, language=person.language)
