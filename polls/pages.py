"""The page of a vote: its questions and their options, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from dreamplus.cms import languages
from dreamplus.core import clock
from dreamplus.participation.pages import ActivityPage
from polls.page_form import PollPageForm

CODE_LENGTH = 30


class PollPage(ActivityPage):
    """Translations carry the same option codes; words may differ, meanings may not."""

    activity_kind = "poll"
    question = models.TextField(
        _("the question"), max_length=600, blank=True, help_text=_("As people read it above the choices.")
    )

    content_panels = [
        *ActivityPage.content_panels,
        FieldPanel("question"),
        InlinePanel("options", heading=_("Options"), label=_("Option")),
        InlinePanel("further", heading=_("Further questions"), label=_("Question")),
    ]
    base_form_class = PollPageForm
    template = "polls/poll_page.html"
    subpage_types: list[str] = []
    searched_fields = ("summary", "question")

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from polls import pictures
        from polls.queries import standing
        from polls.views.surroundings import context_of

        context = super().get_context(request, *args, **kwargs)
        poll = standing(self.activity, language=languages.code_of(self), at=clock.now())
        options = list(self.options.select_related("image"))
        shown = dict(pictures.of_options(options))
        context["asked"] = [
            (words, [(one, shown.get(one.code)) for one in _of(number, options) or words.options])
            for number, words in enumerate(poll.words.every, start=1)
        ]
        return context | context_of(poll)


class FurtherQuestion(Orderable):
    """A question after the first: the first of them is number 2. Its rules lie in the activity, in the same order."""

    page = ParentalKey(PollPage, on_delete=models.CASCADE, related_name="further")
    question = models.TextField(_("the question"), max_length=600)

    panels = [FieldPanel("question")]

    def __str__(self) -> str:
        return self.question


class PollOption(Orderable):
    """One option. Its code is what ballots hold; it is made from the label and then never changes."""

    page = ParentalKey(PollPage, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(
        _("answers question number"), default=1, help_text=_("1, but where the vote asks several questions.")
    )
    code = models.SlugField(_("code"), max_length=CODE_LENGTH, blank=True)
    label = models.CharField(_("option"), max_length=160)
    description = models.TextField(_("in one sentence"), max_length=400, blank=True)
    image = models.ForeignKey(
        "cms.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )

    panels = [FieldPanel("label"), FieldPanel("description"), FieldPanel("image"), FieldPanel("number")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "code"], name="option_code_once_on_a_page"),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = new_code(self.label, taken=self._taken())
        super().save(*args, **kwargs)

    def _taken(self) -> set[str]:
        return set(PollOption.objects.filter(page=self.page_id).exclude(pk=self.pk).values_list("code", flat=True))


def _of(number: int, options: Iterable[PollOption]) -> list[PollOption]:
    """Those that answer question `number`; none for yes-no, whose options are not written on the page."""
    return [option for option in options if option.number == number]


def new_code(label: str, *, taken: set[str]) -> str:
    """A code that tells its option: the label as a slug, numbered where it is taken."""
    stem = slugify(label)[: CODE_LENGTH - 4].strip("-") or "option"
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
