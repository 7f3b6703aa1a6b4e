"""The vocabulary of the house: what each element promises to those who write pages with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

import dreamplus.theming
from dreamplus.theming import charts
from dreamplus.theming.forms import Choice
from dreamplus.theming.templatetags.elements import safe_address

HOSTILE = '"><script>alert(1)</script>'
FOLDER = Path(dreamplus.theming.__file__).parent / "templates/theming/elements"
PARTS = {"field_help", "field_errors", "field_optional", "field_words", "line_mark", "line_label"}


class IdeaForm(forms.Form):
    title = forms.CharField(label="Titre", help_text="Une phrase.", max_length=20)
    body = forms.CharField(label="Texte", widget=forms.Textarea, max_length=4000, required=False)
    quarter = forms.ChoiceField(
        label="Quartier",
        choices=[("n", Choice("Nord", "Au-delà du canal.")), ("s", Choice(HOSTILE, HOSTILE))],
        widget=forms.RadioSelect,
    )
    charter = forms.BooleanField(label="J’ai lu la charte")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(source: str, **context: Any) -> str:
    with translation.override("en"):
        return Template("{% load elements %}" + source).render(Context(context))


HOSTILE_ROWS = {"chart": [(HOSTILE, 3)], "stacks": [charts.Stack(HOSTILE, [(HOSTILE, HOSTILE, 3)])]}


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).strip()


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.html") if path.stem not in PARTS))
def test_every_element_escapes_what_it_is_given(name: str) -> None:
    form = IdeaForm({"title": HOSTILE * 2, "quarter": HOSTILE}, initial={"title": HOSTILE})
    row = dict.fromkeys(("label", "detail", "date", "href", "value", "unit", "code", "count", "live"), HOSTILE)
    given = {
        "label": HOSTILE, "title": HOSTILE, "text": HOSTILE, "meta": HOSTILE, "name": HOSTILE, "tagline": HOSTILE,
        "initials": HOSTILE, "href": HOSTILE, "caption": HOSTILE, "badge": HOSTILE, "note": HOSTILE, "unit": HOSTILE,
        "action": HOSTILE, "lead": HOSTILE, "shown": HOSTILE, "kind": HOSTILE, "detail": HOSTILE, "legend": HOSTILE,
        "image_url": HOSTILE, "image_alt": HOSTILE, "logo_url": HOSTILE, "submit": HOSTILE, "back_href": HOSTILE,
        "back_label": HOSTILE, "head": HOSTILE, "id": HOSTILE, "data_dream_live": HOSTILE, "value": 1,
        "columns": [HOSTILE], "figures": [row], "steps": [row], "tabs": [row], "items": [row, row], "languages": [row],
        "rows": HOSTILE_ROWS.get(name, [[HOSTILE]]),
        "page": Paginator(range(30), 10).page(2), "form": form,
        "field": form["quarter" if name == "choice_cards" else "title"],
    }  # fmt: skip
    arguments = " ".join(f"{key}={key}" for key in given)

    assert "<script" not in draw(f'{{% el "{name}" {arguments} %}}', **given)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/vote/12/?a=1#b", True),
        ("https://exemple.fr/", True),
        ("mailto:mairie@exemple.fr", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("http://[", False),
    ],
)
def test_an_address_that_could_run_something_leads_nowhere(address: str, kept: bool) -> None:
    assert safe_address(address) == (address if kept else "#")


def test_a_button_is_a_link_when_it_leads_somewhere_and_submits_otherwise() -> None:
    assert draw('{% el "button" label="Je vote" href="/vote/" size="big" %}').strip() == (
        '<a class="button button-primary button-big" href="/vote/">Je vote</a>'
    )
    assert draw(
        '{% el "button" label="Oui" name="answer" value="yes" kind="second" aria_current="step" %}'
    ).strip() == (
        '<button class="button button-second" type="submit" aria-current="step" name="answer" value="yes">Oui</button>'
    )


def test_what_stands_between_the_tags_is_drawn_with_the_page_and_the_element_without_it() -> None:
    html = draw('{% elblock "panel" title="Titre" %}<p>{{ name }}</p>{% endelblock %}', name="<b>", text="leak")

    assert '<h2 class="panel-title">Titre</h2>' in html
    assert "<p>&lt;b&gt;</p>" in html
    assert "leak" not in html


@pytest.mark.parametrize("source", ["{% el %}", '{% el "button" "Je vote" %}', '{% elblock "panel" %}'])
def test_a_tag_badly_written_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        draw(source)


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    html = squeezed(draw('{% el "field" field=form.title %}', form=IdeaForm({"title": ""})))

    assert '<label class="field-label" for="id_title">Titre </label>' in html
    assert 'id="id_title_helptext"' in html
    assert '<ul class="field-errors" id="id_title_error">' in html
    control = re.search(r"<input[^>]*>", html)
    assert control is not None
    assert 'aria-invalid="true"' in control[0]
    assert 'aria-describedby="id_title_helptext id_title_error"' in control[0]
    assert "placeholder" not in html


def test_a_field_says_in_words_that_it_is_optional_and_how_much_it_holds() -> None:
    html = draw('{% el "field" field=form.body %}', form=IdeaForm())

    assert "(optional)" in html
    assert "4000 characters at most" in html
    assert "optional" not in draw('{% el "field" field=form.title %}', form=IdeaForm())


def test_a_set_of_choices_is_a_group_with_a_name_and_its_error() -> None:
    html = squeezed(draw('{% el "field" field=form.quarter %}', form=IdeaForm({})))

    assert '<fieldset class="field field-choices has-error" aria-describedby="id_quarter_error">' in html
    assert '<legend class="field-label">Quartier </legend>' in html
    assert html.count('type="radio"') == 2


def test_choice_cards_show_the_sentence_of_each_choice() -> None:
    html = draw('{% el "choice_cards" field=form.quarter %}', form=IdeaForm({"quarter": "n"}))

    assert '<span class="choice-description">Au-delà du canal.</span>' in html
    assert len(re.findall(r"<input[^>]*checked", html)) == 1


def test_the_error_summary_links_to_the_first_control_of_each_field() -> None:
    html = draw('{% el "form_errors" form=form %}', form=IdeaForm({"charter": "on"}))

    assert "2 things must be put right" in html
    assert re.findall(r'href="([^"]*)"', html) == ["#id_title", "#id_quarter_0"]
    assert 'tabindex="-1"' in html
    assert draw('{% el "form_errors" form=form %}', form=IdeaForm()).strip() == ""


def test_a_form_comes_back_with_everything_that_was_typed() -> None:
    html = draw('{% el "form" form=form submit="Envoyer" %}', form=IdeaForm({"body": "Des arbres <3", "quarter": "n"}))

    assert "Des arbres &lt;3" in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert html.index("form-errors") < html.index('name="title"')


def test_forms_of_libraries_come_out_in_the_same_elements() -> None:
    assert squeezed(str(IdeaForm(auto_id="id_%s")["title"].as_field_group())) == squeezed(
        draw('{% el "field" field=form.title %}', form=IdeaForm())
    )


@pytest.mark.parametrize(
    ("here", "numbers"),
    [(1, "1 2 … 24"), (2, "1 2 3 … 24"), (12, "1 … 11 12 13 … 24"), (24, "1 … 23 24")],
)
def test_a_pager_shows_the_ends_and_the_neighbours(here: int, numbers: str) -> None:
    html = draw('{% el "pager" page=page %}', page=Paginator(range(240), 10).page(here))

    shown = [number or gap for number, gap in re.findall(r"</span>(\d+)</a>|(…)", html)]
    assert " ".join(shown) == numbers
    assert len(re.findall(r'aria-current="page"', html)) == 1


def test_a_pager_keeps_the_filters_and_hides_on_a_single_page() -> None:
    request = RequestFactory().get("/", {"theme": "eau & ombre", "page": "2"})
    html = draw('{% el "pager" page=page %}', page=Paginator(range(30), 10).page(2), request=request)

    assert 'href="?theme=eau+%26+ombre&amp;page=3"' in html
    assert draw('{% el "pager" page=page %}', page=Paginator([], 10).page(1)).strip() == ""


def test_a_chart_stands_beside_its_table() -> None:
    html = draw('{% el "chart" title="Les voix" rows=rows unit="voix" %}', rows=[("Oui", 3), ("Non", 1)])

    assert "<svg" in html
    assert re.findall(r'<td class="number">([^<]*)</td>', html) == [
        "3", "75\N{NARROW NO-BREAK SPACE}%", "1", "25\N{NARROW NO-BREAK SPACE}%", "4",
    ]  # fmt: skip


def test_the_line_says_which_step_is_under_way_without_colour() -> None:
    steps = [{"label": "Idées", "state": "done"}, {"label": "Vote", "state": "now"}, {"label": "Travaux"}]
    html = draw('{% el "line" steps=steps %}', steps=steps)

    assert html.count('aria-current="step"') == 1
    assert "(done)" in html
    assert "under way" in html
