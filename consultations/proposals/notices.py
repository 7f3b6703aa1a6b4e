"""What authors and followers of proposals are told, and what can be followed: a proposal, a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultations.proposals.events import ProposalAnswered, ProposalPublished
from consultations.proposals.models import Proposal, Theme
from consultations.proposals.pages import page_of
from consultations.proposals.rules.words import paragraphs
from consultations.proposals.services.publish import RECEIPT_KIND
from dreamplus.core.events import handles
from dreamplus.notifications import kinds, subjects
from dreamplus.notifications.kinds import NoticeKind, Words
from dreamplus.notifications.models import Notice
from dreamplus.notifications.pages import is_key
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.notifications.services.following import follow_own
from dreamplus.notifications.services.noting import notify, tell_followers
from dreamplus.notifications.subjects import Subject, SubjectType
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.models import Receipt
from dreamplus.participation.notices import keys_around

PROPOSAL, THEME = "proposal", "theme"
ANSWER, FOLLOWED, NEW = "proposals.answer", "proposals.followed", "proposals.new"


def register() -> None:
    """Called once, when the applications are ready."""
    subjects.register(SubjectType(PROPOSAL, gettext_lazy("Proposal"), describe, describe_own))
    subjects.register(SubjectType(THEME, gettext_lazy("Theme"), describe_themes))
    kinds.register(
        NoticeKind(
            ANSWER,
            gettext_lazy("The town hall answers my proposal"),
            _to_author,
            Channel.AT_ONCE,
            personal=True,
            of_own=True,
        )
    )
    kinds.register(NoticeKind(FOLLOWED, gettext_lazy("The town hall answers a proposal that I follow"), _to_followers))
    kinds.register(
        NoticeKind(
            NEW,
            gettext_lazy("A new proposal in what I follow"),
            _new,
            many=lambda number: (
                ngettext("%(number)d new proposal", "%(number)d new proposals", number) % {"number": number}
            ),
        )
    )


def key_of(proposal: Proposal) -> str:
    return subjects.key(PROPOSAL, proposal.contribution.uuid)


def describe(identifiers: Sequence[str]) -> Mapping[str, Subject]:
    """Visible proposals that everybody may read; one query."""
    return {uuid: _subject(proposal) for uuid, proposal in _visible(identifiers).items()}


def describe_own(identifiers: Sequence[str]) -> Mapping[str, Subject]:
    """Those of private activities too, for their authors."""
    return {uuid: _subject(proposal) for uuid, proposal in _visible(identifiers, private=True).items()}


def _subject(proposal: Proposal) -> Subject:
    return Subject(proposal.title, proposal.get_absolute_url())


def describe_themes(identifiers: Sequence[str]) -> Mapping[str, Subject]:
    """Themes of collections that have a page, by number."""
    wanted = [int(one) for one in identifiers if one.isascii() and one.isdecimal() and len(one) < 10]
    found = {}
    for theme in Theme.objects.filter(pk__in=wanted).select_related("activity"):
        page = page_of(theme.activity)
        if page is not None and page.url and not page.get_view_restrictions().exists():
            found[str(theme.pk)] = Subject(f"{page.title} · {theme.label}", f"{page.url}?theme={theme.pk}")
    return found


def _visible(uuids: Sequence[object], *, private: bool = False) -> dict[str, Proposal]:
    keys = [key for key in map(str, uuids) if is_key(key)]
    shown = Proposal.objects.filter(contribution__uuid__in=keys, contribution__status=Shown.VISIBLE)
    if not private:
        shown = shown.filter(activity__is_private=False)
    return {str(one.contribution.uuid): one for one in shown.select_related("contribution")}


def _of(notices: Sequence[Notice], *, private: bool = False) -> dict[int, Proposal]:
    """The visible proposal of each notice."""
    shown = _visible([notice.payload.get("proposal") for notice in notices], private=private)
    return {
        notice.pk: found for notice in notices if (found := shown.get(str(notice.payload.get("proposal")))) is not None
    }


def _answer(proposal: Proposal) -> Words:
    if not proposal.answer:
        return Words(_("new status: %(status)s") % {"status": proposal.get_status_display()})
    line = _("the answer (%(status)s)") % {"status": proposal.get_status_display()}
    return Words(line, (*paragraphs(proposal.answer), f"— {proposal.answer_role}"))


def _to_author(notices: Sequence[Notice]) -> Mapping[int, Words]:
    """With the number of the receipt, so that the letter can be kept as it is."""
    found = _of(notices, private=True)
    contributions = [proposal.contribution_id for proposal in found.values()]
    receipts = Receipt.objects.filter(contribution__in=contributions, kind=RECEIPT_KIND)
    references = dict(receipts.order_by("-pk").values_list("contribution_id", "reference"))
    told = {}
    for pk, proposal in found.items():
        words = _answer(proposal)
        reference = references.get(proposal.contribution_id)
        number = (_("Your number: %(reference)s") % {"reference": reference},) if reference else ()
        told[pk] = Words(words.line, (*words.paragraphs, *number))
    return told


def _to_followers(notices: Sequence[Notice]) -> Mapping[int, Words]:
    return {pk: _answer(proposal) for pk, proposal in _of(notices).items()}


def _new(notices: Sequence[Notice]) -> Mapping[int, Words]:
    return {
        pk: Words(_("New proposal: “%(title)s”") % {"title": subjects.one_line(proposal.title)})
        for pk, proposal in _of(notices).items()
    }


@handles(ProposalPublished)
def tell_published(event: ProposalPublished, *, record_id: int, at: datetime) -> None:
    """The author follows it by itself; who follows the collection, its consultation or its theme is told."""
    proposal = _visible_row(event.proposal)
    if proposal is None:
        return
    author = proposal.contribution.author_id
    if author is not None:
        follow_own(person_id=author, subject=key_of(proposal), at=at)
    around = keys_around(proposal.activity)
    if proposal.theme_id:
        around.append(subjects.key(THEME, proposal.theme_id))
    tell_followers(
        of=around,
        kind=NEW,
        key=event.proposal,
        subject=subjects.key("activity", event.activity),
        payload={"proposal": event.proposal},
        at=at,
        without=[author] if author else [],
    )


@handles(ProposalAnswered, name="consultations.proposals.mail.tell_author")
def tell_answered(event: ProposalAnswered, *, record_id: int, at: datetime) -> None:
    """Once for each answer: its author, and who follows the proposal."""
    proposal = _visible_row(event.proposal)
    if proposal is None:
        return
    author = proposal.contribution.author_id
    news = {
        "key": f"{event.proposal}:{record_id}",
        "subject": key_of(proposal),
        "payload": {"proposal": event.proposal},
    }
    if author is not None:
        notify(people=[author], kind=ANSWER, at=at, **news)  # type: ignore[arg-type]  # by name
    without = [author] if author else []
    tell_followers(of=[key_of(proposal)], kind=FOLLOWED, at=at, without=without, **news)  # type: ignore[arg-type]  # by name


def _visible_row(uuid: str) -> Proposal | None:
    rows = Proposal.objects.select_related("contribution", "activity")
    return rows.filter(contribution__uuid=uuid, contribution__status=Shown.VISIBLE).first()
