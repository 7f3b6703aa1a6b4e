"""What the pages of one file say, in every language of the house: they choose by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

Told = Mapping[str, str]


def in_every_language(body: str) -> dict[str, Told]:
    """The words of a page, by language."""
    found: dict[str, Told] = {}
    for language, _name in settings.LANGUAGES:
        name = translation.get_language_info(language)["name_local"]
        with translation.override(language):
            found[language] = {"languageName": name.capitalize(), **_common(), **_OF[body]()}
    return found


def _common() -> Told:
    return {
        "language": _("Language"),
        "tooOld": _("This browser is too old for what this page computes. Use a recent Firefox, Chrome or Safari."),
        "checked": _("Checked"),
        "onTheirWord": _("Taken on the word of the commune and of the region"),
        "cannot": _("Cannot be checked by anybody"),
        "right": _("Right"),
        "wrong": _("Wrong"),
        "notYet": _("Nothing to look at yet"),
        "check.terms": _("The rules, the question and the keys are those that opened the log."),
        "check.heads": _("Nothing was taken out of the log, and nothing was put elsewhere in it."),
        "check.witness": _("The region, as a witness, has signed the whole log."),
        "check.closing": _("The closing is the last line of the log, and its number of ballots is right."),
        "check.ballots": _("Each ballot is in the log, with its token and the signature of who cast it."),
        "check.numbers": _("There are no more ballots than tokens, and no more tokens than lines on the list."),
        "check.keys": _("The keys that opened the ballots are those of the scrutineers."),
        "check.ties": _("What breaks ties was promised before the vote."),
        "check.count": _("Opened again, the ballots say what the result says."),
        "check.receipt": _("The box kept the promise of this receipt."),
        "found.terms": _("Fingerprint of the first line: {}"),
        "found.heads": _("Signed states of the log: {}"),
        "found.witness": _("Lines signed by the witness, of all: {}"),
        "found.closing": _("Ballots taken: {}"),
        "found.ballots": _("Ballots read: {}"),
        "found.numbers": _("Ballots, tokens, lines: {}"),
        "found.keys": _("Scrutineers whose keys are given: {}"),
        "found.ties": _("Not revealed by: {}"),
        "found.count": _("Ballots counted: {}"),
        "found.receipt": _("Line of the log: {}"),
        "word.roll": _(
            "The commune alone says who is on the list, and that each token went to the person of one line. Here one "
            "house gives tokens and keeps the list: it could draw tokens for people who do not vote."
        ),
        "word.keys": _(
            "The keys in the first line of the log are said to be those of the region and of the scrutineers: compare "
            "them with what each of them publishes."
        ),
        "word.witness": _("The region says that it has signed no other log of this vote."),
        "word.box": _("The box says that it wrote down nothing about who sent a ballot."),
        "cannot.watched": _(
            "Whether somebody watched the networks of both houses, a device, or a person while they voted."
        ),
        "cannot.page": _("Whether a voting page was altered by who served it, but by comparing its fingerprint."),
        "cannot.early": _("Whether two scrutineers opened ballots before the closing, with who keeps the box."),
        "cannot.withheld": _("The count: ballots are not published, because they were few or all alike."),
    }


def _verification() -> Told:
    return {
        "title": _("Verify a secret vote"),
        "lead": _(
            "This page is one file. It reads the published files on your device, computes everything again, and sends "
            "nothing to anybody: you may cut the network first."
        ),
        "files": _("The files of the vote"),
        "filesHelp": _("vote.json, and ballots.jsonl once the vote is closed. Choose both at once, or drop them here."),
        "receipts": _("Your receipt"),
        "receiptsHelp": _("If you kept one: the file that the voting page gave you."),
        "optional": _("optional"),
        "verify": _("I verify"),
        "reading": _("Reading …"),
        "progress": _("ballots"),
        "noVote": _("Choose the file vote.json first."),
        "notAVote": _("This is not the file of a published vote, or it is damaged. Fetch it again from its page."),
        "notAReceipt": _("This is not a receipt of a vote."),
        "fine": _("Nothing is wrong with this vote."),
        "running": _("Nothing is wrong so far. The vote is not counted yet."),
        "faulty": _("Something is wrong with these files."),
        "faultyHelp": _(
            "Fetch them again first. If it stays so, show this page to the scrutineers and to the town hall: what is "
            "marked wrong cannot be explained by a mistake of yours."
        ),
        "result": _("What the ballots say"),
        "option": _("Option"),
        "ballots": _("Ballots"),
        "blank": _("Blank"),
        "method": _("The count by the method of the rules is computed again by dreamplus verify."),
        "print": _("Print this report"),
    }


_OF: Mapping[str, Callable[[], Told]] = {"verification.html": _verification}
