"""Catalogues compiled without gettext's tools are what gettext reads."""

import gettext
import io

from dreamplus.cli import translations
from dreamplus.cli.clone import messages
from dreamplus.cli.clone.messages import mended

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=n > 1;\\n"

#, python-format
msgid "Hello %(name)s"
msgstr "Bonjour %(name)s"

msgctxt "verb"
msgid "Vote"
msgstr "Voter"

msgid "One ballot"
msgid_plural "%(n)s ballots"
msgstr[0] "Un bulletin"
msgstr[1] "%(n)s bulletins"

msgid ""
"A long "
"sentence"
msgstr ""
"Une longue "
"phrase"

#, fuzzy
msgid "Guess"
msgstr "Devinette"

msgid "Empty"
msgstr ""

#~ msgid "Old"
#~ msgstr "Vieux"
"""


def compiled(tmp_path, text=CATALOGUE):
    source = tmp_path / "django.po"
    source.write_text(text, encoding="utf-8")
    return gettext.GNUTranslations(io.BytesIO(translations.compiled(translations.messages(source))))


def test_gettext_reads_what_is_compiled(tmp_path):
    french = compiled(tmp_path)
    assert french.gettext("Hello %(name)s") == "Bonjour %(name)s"
    assert french.pgettext("verb", "Vote") == "Voter"
    assert french.ngettext("One ballot", "%(n)s ballots", 1) == "Un bulletin"
    assert french.ngettext("One ballot", "%(n)s ballots", 2) == "%(n)s bulletins"
    assert french.gettext("A long sentence") == "Une longue phrase"


def test_what_is_not_sure_stays_in_english(tmp_path):
    french = compiled(tmp_path)
    assert [french.gettext(text) for text in ("Guess", "Empty", "Old")] == ["Guess", "Empty", "Old"]


def test_only_what_changed_is_compiled(tmp_path):
    folder = tmp_path / "polls" / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE)
    assert translations.compile_all(tmp_path) == 1
    assert translations.compile_all(tmp_path) == 0


def test_french_spaces_are_mended_in_translations_only():
    lines = ['msgid "Really ?"\n', 'msgstr "Vraiment ? « Oui » : 12 %"\n']
    nb = "\N{NO-BREAK SPACE}"
    assert list(mended(lines)) == [lines[0], f'msgstr "Vraiment{nb}? «{nb}Oui{nb}»{nb}: 12 %"\n']


def test_two_peoples_lines_for_one_sentence_become_one_entry(tmp_path):
    """What a merge that keeps both sides leaves: the translated one is kept, whatever the order; guesses are not."""
    both = tmp_path / "django.po"
    both.write_text(
        'msgid "B"\nmsgstr ""\n\nmsgid "A"\nmsgstr "a"\n\nmsgid "B"\nmsgstr "b \\"quoted\\"\\n"\n', encoding="utf-8"
    )
    messages.write(both, "nl", messages.read(both))
    assert translations.messages(both) == {"": translations.messages(both)[""], "A": "a", "B": 'b "quoted"\n'}
    assert both.read_text().index('"A"') < both.read_text().index('"B"')


def test_a_sentence_that_waits_is_written_in_the_form_of_its_kind():
    assert messages.empty_entry("verb\x04Vote") == {"msgctxt": "verb", "msgid": "Vote", "msgstr": ""}
    several = messages.empty_entry("One\x00Many")
    assert several == {"msgid": "One", "msgid_plural": "Many", "msgstr[0]": "", "msgstr[1]": ""}
    assert translations.key_of(several) == "One\x00Many"
